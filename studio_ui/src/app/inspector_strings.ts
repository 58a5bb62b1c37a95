/** The words of the forms beside the canvas. */

import { catalogue } from "./catalogue";

export const inspectorStrings = catalogue("inspector", {
  more: (n: number) => `More settings (${n})`,
  names: {
    choose: "Choose…",
    none: "There is none yet.",
    unknown: (name: string) => `${name} (not there)`,
  },
  skills: {
    add: "Add a skill…",
    none: "This contact center has no skills.",
    level: (skill: string) => `Least level of ${skill}`,
  },
  prompt: { named: "Use a prompt of the environment", own: "Write the words here" },
  meanwhile: { silence: "Silence", music: "Music", sound: "A sound by its name", name: "Name of the sound", first: "sound" },
  help: {
    title: "Help and example",
    waits: "It waits.",
    atOnce: "It is done at once.",
    stands: (kinds: readonly string[]) => (kinds.length === 3 ? "" : `It stands in flows of kind ${kinds.join(" or ")} only.`),
    left: (outcomes: readonly string[]) => `It is left by ${outcomes.join(", ")}.`,
    optional: (outcome: string) => `${outcome} (need not be connected)`,
    end: "Nothing follows it.",
    plain: "As it says.",
    example: "An example",
    fill: "Fill in the example",
    did: (title: string) => `Fill in the example of ${title}`,
  },
  mapValue: "Value",
  value: {
    withCase: (title: string) => `With the test “${title}”:`,
    again: "then",
    none: (of: number) => (of === 0 ? "No test to try it with yet." : "No test comes to this step: what it gives cannot be shown."),
    unready: "What it gives is shown again when the flow can be run.",
  },
});
