/** The words of the forms of a step and of a whole flow. */

import { catalogue } from "./catalogue";

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

export const formStrings = catalogue("form", {
  inspector: {
    title: (name: string) => `Step ${name}`,
    optional: "optional",
    none: "None",
    notJson: "This cannot be read as JSON.",
    expressionHint: "An expression, such as caller.known or vars.tries > 2",
    promptByName: "Name of a prompt of the environment",
    promptSays: (words: string) => `The environment’s prompt: “${words}”`,
    byLanguage: "One text per language",
    byChannel: "Per channel",
    addLanguage: (language: string) => `+ ${language}`,
    item: (n: number) => `${n}`,
    moveUp: (n: number) => `Move ${n} up`,
    remove: (what: string) => `Remove ${what}`,
    addItem: "+ Add",
    addEntry: "+ Add",
    key: "Key",
    goesTo: "Where each outcome goes",
    notConnected: "Not connected",
    climbs: (outcome: string) => (outcome === "error" ? "The flow’s own error handling" : "Ends there"),
    makeStart: "Make start",
    removeStep: "Remove",
    problems: (n: number) => count(n, "problem", "problems"),
    warnings: (n: number) => count(n, "warning", "warnings"),
    unknownType: (type: string) => `There is no step of type ${type} here.`,
  },
  flow: {
    lead: "What belongs to the flow as a whole. Click a step for its own form.",
    title: "Title",
    kind: "Kind",
    kinds: {
      entry: "Entry: dialogues begin here",
      subflow: "Subflow: other flows call it",
      treatment: "Treatment: runs while callers wait",
    } as Record<string, string>,
    start: "Begins at",
    on: { error: "When a step fails", hangup: "When the caller hangs up" },
    otherwise: { error: "The tenant’s apology, then the end", hangup: "The dialogue ends" },
    key: (key: string) => `Key ${key}, from every menu`,
    addKey: "A key for every menu",
    chooseKey: "Add a key…",
    noKey: "Means nothing",
    variables: "Variables",
    noVariables: "None yet. Expressions and prompts read a variable as vars.name.",
    addVariable: "+ Add a variable",
    variableName: "Name of the variable",
    typeOf: (name: string) => `Type of ${name}`,
    begins: "Begins as",
    sensitive: "Sensitive: kept out of traces and tests",
    names: { inputs: "Inputs", outputs: "Outputs", exits: "Exits" },
    namesHint: {
      inputs: "Variables that the caller of this flow fills.",
      outputs: "Variables that the caller of this flow gets back.",
      exits: "Names of the ways out, as Return steps use them.",
    },
  },
});
