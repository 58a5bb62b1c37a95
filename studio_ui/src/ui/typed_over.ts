/** What every editor for code needs under our policy of styles; apart from the others, for it comes with the editors. */

import { EditorView } from "@codemirror/view";

/** A browser that types over coloured text wants to keep its colour by a style of its own, which our policy forbids. */
export function typedOver(event: InputEvent, view: EditorView): boolean {
  const { from, to, empty } = view.state.selection.main;
  const { data } = event;
  if (event.inputType !== "insertText" || event.isComposing || empty || data === null) return false;
  const insert = () => view.state.update(view.state.replaceSelection(data), { userEvent: "input.type", scrollIntoView: true });
  if (!view.state.facet(EditorView.inputHandler).some((handler) => handler(view, from, to, data, insert))) view.dispatch(insert());
  event.preventDefault();
  return true;
}
