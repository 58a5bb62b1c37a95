import { Suspense, useState } from "react";
import type { Kind } from "../../api/admin";
import { go, to } from "../../app/address";
import { adminStrings as words } from "../../app/admin_strings";
import { Link } from "../../app/link";
import { recordsStrings } from "../../app/records_strings";
import { strings } from "../../app/strings";
import { Badge, Button, later, Tabs } from "../../ui";
import { centerTitle, useMay, useSession } from "../session";
import { Detail } from "./detail";
import { LeftWriting } from "./left_writing";
import { idOf, isChanged, ITSELF, useAdmin } from "./store";
import "./admin.css";

const PersonalData = later<object>(() => import("../personal_data").then((room) => ({ default: room.PersonalData })));

/** What is not one of the things that are kept, each with a form, but what is kept of a person. */
export const PERSONAL = "personal-data";
export type AdminTab = Kind | typeof PERSONAL;

interface Entry {
  key: string;
  title: string;
  beside: string;
}

/** The lists of what a tenant has, and the form of what is chosen. */
export function Administration({ kind, thing }: { kind: AdminTab; thing: string | null }) {
  const watches = useMay("watch");
  const reads = useMay("read");
  const owns = useMay("administer", "");
  const kinds = ([["contact-centers", true], ["addresses", reads], ["users", watches], ["tenant", reads], [PERSONAL, owns]] as const).filter(([, seen]) => seen).map(([one]) => one);
  return (
    <>
      <div className="admin-head">
        <Tabs
          name="admin"
          label={words.title}
          chosen={kind}
          choose={(chosen) => go(to("admin", chosen))}
          tabs={kinds.map((one) => [one, one === PERSONAL ? recordsStrings.person.title : words.kinds[one].title] as const)}
        />
        <LeftWriting />
      </div>
      <div id="admin-panel" role="tabpanel" aria-labelledby={`admin-${kind}`} className={panelOf(kind, thing)}>
        {!kinds.includes(kind) ? (
          <p className="hint">{words.notYours}</p>
        ) : kind === "tenant" ? (
          <Detail kind={kind} thing={ITSELF} />
        ) : kind === PERSONAL ? (
          <Suspense fallback={<p className="hint admin-none">{strings.loading}</p>}>
            <PersonalData />
          </Suspense>
        ) : (
          <>
            <List key={kind} kind={kind} chosen={thing} />
            {thing === null ? <p className="hint admin-none">{words.choose}</p> : <Detail kind={kind} thing={thing} />}
          </>
        )}
      </div>
    </>
  );
}

function panelOf(kind: AdminTab, thing: string | null): string {
  if (kind === "tenant" || kind === PERSONAL) return "admin-panel admin-alone";
  return thing === null ? "admin-panel" : "admin-panel admin-chosen";
}

function List({ kind, chosen }: { kind: Kind; chosen: string | null }) {
  const entries = useEntries(kind);
  const [asked, setAsked] = useState("");
  const open = useAdmin((state) => state.open);
  const mayAdd = useMay("administer", "");
  const found = entries.filter((entry) => `${entry.key} ${entry.title} ${entry.beside}`.toLowerCase().includes(asked.toLowerCase()));
  return (
    <section className="admin-list" aria-label={words.kinds[kind].title}>
      <div className="row-of-buttons">
        <input
          className="input"
          type="search"
          aria-label={words.find}
          placeholder={words.find}
          value={asked}
          onChange={(event) => setAsked(event.target.value)}
        />
        {mayAdd && <Button onClick={() => go(to("admin", kind, NEW))}>{words.kinds[kind].add}</Button>}
      </div>
      {found.length === 0 && <p className="hint">{asked ? words.noneFound : words.none}</p>}
      <ul>
        {found.slice(0, MOST).map((entry) => (
          <li key={entry.key}>
            <Link href={to("admin", kind, entry.key)} aria-current={entry.key === chosen ? "page" : undefined}>
              <b>{entry.title || entry.key}</b>
              <span>
                {entry.title && <code>{entry.key}</code>} {entry.beside}
              </span>
              {isChanged(open[idOf(kind, entry.key)]) && <Badge tone="care">{words.unsaved}</Badge>}
            </Link>
          </li>
        ))}
      </ul>
      {found.length > MOST && <p className="hint">{words.more(found.length - MOST)}</p>}
    </section>
  );
}

/** No key of anything is written so. */
export const NEW = "+new";
const MOST = 300;

function useEntries(kind: Kind): Entry[] {
  const { contactCenters, addresses, users } = useSession();
  if (kind === "contact-centers") return contactCenters.map(({ name, title }) => ({ key: name, title, beside: "" }));
  if (kind === "addresses") {
    return addresses.map(({ address, title, link }) => ({ key: address, title, beside: link ? leads(link) : words.unlinked }));
  }
  return users.map(({ user, name, memberships }) => ({ key: user, title: name, beside: Object.keys(memberships ?? {}).map(centerTitle).join(", ") }));
}

const leads = (link: Record<string, string>): string => words.leadsTo(link["front_door"] ? words.frontDoor(link["front_door"]) : centerTitle(link["contact_center"] ?? ""));
