/** In place of d3-transition until the first gesture: whatever the canvas library would let glide is there at once. */

import { selection as selections } from "d3-selection";
import { withTheRest } from "../ui";

type Way = (this: Element, ...given: unknown[]) => unknown;
type Chosen = { each: (act: Way) => unknown };

/** What d3-zoom and the canvas library ask of a transition. */
class AtOnce {
  private readonly acts: Record<string, Way[]> = {};

  constructor(private readonly chosen: Chosen) {}

  readonly selection = (): Chosen => this.chosen;
  readonly duration = (): this => this;
  readonly ease = (): this => this;

  on(names: string, act: Way): this {
    for (const name of names.split(" ")) (this.acts[name.split(".")[0] ?? ""] ??= []).push(act);
    return this;
  }

  call(act: (glide: this, ...given: unknown[]) => unknown, ...given: unknown[]): this {
    act(this, ...given);
    return this;
  }

  tween(_: string, begin: Way): this {
    const { start = [], end = [] } = this.acts;
    this.chosen.each(function (...given) {
      for (const act of start) act.apply(this, given);
      (begin.apply(this, given) as (share: number) => void)(1);
      for (const act of end) act.apply(this, given);
    });
    return this;
  }
}

let stop: (node: Element) => void = () => undefined;
export const interrupt = (node: Element): void => stop(node);

Object.assign(selections.prototype, {
  interrupt(this: Chosen) {
    return this;
  },
  transition(this: Chosen) {
    return new AtOnce(this);
  },
});

/** It puts its own in place of these two. */
withTheRest(() => import("d3-transition").then((real) => void (stop = real.interrupt)));
