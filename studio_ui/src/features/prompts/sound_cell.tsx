import { useRef, useState } from "react";
import { sentence } from "../../api/client";
import { sounds } from "../../api/stock";
import { promptsStrings } from "../../app/prompts_strings";
import { Badge, Button, languageTitle, toast } from "../../ui";
import { useMay } from "../session";
import { changeBy, type Entry } from "../stock";
import { Recorder } from "./recorder";
import { soundOf, withSounds } from "./rows";
import { asWav } from "./wav";

interface Props {
  environment: string;
  name: string;
  language: string;
  entry: Entry;
}

/** The sound of a prompt's words: how it stands, played, recorded, brought in, taken away. */
export function SoundCell({ environment, name, language, entry }: Props) {
  const words = promptsStrings.sound;
  const title = languageTitle(language);
  const { file, state } = soundOf(entry.value, language, entry.findings);
  const mayEdit = useMay("edit", environment);
  const [recording, setRecording] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const keep = async (sound: Blob) => {
    try {
      await changeBy(name, (hash) => sounds.put(environment, name, language, sound, hash), withSounds); // of the words as they are stored
      toast(words.saved((sound.size - 44) / 32_000));
    } catch (fault) {
      toast(sentence(fault), "wrong");
    }
  };
  const bring = async (chosen: File) => {
    const wav = await asWav(chosen).catch(() => null);
    if (wav) await keep(wav);
    else toast(words.unreadable, "wrong");
  };
  const remove = async () => {
    try {
      await changeBy(name, (hash) => sounds.remove(environment, name, language, hash), withSounds);
      toast(words.removed);
    } catch (fault) {
      toast(sentence(fault), "wrong");
    }
  };
  return (
    <div className="sound">
      <Standing state={state} />
      {file && state !== "values" && <Play environment={environment} name={name} language={title} file={file} />}
      {mayEdit && state !== "values" && (
        <>
          <Button kind="quiet" aria-label={words.record(name, title)} title={words.record(name, title)} onClick={() => setRecording(true)}>
            ●
          </Button>
          <Button kind="quiet" aria-label={words.upload(name, title)} title={words.upload(name, title)} onClick={() => input.current?.click()}>
            ↥
          </Button>
          <input
            ref={input}
            type="file"
            hidden
            accept="audio/*,.wav"
            aria-label={words.upload(name, title)}
            onChange={(event) => {
              const chosen = event.target.files?.[0];
              event.target.value = "";
              if (chosen) void bring(chosen);
            }}
          />
        </>
      )}
      {mayEdit && file && (
        <Button kind="quiet" aria-label={words.remove(name, title)} title={words.remove(name, title)} onClick={() => void remove()}>
          ✕
        </Button>
      )}
      {recording && <Recorder name={name} language={language} value={entry.value} keep={keep} close={() => setRecording(false)} />}
    </div>
  );
}

function Standing({ state }: { state: string }) {
  const words = promptsStrings.sound;
  if (state === "fresh") return <Badge tone="good">{words.fresh}</Badge>;
  if (state === "stale") return <Badge tone="care">{words.stale}</Badge>;
  const [text, why] = state === "values" ? [words.values, words.valuesWhy] : [words.spoken, words.spokenWhy];
  return (
    <span className="row-soft" title={why}>
      {text}
    </span>
  );
}

function Play({ environment, name, language, file }: { environment: string; name: string; language: string; file: string }) {
  const words = promptsStrings.sound;
  const [playing, setPlaying] = useState<HTMLAudioElement | null>(null);
  const play = () => {
    if (playing) {
      playing.pause();
      return setPlaying(null);
    }
    const audio = new Audio(sounds.href(environment, file));
    audio.onended = () => setPlaying(null);
    audio.onerror = () => {
      setPlaying(null);
      toast(words.elsewhere, "wrong");
    };
    setPlaying(audio);
    audio.play().catch(() => setPlaying(null)); // onerror has told why
  };
  const label = playing ? words.stop(name, language) : words.play(name, language);
  return (
    <Button kind="quiet" aria-label={label} title={label} onClick={play}>
      {playing ? "■" : "▶"}
    </Button>
  );
}
