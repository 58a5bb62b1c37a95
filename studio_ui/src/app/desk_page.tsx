import { useEffect } from "react";
import { attachDesk, Desk, sitDown } from "../features/desk";
import { signOut } from "../features/session";
import { hush, useLive } from "../features/trace";
import { Button, loadTheRest } from "../ui";
import { Brand, PageLinks, ThemeSwitch, Who } from "./masthead";
import { strings } from "./strings";
import "./desk.css";
import "./rooms.css";

/** /desk: the desk alone, for a working day. */
export function DeskPage() {
  useEffect(begin, []);
  const lost = useLive((state) => state.standing === "lost");
  return (
    <div className="desk-page">
      <header className="bar">
        <Brand />
        <PageLinks here="desk" />
        {lost && (
          <span role="status" className="pill pill-lost">
            {strings.lost}
          </span>
        )}
        <span className="spring" />
        <Button kind="quiet" onClick={() => void signOut()}>
          {strings.header.signOut}
        </Button>
        <ThemeSwitch />
        <Who />
      </header>
      <main>
        <Desk wide />
      </main>
    </div>
  );
}

function begin(): () => void {
  document.title = `${strings.desk.title} · ${strings.product}`;
  const detach = attachDesk();
  const forget = loadTheRest();
  void sitDown();
  return () => {
    detach();
    forget();
    hush();
  };
}
