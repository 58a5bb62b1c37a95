/** The editor for expressions and texts with values: comes when somebody needs it, and knows nothing of React. */

import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  startCompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState, Prec, Transaction } from "@codemirror/state";
import { drawSelection, EditorView, keymap, tooltips } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { typedOver } from "../../../ui/typed_over";
import type { CodeKind, Offers } from "./complete";
import { expressionTokens, templateTokens } from "./tokens";

export interface Mounting {
  parent: HTMLElement;
  kind: CodeKind;
  text: string;
  attributes: Record<string, string>;
  complete: (text: string, at: number, asked: boolean) => Promise<Offers | null>;
  change: (text: string) => void;
  focus: (has: boolean) => void;
}

export interface Mounted {
  setText: (text: string) => void;
  setAttributes: (attributes: Record<string, string>) => void;
  /** Underlines from this place on; null: nothing is wrong. */
  setFault: (fault: { position: number; message: string } | null) => void;
  take: (start: number, end: number) => void;
  destroy: () => void;
}

const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--family-ask)", fontWeight: "600" },
  { tag: tags.string, color: "var(--family-speak)" },
  { tag: [tags.number, tags.bool], color: "var(--family-decide)" },
  { tag: tags.function(tags.variableName), color: "var(--family-route)" },
  { tag: tags.variableName, color: "var(--family-data)" },
  { tag: [tags.bracket, tags.operator], color: "var(--text-soft)" },
]);

const languages = { expression: StreamLanguage.define(expressionTokens), template: StreamLanguage.define(templateTokens) };

export function mount({ parent, kind, text, attributes, complete, change, focus }: Mounting): Mounted {
  const attributed = new Compartment();
  const attribute = (given: Record<string, string>) => EditorView.contentAttributes.of(given);
  const view = new EditorView({
    parent,
    doc: text,
    extensions: [
      languages[kind],
      syntaxHighlighting(COLOURS),
      history(),
      EditorView.cspNonce.of(document.querySelector<HTMLElement>("meta[property=csp-nonce]")?.nonce ?? ""),
      drawSelection(),
      EditorView.lineWrapping,
      closeBrackets(),
      autocompletion({ override: [(context) => completed(context, complete)], icons: false, maxRenderedOptions: 9, interactionDelay: 0 }),
      tooltips({ position: "fixed" }),
      kind === "expression" ? oneLine : [],
      EditorView.domEventHandlers({ beforeinput: typedOver }),
      Prec.high(keymap.of([{ key: "Tab", run: acceptCompletion }])),
      keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap, { key: "Mod-i", run: startCompletion }]),
      attributed.of(attribute(attributes)),
      EditorView.updateListener.of((update) => {
        if (update.docChanged && !update.transactions.some((one) => one.annotation(Transaction.remote)))
          change(update.state.doc.toString());
        if (update.focusChanged) focus(update.view.hasFocus);
      }),
    ],
  });
  return {
    setText: (next) => {
      if (next !== view.state.doc.toString())
        view.dispatch({
          changes: { from: 0, to: view.state.doc.length, insert: next },
          annotations: [Transaction.remote.of(true), Transaction.addToHistory.of(false)],
        });
    },
    setAttributes: (next) => view.dispatch({ effects: attributed.reconfigure(attribute(next)) }),
    setFault: (fault) => view.dispatch(setDiagnostics(view.state, fault ? [diagnostic(view, fault)] : [])),
    take: (anchor, head) => {
      view.focus();
      view.dispatch({ selection: { anchor: Math.min(anchor, view.state.doc.length), head: Math.min(head, view.state.doc.length) } });
      startCompletion(view);
    },
    destroy: () => view.destroy(),
  };
}

/** A condition is one line: what is pasted in is joined, and Enter takes an offer or does nothing. */
const oneLine = [
  EditorState.transactionFilter.of((change) => (change.isUserEvent("input") && change.newDoc.lines > 1 ? [] : change)),
  EditorView.clipboardInputFilter.of((text) => text.replace(/\s*\n\s*/g, " ")),
];

function diagnostic(view: EditorView, { position, message }: { position: number; message: string }) {
  const end = view.state.doc.length;
  const from = Math.min(position, Math.max(0, end - 1));
  const word = view.state.wordAt(from);
  return { from, to: Math.min(end, Math.max(from + 1, word?.to ?? 0)), severity: "error" as const, message };
}

async function completed(context: CompletionContext, complete: Mounting["complete"]): Promise<CompletionResult | null> {
  const found = await complete(context.state.doc.toString(), context.pos, context.explicit);
  if (!found || context.aborted) return null;
  const options: Completion[] = found.options.map(({ label, apply, detail, info, rank }) => ({
    label,
    detail,
    boost: rank,
    ...(apply === undefined ? {} : { apply }),
    ...(info === undefined ? {} : { info: () => described(info) }),
  }));
  return { from: found.from, options, validFor: /^[\w.]*$/ };
}

function described(info: string): HTMLElement {
  const box = document.createElement("div");
  for (const [place, line] of info.split("\n").entries()) {
    const part = document.createElement(place === 1 ? "p" : "code");
    part.textContent = line;
    box.append(part);
  }
  return box;
}
