/** The caller's side of a message that is left: when it began, and what ends it. */

import type { JsonObject } from "../../document/json";

export interface Asked {
  wait: number;
  maxS: number;
  terminator: string;
}

export class Tape {
  private asked: Asked | undefined;
  private sinceMs = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly now: () => number,
    private readonly report: (event: JsonObject) => void,
  ) {}

  /** A message is asked for; the tone comes when nothing is being spoken any more. */
  ask(asked: Asked, speaking: boolean): void {
    this.asked = asked;
    this.sinceMs = 0;
    if (!speaking) this.tone();
  }

  get waits(): boolean {
    return this.asked !== undefined;
  }

  get runs(): boolean {
    return this.asked !== undefined && this.sinceMs > 0;
  }

  tone(): void {
    if (!this.asked || this.sinceMs > 0) return;
    this.sinceMs = this.now();
    this.timer = setTimeout(() => this.end("max"), this.asked.maxS * 1000);
  }

  /** Whether the key belongs to the message: while it is recorded no key is an answer. */
  key(key: string): boolean {
    if (!this.asked) return false;
    if (key === this.asked.terminator) this.end("terminator");
    return true;
  }

  end(why: "terminator" | "max" | "hung_up"): void {
    const asked = this.asked;
    if (!asked) return;
    const durationMs = this.sinceMs > 0 ? Math.min(this.now() - this.sinceMs, asked.maxS * 1000) : 0;
    this.forget();
    this.report({ type: "SoundRecorded", wait: asked.wait, duration_ms: Math.round(durationMs), why });
  }

  forget(): void {
    clearTimeout(this.timer);
    this.asked = undefined;
    this.sinceMs = 0;
  }
}
