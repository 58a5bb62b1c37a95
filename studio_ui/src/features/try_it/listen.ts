/** The browser's own speech recognition, where it has one. Chrome's sends the sound to its maker's service. */

interface Recognition {
  lang: string;
  interimResults: boolean;
  onresult: ((event: { results: ArrayLike<ArrayLike<{ transcript: string }>> }) => void) | null;
  onend: (() => void) | null;
  onerror: (() => void) | null;
  start: () => void;
}

type Maker = new () => Recognition;

function maker(): Maker | undefined {
  const known = window as unknown as { SpeechRecognition?: Maker; webkitSpeechRecognition?: Maker };
  return known.SpeechRecognition ?? known.webkitSpeechRecognition;
}

export const canListen = (): boolean => maker() !== undefined;

/** One utterance: `heard` with the words as they come, `done` when it is over, and whether anything was understood. */
export function listen(language: string, heard: (text: string) => void, done: (understood: boolean) => void): void {
  const Made = maker();
  if (!Made) return done(false);
  const recognition = new Made();
  let understood = false;
  recognition.lang = language || "en";
  recognition.interimResults = true;
  recognition.onresult = ({ results }) => {
    const words = Array.from(results, (result) => result[0]?.transcript ?? "").join(" ");
    understood = words.trim() !== "";
    heard(words.trim());
  };
  recognition.onerror = () => undefined; // the end follows, and tells
  recognition.onend = () => done(understood);
  recognition.start();
}
