import { useEffect } from "react";
import { Cell, signOut, useOperations, watchCell } from "../features/operations";
import { Button } from "../ui";
import { LanguageSwitch } from "./language_switch";
import { Logo, ThemeSwitch } from "./masthead";
import { operationsStrings as words } from "./operations_strings";
import { strings } from "./strings";

/** /operations: for whoever runs the servers; a tenant's session opens nothing here. */
export function OperationsPage() {
  const region = useOperations((state) => state.cell?.region ?? "");
  const signedIn = useOperations((state) => state.standing === "ready");
  useEffect(watchCell, []);
  useEffect(() => {
    document.title = `${words.title} · ${strings.product}`;
  }, []);
  return (
    <div className="operations-page">
      <header className="bar">
        <Logo />
        <h1 className="tenant">{words.title}</h1>
        {region && <span className="pill">{words.region(region)}</span>}
        <span className="spring" />
        {signedIn && (
          <Button kind="quiet" onClick={() => void signOut()}>
            {words.signOut}
          </Button>
        )}
        <LanguageSwitch />
        <ThemeSwitch />
      </header>
      <main className="operations-main" aria-label={words.title}>
        <Cell />
      </main>
    </div>
  );
}
