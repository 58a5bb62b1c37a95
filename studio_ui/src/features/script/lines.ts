/** The script of a flow: its steps in reading order, each with all that it says. */

import type { Flow, FlowNode, NodeType, Palette } from "../../document/flow";
import type { JsonObject } from "../../document/json";
import { titleOf } from "../../document/flow";
import { readingOrder, type Met } from "../../document/reading_order";
import { outcomeLabel, promptName } from "../../document/select";
import { lacks, languagesOf, spokenIn, wordsOf, type Spoken } from "../../document/spoken";

export interface ScriptStep extends Met {
  node: FlowNode;
  type: NodeType | undefined;
  title: string;
  says: readonly Spoken[];
}

export function stepsOf(flow: Flow, palette: Palette): ScriptStep[] {
  return readingOrder(flow, palette).flatMap((met) => {
    const node = flow.nodes[met.id];
    if (!node) return [];
    const type = palette[node.type];
    return [{ ...met, node, type, title: titleOf(met.id, node), says: spokenIn(node, type) }];
  });
}

/** Every language in which some step has words, those of the tenant first. */
export function languagesIn(steps: readonly ScriptStep[], first: readonly string[]): string[] {
  const used = steps.flatMap((step) => step.says.flatMap(({ value }) => languagesOf(value)));
  return [...new Set([...first, ...used])].filter(Boolean);
}

/** How many prompts lack this language. */
export function holesIn(steps: readonly ScriptStep[], languages: readonly string[]): number {
  const says = steps.flatMap((step) => step.says);
  return languages.reduce((sum, language) => sum + says.filter(({ value }) => lacks(value, language)).length, 0);
}

/** Those steps, with those prompts, that are looked for. */
export function narrowed(
  steps: readonly ScriptStep[],
  wanted: { languages: readonly string[]; holes: boolean; find: string; named: JsonObject },
): ScriptStep[] {
  const find = wanted.find.trim().toLocaleLowerCase();
  const matches = (value: Spoken["value"]) => {
    const name = promptName(value);
    const said = [...wordsOf(value), ...(name ? wordsOf(wanted.named[name] ?? "") : [])].map((words) => words.text);
    return [name, ...said].some((text) => text.toLocaleLowerCase().includes(find));
  };
  return steps.flatMap((step) => {
    const whole = find === "" || step.title.toLocaleLowerCase().includes(find);
    const says = step.says.filter(
      ({ value }) =>
        (whole || matches(value)) && (!wanted.holes || wanted.languages.some((language) => lacks(value, language))),
    );
    return says.length > 0 ? [{ ...step, says }] : [];
  });
}

/** What a prompt is for, in a few words: the field's own, and for a part of a list or map which one. */
export function aboutOf(step: ScriptStep, said: Spoken): string {
  const [field, key, ...rest] = said.path;
  if (rest.length === 0) return said.about || String(field ?? "");
  const which = field === "choices" ? outcomeLabel(step.node, String(key)) : `${Number(key) + 1 || String(key)}`;
  return `${said.about || String(rest.at(-1))} (${which})`;
}
