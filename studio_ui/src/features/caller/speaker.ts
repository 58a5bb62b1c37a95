/** Speaks one thing after the other: aloud where the browser can and the listener wants it, else by the clock. */

export interface Speech {
  n: number;
  text: string;
  language: string;
  interruptible: boolean;
}

export interface Hearing {
  aloud: boolean;
  skip: boolean;
}

const PER_LETTER_MS = 45;
const LONGEST_MS = 6000;
const SKIPPED_MS = 120;

export class Speaker {
  private readonly line: Speech[] = [];
  private current: Speech | undefined;
  private timer: number | undefined;

  constructor(
    private readonly hearing: () => Hearing,
    private readonly finished: (n: number, interrupted: boolean) => void,
    private readonly silent: () => void,
  ) {}

  get speaking(): boolean {
    return this.current !== undefined;
  }

  say(speech: Speech): void {
    this.line.push(speech);
    if (!this.current) this.next();
  }

  /** A key or word of the caller: cuts what may be cut. */
  interrupt(): void {
    if (!this.current?.interruptible) return;
    let last = this.current.n;
    while (this.line[0]?.interruptible) last = this.line.shift()?.n ?? last;
    this.hush();
    this.finished(last, true);
    this.next();
  }

  /** Silence at once; what was still to be said is forgotten. */
  stop(): void {
    const spoken = this.current;
    this.line.length = 0;
    this.hush();
    if (spoken) this.finished(spoken.n, true);
    this.silent();
  }

  private hush(): void {
    clearTimeout(this.timer);
    this.current = undefined;
    if ("speechSynthesis" in window) speechSynthesis.cancel();
  }

  private next(): void {
    const speech = this.line.shift();
    this.current = speech;
    if (!speech) return this.silent();
    const { aloud, skip } = this.hearing();
    const done = () => {
      if (this.current !== speech) return;
      clearTimeout(this.timer);
      this.current = undefined;
      this.finished(speech.n, false);
      this.next();
    };
    const clockMs = skip ? SKIPPED_MS : Math.min(400 + speech.text.length * PER_LETTER_MS, LONGEST_MS);
    if (!aloud || skip || !("speechSynthesis" in window)) {
      this.timer = window.setTimeout(done, clockMs);
      return;
    }
    const utterance = new SpeechSynthesisUtterance(speech.text);
    utterance.lang = speech.language;
    utterance.onend = done;
    utterance.onerror = done;
    this.timer = window.setTimeout(done, clockMs * 4 + 2000); // some browsers never say that they are done
    speechSynthesis.speak(utterance);
  }
}
