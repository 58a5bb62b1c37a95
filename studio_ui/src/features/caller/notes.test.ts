import { expect, test } from "vitest";
import { noteOf, wordsOf } from "./notes";

test.each([
  [{ type: "RecordSound", terminator: "#" }, "Recording your message: press # to end"],
  [{ type: "RecordSound", terminator: "" }, "Recording your message: hang up to end"],
  [{ type: "Dial", to: "+442079460123" }, "Calling +442079460123"],
  [{ type: "SetRecording", action: "start" }, "This call is recorded."],
  [{ type: "SetRecording", action: "pause" }, "Recording is paused."],
  [{ type: "HangUp", reason: "callback" }, "You are off the line and keep your place. The phone will ring."],
  [{ type: "HangUp", reason: "completed" }, ""],
  [{ type: "Connect", calls_back: true }, "Your phone rings: this is your call back."],
  [{ type: "Connect" }, ""],
  [{ type: "StopPlayback" }, ""],
])("%o", (command, note) => {
  expect(noteOf(command)).toBe(note);
});

test("a recording stands in place of its words", () => {
  expect(wordsOf({ type: "Say", text: "We open at nine.", sound: "opening_times" })).toBe("♪ opening times: We open at nine.");
  expect(wordsOf({ type: "Say", text: "", sound: "jingle" })).toBe("♪ jingle");
  expect(wordsOf({ type: "Say", text: "Hello" })).toBe("Hello");
});
