/** What a caller's channel does beyond speaking, in words for the transcript. */

import type { Command } from "../../api/types";
import { callStrings } from "../../app/call_strings";

/** The line that a command is worth; "" for one that says nothing by itself. */
export function noteOf(command: Command): string {
  const told = callStrings.caller;
  switch (command.type) {
    case "RecordSound":
      return told.recordMessage(command.terminator || "");
    case "Dial":
      return told.dialling(command.to ?? "");
    case "SetRecording":
      return told.recording[command.action ?? ""] ?? "";
    case "HangUp":
      return command.reason === "callback" ? told.willCall : "";
    case "Connect":
      return command.calls_back ? told.callsBack : "";
    default:
      return "";
  }
}

/** What is heard: the words, or the recording in whose place they stand. */
export function wordsOf(command: Command): string {
  const text = command.text ?? "";
  return command.sound ? callStrings.caller.plays(command.sound.replaceAll("_", " "), text) : text;
}
