import { useEffect } from "react";
import { FloorBoard, watchFloor } from "../features/floor";
import { signOut } from "../features/session";
import { useLive } from "../features/trace";
import { Button } from "../ui";
import { floorStrings } from "./floor_strings";
import { Brand, PageLinks, ThemeSwitch, Who } from "./masthead";
import { strings } from "./strings";
import "./floor.css";

/** /floor: for those who lead; whoever may not is told so by the server. */
export function FloorPage() {
  useEffect(watchFloor, []);
  useEffect(() => {
    document.title = `${floorStrings.title} · ${strings.product}`;
  }, []);
  const lost = useLive((state) => state.standing === "lost");
  return (
    <div className="floor-page">
      <header className="bar">
        <Brand />
        <PageLinks here="floor" />
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
      <main className="floor-main" aria-label={floorStrings.title}>
        <FloorBoard />
      </main>
    </div>
  );
}
