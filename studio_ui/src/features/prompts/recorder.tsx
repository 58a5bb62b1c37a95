import { useEffect, useRef, useState } from "react";
import { promptsStrings } from "../../app/prompts_strings";
import { strings } from "../../app/strings";
import type { Json } from "../../document/json";
import { wordsOf } from "../../document/spoken";
import { Button, Dialog, languageTitle } from "../../ui";
import { asWav } from "./wav";

interface Props {
  name: string;
  language: string;
  value: Json | undefined;
  keep: (wav: Blob) => Promise<void>;
  close: () => void;
}

/** The words to say, a microphone, and what it heard, before it becomes the prompt's sound. */
export function Recorder({ name, language, value, keep, close }: Props) {
  const words = promptsStrings.recorder;
  const [heard, setHeard] = useState<{ wav: Blob; url: string } | null>(null);
  const [problem, setProblem] = useState("");
  const [seconds, setSeconds] = useState(-1);
  const running = useRef<MediaRecorder | null>(null);
  const gone = useRef(false);
  const texts = wordsOf(value ?? "").filter((one) => one.language === language);
  const spoken = texts.find((one) => one.channel !== "chat" && one.channel !== "message") ?? texts[0];
  const recording = seconds >= 0;
  useEffect(() => {
    if (!recording) return;
    const timer = window.setInterval(() => setSeconds((now) => now + 1), 1000);
    return () => window.clearInterval(timer);
  }, [recording]);
  useEffect(
    () => () => {
      gone.current = true;
      running.current?.stop();
    },
    [],
  );
  const start = async () => {
    setProblem("");
    try {
      const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
      if (gone.current || running.current) return stopAll(microphone); // it was allowed too late, or twice
      const recorder = new MediaRecorder(microphone);
      const parts: Blob[] = [];
      recorder.ondataavailable = (event) => parts.push(event.data);
      recorder.onstop = () => {
        stopAll(microphone);
        running.current = null;
        setSeconds(-1);
        asWav(new Blob(parts)).then(
          (wav) => setHeard({ wav, url: URL.createObjectURL(wav) }),
          () => setProblem(words.refused),
        );
      };
      running.current = recorder;
      recorder.start();
      setHeard(null);
      setSeconds(0);
    } catch {
      setProblem(words.refused);
    }
  };
  const actions = (
    <>
      <Button onClick={close}>{strings.cancel}</Button>
      <Button kind="main" disabled={!heard} onClick={() => heard && void keep(heard.wav).then(close)}>
        {words.use}
      </Button>
    </>
  );
  return (
    <Dialog title={words.title(name, languageTitle(language))} close={close} closeLabel={strings.close} actions={actions}>
      <p>{words.lead}</p>
      <p className="sound-words" lang={language} dir="auto">
        {spoken?.text}
      </p>
      <div className="row-of-buttons">
        {recording ? (
          <Button kind="danger" onClick={() => running.current?.stop()}>
            {words.stop}
          </Button>
        ) : (
          <Button onClick={() => void start()}>{heard ? words.again : words.start}</Button>
        )}
        <span role="status">{recording && words.running(seconds)}</span>
      </div>
      {heard && !recording && <audio controls src={heard.url} aria-label={words.listen} />}
      {problem && (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
    </Dialog>
  );
}

function stopAll(microphone: MediaStream): void {
  for (const track of microphone.getTracks()) track.stop();
}
