/** Carrying a step from the column to the paper, by mouse, pen or finger: pointer events, so that touch works alike. */

import { useCallback, type PointerEvent as ReactPointerEvent } from "react";
import type { NodeType } from "../../document/flow";
import { showOver, usePaper, type Point } from "./paper";
import { addStep } from "./store";

const BEGINS_PX = 6;

export function useGrab(): (type: NodeType, event: ReactPointerEvent<HTMLElement>) => void {
  return useCallback((type, event) => {
    if (event.button === 0 && event.isPrimary) carry(type, event.currentTarget, event);
  }, []);
}

function carry(type: NodeType, row: HTMLElement, start: ReactPointerEvent): void {
  const [x, y, pointer] = [start.clientX, start.clientY, start.pointerId];
  let ghost: HTMLElement | null = null;
  const move = (event: PointerEvent) => {
    if (event.pointerId !== pointer) return;
    if (!ghost && Math.hypot(event.clientX - x, event.clientY - y) < BEGINS_PX) return;
    ghost ??= lifted(row, pointer);
    ghost.style.transform = `translate(${event.clientX - 16}px, ${event.clientY - 14}px)`;
    showOver(usePaper.getState().paper?.wireAt(event) ?? null);
    event.preventDefault();
  };
  const drop = (event: PointerEvent) => {
    if (event.pointerId !== pointer) return;
    const carried = ghost !== null;
    end();
    if (!carried) return;
    swallowClick(row);
    put(type, event);
  };
  const cancel = (event: Event) => {
    if (!(event instanceof KeyboardEvent) || event.key === "Escape") end();
  };
  const end = () => {
    ghost?.remove();
    ghost = null;
    showOver(null);
    window.removeEventListener("pointermove", move);
    window.removeEventListener("pointerup", drop);
    window.removeEventListener("pointercancel", cancel);
    window.removeEventListener("keydown", cancel);
  };
  window.addEventListener("pointermove", move);
  window.addEventListener("pointerup", drop);
  window.addEventListener("pointercancel", cancel);
  window.addEventListener("keydown", cancel);
}

/** A drag by mouse ends in a click on the row, which would add the step again. */
function swallowClick(row: HTMLElement): void {
  const swallow = (click: Event) => click.stopPropagation();
  row.addEventListener("click", swallow, { capture: true });
  window.setTimeout(() => row.removeEventListener("click", swallow, { capture: true }), 0);
}

function put(type: NodeType, point: Point): void {
  const { paper } = usePaper.getState();
  const at = paper?.place(point);
  if (!paper || !at) return;
  const on = paper.wireAt(point);
  addStep(type, on ? { at, on } : { at });
}

/** What the pointer carries looks like the row that it came from. */
function lifted(row: HTMLElement, pointer: number): HTMLElement {
  const ghost = row.cloneNode(true) as HTMLElement;
  ghost.removeAttribute("id");
  ghost.setAttribute("aria-hidden", "true");
  ghost.classList.add("palette-carried");
  document.body.append(ghost);
  row.setPointerCapture(pointer);
  return ghost;
}
