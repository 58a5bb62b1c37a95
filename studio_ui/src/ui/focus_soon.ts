/** The focus for what is not drawn yet: a form whose script is still on its way, a card that comes into sight. */

const LONGEST_MS = 10_000; // then it does not come, and a focus that jumps would only startle

let giveUp: () => void = () => undefined;

/**
 * Gives the focus to what `find` finds, now or as soon as it is drawn. The wish ends with the next one, and when the
 * person goes elsewhere meanwhile, by pointer or by moving the focus.
 */
export function focusSoon(find: () => HTMLElement | null): void {
  giveUp();
  const until = performance.now() + LONGEST_MS;
  let frame = 0;
  const end = () => {
    cancelAnimationFrame(frame);
    for (const gesture of ELSEWHERE) window.removeEventListener(gesture, end, true);
  };
  const look = () => {
    const found = find();
    if (!found && performance.now() < until) return void (frame = requestAnimationFrame(look));
    end();
    found?.focus({ preventScroll: found.classList.contains("react-flow__node") }); // the canvas moves by itself
  };
  giveUp = end;
  for (const gesture of ELSEWHERE) window.addEventListener(gesture, end, true);
  look();
}

const ELSEWHERE = ["pointerdown", "focusin"] as const;
