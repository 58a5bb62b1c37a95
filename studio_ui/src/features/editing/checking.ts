/**
 * Problems as one types: whatever changed an open flow, its findings follow, one question at a time. A change is sent
 * before it is drawn; what is typed until the answer is one question again.
 */

import { ApiError, isAway } from "../../api/client";
import { flows } from "../../api/studio";
import type { Finding, Fix } from "../../api/types";
import { strings } from "../../app/strings";
import type { JsonObject } from "../../document/json";
import { onceDrawn, toast } from "../../ui";
import { may, useSession } from "../session";
import { act, change, useEditing, type OpenFlow } from "./store";

const RETRY_MS = 3000;
const waiting = new Map<string, number>();
const asking = new Map<string, Promise<void>>();
let begun = false; // the first card comes first

const isDue = (open: OpenFlow): boolean => open.release === undefined && open.checked !== open.history.doc.flow;

function look(): void {
  if (!begun || !may("check")) return;
  for (const [key, open] of Object.entries(useEditing.getState().open)) if (isDue(open) && !asking.has(key) && !waiting.has(key)) void begin(key);
}

function soon(key: string, ms: number): void {
  if (waiting.has(key)) return;
  waiting.set(key, window.setTimeout(() => void begin(key), ms));
}

function begin(key: string): Promise<void> {
  clearTimeout(waiting.get(key));
  waiting.delete(key);
  const running = asking.get(key) ?? check(key).finally(() => asking.delete(key));
  asking.set(key, running);
  return running.then(look);
}

async function check(key: string): Promise<void> {
  const open = useEditing.getState().open[key];
  if (!open) return;
  const checked = open.history.doc.flow;
  try {
    const { findings } = await flows.check(open.environment, open.name, checked as unknown as JsonObject);
    change(key, { findings, checked });
  } catch (fault) {
    if (isAway(fault)) return soon(key, RETRY_MS);
    change(key, { checked, ...(fault instanceof ApiError && fault.findings.length > 0 ? { findings: fault.findings } : {}) });
  }
}

/** Does what a fix says, as one undoable change. What was typed since it was offered is looked at first. */
export async function applyFix(finding: Finding, fix: Fix): Promise<void> {
  const { current } = useEditing.getState();
  const isFresh = (open: OpenFlow | undefined): open is OpenFlow => open !== undefined && !isDue(open);
  for (let tries = 0; tries < 2 && !isFresh(useEditing.getState().open[current]); tries += 1) await begin(current);
  const open = useEditing.getState().open[current];
  const now = isFresh(open) && useEditing.getState().current === current ? sameFix(open.findings, finding, fix) : undefined;
  if (now) act({ do: "fix", edits: now.edits }, now.title);
  else toast(strings.problems.changed, "wrong");
}

function sameFix(findings: readonly Finding[], { code, path }: Finding, { title }: Fix): Fix | undefined {
  const found = findings.filter((other) => other.code === code && other.path === path);
  return found.flatMap((other) => other.fixes ?? []).find((other) => other.title === title);
}

useEditing.subscribe(look);
useSession.subscribe(look);
void onceDrawn().then(() => {
  begun = true;
  look();
});
