import { useState } from "react";
import { sentence } from "../../api/client";
import type { DemoUser } from "../../api/types";
import { LanguageSwitch } from "../../app/language_switch";
import { strings } from "../../app/strings";
import { Button } from "../../ui";
import { signIn, useSession } from "./store";

/** The demo's sign-in is a choice of people. The first may see and change everything. `reach`: a name is in reach. */
export function SignIn({ reach }: { reach: () => void }) {
  const users = useSession((state) => state.demoUsers);
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const sorted = users.toSorted((a, b) => rank(b) - rank(a));
  const go = async (user: DemoUser) => {
    setBusy(true);
    try {
      await signIn(user.tenant, user.user);
    } catch (fault) {
      setProblem(sentence(fault));
      setBusy(false);
    }
  };
  return (
    <main className="signin">
      <LanguageSwitch />
      <h1>{strings.product}</h1>
      <p>{strings.signIn.lead}</p>
      {problem && (
        <p role="alert" className="field-error">
          {problem}
        </p>
      )}
      <p role="status">{busy ? strings.signIn.busy : ""}</p>
      {users.length === 0 && <p>{strings.signIn.nobody}</p>}
      <ul onPointerMove={reach} onFocus={reach}>
        {sorted.map((user, place) => (
          <li key={`${user.tenant}/${user.user}`}>
            <Button kind={place === 0 ? "main" : "plain"} off={busy} onClick={() => void go(user)}>
              <b>{user.name}</b>
              <span>{roleWords(user)}</span>
            </Button>
          </li>
        ))}
      </ul>
    </main>
  );
}

function rank(user: DemoUser): number {
  const roles = user.roles[""] ?? [];
  return (roles.includes("administrator") ? 4 : 0) + (roles.includes("editor") ? 2 : 0) + (roles.includes("supervisor") ? 1 : 0);
}

function roleWords(user: DemoUser): string {
  return [...new Set(Object.values(user.roles).flat())].map((role) => strings.roles[role] ?? role).join(", ");
}
