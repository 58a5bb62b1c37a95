import { useEffect } from "react";
import { FloorBoard, watchFloor } from "../features/floor";
import { floorStrings } from "./floor_strings";
import { PageBar } from "./masthead";
import { strings } from "./strings";
import "./floor.css";

/** /floor: for those who lead; whoever may not is told so by the server. */
export function FloorPage() {
  useEffect(watchFloor, []);
  useEffect(() => {
    document.title = `${floorStrings.title} · ${strings.product}`;
  }, []);
  return (
    <div className="floor-page">
      <PageBar here="floor" />
      <main className="floor-main" aria-label={floorStrings.title}>
        <FloorBoard />
      </main>
    </div>
  );
}
