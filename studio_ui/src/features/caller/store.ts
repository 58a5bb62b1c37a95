/** One caller's side of one dialogue: what was heard and said, and what is asked of them; it outlives a reload. */

import { create, type StoreApi, type UseBoundStore } from "zustand";
import { ApiError, sentence } from "../../api/client";
import type { Connection, Standing } from "../../api/socket";
import type { Choice, Command } from "../../api/types";
import { send, stream, visit, type Arrival } from "../../api/visit";
import type { JsonObject } from "../../document/json";
import { callStrings } from "../../app/call_strings";
import { follow } from "../trace";
import { noteOf, wordsOf } from "./notes";
import { Speaker } from "./speaker";
import { Tape } from "./tape";

export interface Line {
  n: number;
  who: "flow" | "agent" | "caller" | "note";
  text: string;
}

export interface CallerState {
  standing: "idle" | "arriving" | "talking" | "ended";
  link: Standing;
  tenant: string;
  dialogue: string;
  address: string;
  n: number;
  lines: Line[];
  choices: Choice[];
  asks: "" | "choice" | "digits" | "text";
  music: boolean;
  agentName: string;
  held: boolean; // in mid-conversation
  speaking: boolean;
  recording: boolean; // the caller's message
  away: boolean; // off the line, to be called back
  aloud: boolean;
  skip: boolean;
  problem: string;
}

const IDLE: CallerState = {
  standing: "idle",
  link: "connecting",
  tenant: "",
  dialogue: "",
  address: "",
  n: 0,
  lines: [],
  choices: [],
  asks: "",
  music: false,
  agentName: "",
  held: false,
  speaking: false,
  recording: false,
  away: false,
  aloud: false,
  skip: false,
  problem: "",
};

export interface Caller {
  use: UseBoundStore<StoreApi<CallerState>>;
  arrive: (tenant: string, arrival: Arrival) => Promise<void>;
  key: (key: string) => void;
  write: (text: string) => void;
  button: (choice: Choice) => void;
  hangUp: () => void;
  clear: () => void;
  resume: () => void;
}

export function caller(channel: "voice" | "chat"): Caller {
  const use = create<CallerState>(() => ({ ...IDLE, ...remembered(channel), speaking: false }));
  const { getState: now, setState } = use;
  let connection: Connection | undefined;
  use.subscribe((state) => remember(channel, state));

  let told: Promise<unknown> = Promise.resolve();
  /** One after the other: digits that overtake each other would be another number. */
  const tell = (event: JsonObject) => {
    const { tenant, dialogue } = now();
    told = told.then(() => send(tenant, dialogue, event)).catch((fault: unknown) => refused(fault));
  };
  const refused = (fault: unknown) => {
    const gone = fault instanceof ApiError && (fault.status === 404 || fault.status === 401);
    if (gone) end(callStrings.caller.goneAway);
    else setState({ problem: sentence(fault) });
  };
  const line = (who: Line["who"], text: string) =>
    setState((state) => ({ lines: [...state.lines, { n: state.lines.length, who, text }] }));

  let ending = "";
  const end = (reason: string) => {
    connection?.close();
    line("note", reason);
    tape.forget();
    const over = { recording: false, away: false, held: false, music: false, speaking: false };
    setState({ standing: "ended", choices: [], asks: "", agentName: "", ...over });
  };
  const speaker = new Speaker(
    now,
    (n, interrupted) => {
      if (!ending) tell({ type: "PlaybackFinished", n, interrupted }); // after the end nobody waits for it
    },
    () => {
      setState({ speaking: false });
      tape.tone();
      if (ending) end(ending);
    },
  );
  const tape = new Tape(Date.now, (event) => {
    setState({ recording: false });
    tell(event);
  });

  const render = (n: number, command: Command) => {
    setState({ n, problem: "" });
    const note = noteOf(command);
    if (note) line("note", note);
    switch (command.type) {
      case "RecordSound":
        tape.ask({ wait: command.wait ?? 0, maxS: command.max_s ?? 60, terminator: command.terminator ?? "" }, speaker.speaking);
        return setState({ recording: true, music: false, choices: [], asks: "" });
      case "Say":
      case "Ask":
        return speak(n, command);
      case "PlayMusic":
        if (!now().music) line("note", callStrings.caller.music);
        return setState({ music: true, choices: [], asks: "" });
      case "StopPlayback":
        speaker.stop();
        return setState({ music: false });
      case "Connect": {
        const agentName = command.agent_name || command.agent || "";
        line("note", callStrings.caller.connected(agentName));
        return setState({ agentName, held: false, away: false, music: false, choices: [], asks: "" });
      }
      case "SetHold":
        line("note", command.held ? callStrings.caller.held(now().agentName) : callStrings.caller.unheld(now().agentName));
        return setState({ held: command.held ?? false });
      case "Disconnect":
        line("note", callStrings.caller.disconnected);
        return setState({ agentName: "", held: false });
      case "HangUp":
        if (command.reason === "callback") return setState({ away: true, music: false, choices: [], asks: "" });
        ending = callStrings.caller.ended(command.reason ?? "");
        if (!speaker.speaking) end(ending);
    }
  };
  const speak = (n: number, command: Command) => {
    const text = command.text ?? "";
    if (text || command.sound) line(command.speaker ?? "flow", wordsOf(command));
    const accept = command.type === "Ask" ? command.accept : undefined;
    setState({ choices: accept?.choices ?? [], asks: accept?.kind ?? "", music: false, speaking: channel === "voice" });
    if (command.speaker === "agent") return setState({ speaking: false });
    if (channel === "chat") return tell({ type: "PlaybackFinished", n, interrupted: false });
    speaker.say({ n, text, language: command.language ?? "en", interruptible: command.interruptible ?? true });
  };

  const attach = (ticket?: string) => {
    connection?.close();
    const { tenant, dialogue } = now();
    connection = stream(
      {
        tenant,
        dialogue,
        after: () => now().n,
        command: render,
        standing: (link) => {
          setState({ link });
          if (link === "refused") end(callStrings.caller.goneAway);
        },
      },
      ticket,
    );
  };

  return {
    use,
    arrive: async (tenant, arrival) => {
      ending = "";
      setState({ ...IDLE, standing: "arriving", tenant, address: arrival.address, aloud: now().aloud, skip: now().skip });
      try {
        const { dialogue, ticket } = await visit(tenant, arrival);
        setState({ standing: "talking", dialogue });
        attach(ticket);
        await follow(dialogue);
      } catch (fault) {
        setState({ standing: "idle", problem: sentence(fault) });
      }
    },
    key: (key) => {
      if (tape.key(key)) return;
      tell({ type: "KeyPressed", key });
      speaker.interrupt();
      const last = now().lines.at(-1);
      const typing = last?.who === "caller" && /^[0-9*#]+$/.test(last.text);
      if (typing) setState((state) => ({ lines: [...state.lines.slice(0, -1), { ...last, text: last.text + key }] }));
      else line("caller", key);
    },
    write: (text) => {
      line("caller", text);
      setState({ choices: [] });
      tell({ type: "TextReceived", text });
    },
    button: (choice) => {
      line("caller", choice.label);
      setState({ choices: [] });
      tell({ type: "ButtonPressed", value: choice.key });
    },
    hangUp: () => {
      tape.end("hung_up"); // whoever hangs up has left the message
      tell({ type: "CallerHungUp", cause: "normal" });
      speaker.stop();
      end(callStrings.caller.youHungUp);
    },
    clear: () => {
      connection?.close();
      tape.forget();
      speaker.stop();
      ending = "";
      setState({ ...IDLE, aloud: now().aloud, skip: now().skip });
    },
    resume: () => {
      if (now().standing !== "talking") return;
      attach();
      void follow(now().dialogue);
    },
  };
}

function remembered(channel: string): Partial<CallerState> {
  try {
    const kept = JSON.parse(sessionStorage.getItem(`caller.${channel}`) ?? "{}") as Partial<CallerState>;
    return kept.standing === "arriving" ? {} : kept;
  } catch {
    return {};
  }
}

function remember(channel: string, state: CallerState): void {
  try {
    sessionStorage.setItem(`caller.${channel}`, JSON.stringify(state));
  } catch {
    // without storage the dialogue does not outlive a reload; all else works
  }
}
