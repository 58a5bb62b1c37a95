import { useEffect } from "react";
import { attachDesk, Desk, sitDown } from "../features/desk";
import { hush } from "../features/trace";
import { loadTheRest } from "../ui";
import { PageBar } from "./masthead";
import { deskStrings } from "./desk_strings";
import { strings } from "./strings";
import "./desk.css";
import "./rooms.css";

/** /desk: the desk alone, for a working day. */
export function DeskPage() {
  useEffect(begin, []);
  return (
    <div className="desk-page">
      <PageBar here="desk" />
      <main>
        <Desk wide />
      </main>
    </div>
  );
}

function begin(): () => void {
  document.title = `${deskStrings.title} · ${strings.product}`;
  const detach = attachDesk();
  const forget = loadTheRest();
  void sitDown();
  return () => {
    detach();
    forget();
    hush();
  };
}
