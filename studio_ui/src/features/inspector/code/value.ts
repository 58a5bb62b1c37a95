/** What a field gives with a test, asked again while one writes. */

import { useEffect, useState } from "react";
import { language, type Previewed } from "../../../api/language";
import type { JsonObject } from "../../../document/json";
import { currentFlow } from "../../editing";
import type { CodeKind } from "./complete";
import { chosenCase } from "./chosen";

const PAUSE_MS = 150;

/** Null while nobody writes there, while nothing stands there, and where the server does not say. */
export function useValue(has: boolean, node: string, kind: CodeKind, source: string): Previewed | null {
  const [value, setValue] = useState<Previewed | null>(null);
  const plain = kind === "template" && !/\{[{%]/.test(source);
  const asks = has && node !== "" && source.trim() !== "" && !plain;
  useEffect(() => {
    if (!asks) {
      setValue(null);
      return;
    }
    let wanted = true;
    const timer = window.setTimeout(() => {
      const open = currentFlow();
      if (!open || open.release !== undefined) return;
      const draft = open.history.doc.flow as unknown as JsonObject;
      language.value(open.environment, open.name, draft, { node, kind, source }, chosenCase()).then(
        (found) => wanted && setValue(found),
        () => wanted && setValue(null),
      );
    }, PAUSE_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [asks, node, kind, source]);
  return value;
}
