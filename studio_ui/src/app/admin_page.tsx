import { useEffect } from "react";
import { Administration, keepWriting, NEW, PERSONAL, unwritten, type AdminTab } from "../features/admin";
import { useMay } from "../features/session";
import { usePath } from "./address";
import { adminStrings } from "./admin_strings";
import { PageBar } from "./masthead";
import { strings } from "./strings";
import "./rooms.css";
import "./studio.css";

const TABS: readonly AdminTab[] = ["contact-centers", "addresses", "users", "tenant", PERSONAL];

/** /admin/{kind}/{key}: what the tenant's administrators own; others who may read it see it unchangeable. */
export function AdminPage() {
  const [, kind = "contact-centers", key] = usePath();
  const known = TABS.find((one) => one === kind) ?? "contact-centers";
  const reads = useMay("read");
  useEffect(() => {
    document.title = `${adminStrings.title} · ${strings.product}`;
    const guard = (event: BeforeUnloadEvent) => {
      if (unwritten()) event.preventDefault();
    };
    const unkeep = keepWriting();
    window.addEventListener("beforeunload", guard);
    return () => {
      unkeep();
      window.removeEventListener("beforeunload", guard);
    };
  }, []);
  return (
    <div className="studio-plain">
      <PageBar here="admin" />
      <main className={reads ? "admin" : "page-word"} aria-label={adminStrings.title}>
        {reads ? <Administration kind={known} thing={key === undefined ? null : key === NEW ? "" : key} /> : <p>{adminStrings.notYours}</p>}
      </main>
    </div>
  );
}
