/** The editor for tests as text: comes when somebody writes one, and knows nothing of React. */

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, type CompletionContext } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { drawSelection, EditorView, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { call } from "../../api/client";
import { isObject, type Json } from "../../document/json";
import { mayTakeFocus } from "../../ui/focused";
import { typedOver } from "../../ui/typed_over";

const COLOURS = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--family-data)" },
  { tag: tags.string, color: "var(--family-speak)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--family-decide)" },
  { tag: [tags.bracket, tags.separator], color: "var(--text-soft)" },
]);

let words: Promise<Map<string, string>> | null = null;

/** Every word that a file of tests may use, with what the schema says of it. */
async function known(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  gather(await call<Json>("GET", "/schemas/cases.json"), found);
  return found;
}

function gather(schema: Json, found: Map<string, string>): void {
  if (Array.isArray(schema)) schema.forEach((item) => gather(item, found));
  if (!isObject(schema)) return;
  for (const [name, shape] of Object.entries(isObject(schema["properties"]) ? schema["properties"] : {})) {
    const told = isObject(shape) && typeof shape["description"] === "string" ? shape["description"] : "";
    if (!found.get(name)) found.set(name, told);
  }
  Object.values(schema).forEach((item) => gather(item, found));
}

async function completed(context: CompletionContext) {
  const before = context.matchBefore(/"[\w$]*/);
  if (!before || (before.text === '"' && !context.explicit && before.from > 0 && context.state.sliceDoc(before.from - 1, before.from) === ":"))
    return null;
  words ??= known();
  const all = await words.catch(() => new Map<string, string>());
  return {
    from: before.from + 1,
    options: [...all].map(([label, info]) => (info ? { label, type: "property", info } : { label, type: "property" })),
    validFor: /^[\w$]*$/,
  };
}

interface Given {
  label: string;
  text: string;
  change: (text: string) => void;
}

export function mountJson(parent: HTMLElement, { label, text, change }: Given): () => void {
  const view = new EditorView({
    parent,
    doc: text,
    extensions: [
      json(),
      syntaxHighlighting(COLOURS),
      history(),
      EditorView.cspNonce.of(document.querySelector<HTMLElement>("meta[property=csp-nonce]")?.nonce ?? ""),
      drawSelection(),
      EditorView.lineWrapping,
      EditorView.domEventHandlers({ beforeinput: typedOver }),
      indentOnInput(),
      bracketMatching(),
      closeBrackets(),
      autocompletion({ override: [completed], icons: false }),
      keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
      EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false" }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) change(update.state.doc.toString());
      }),
    ],
  });
  if (mayTakeFocus(parent.closest(".cases"))) view.focus(); // who writes the name meanwhile, or elsewhere, goes on with that
  return () => view.destroy();
}
