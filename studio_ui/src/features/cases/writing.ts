/** Writing tests: each act reads the file anew and writes it against what was read. */

import { caseFiles } from "../../api/cases";
import { ApiError, sentence } from "../../api/client";
import { casesStrings } from "../../app/cases_strings";
import { isObject, parseJson, writeJson, type Json, type JsonObject } from "../../document/json";
import { toast } from "../../ui";
import { currentFlow, keyOf } from "../editing";
import { caseNames, caseOf, freeName, freshCase, freshFile, withCase, withCopy, withoutCase } from "./document";
import { runCases, useCases } from "./store";
import { forgetTyped, keepTyped, leaveWriting, typedBefore, useWriting, type Writing } from "./writing_store";

const textOf = (value: Json | undefined): string => writeJson(value ?? null, 2);

let asked = 0; // what is answered to an older wish to write is dropped

/** Open a test as text; without a name the whole file. */
export async function write(file: string, name: string): Promise<void> {
  const open = currentFlow();
  if (!open) return;
  const mine = (asked += 1);
  await told(async () => {
    const { document, hash } = await caseFiles.get(open.environment, open.name, file);
    if (mine !== asked) return;
    const key = keyOf(open.environment, open.name);
    const text = typedBefore(key, file, name) ?? textOf(name ? caseOf(document, name) : document);
    useWriting.setState({ writing: { key, file, name, read: document, hash, text, isFresh: false }, stale: false, problem: "" });
    typed(text);
  });
}

/** A new test in the file of the chosen one, else in a file of the flow's own. */
export async function newTest(): Promise<void> {
  const open = currentFlow();
  if (!open) return;
  const mine = (asked += 1);
  await told(async () => {
    const key = keyOf(open.environment, open.name);
    const files = await caseFiles.all(open.environment, open.name);
    const chosen = useCases.getState().chosen.split("\n")[0] ?? "";
    const file = chosen in files ? chosen : (Object.keys(files)[0] ?? `${open.name}.json`);
    const known = file in files;
    const { document, hash } = known ? await caseFiles.get(open.environment, open.name, file) : { document: freshFile(open.name), hash: "" };
    if (mine !== asked) return;
    const name = freeName(casesStrings.newName, caseNames(document));
    const text = textOf(freshCase(open.history.doc.flow.start));
    useWriting.setState({ writing: { key, file, name, read: document, hash, text, isFresh: true }, stale: false, problem: "" });
    typed(text);
  });
}

/** What is typed is tried at once, beside the other tests; what is no JSON yet says so. */
export function typed(text: string): void {
  const { writing } = useWriting.getState();
  if (!writing) return;
  const now = { ...writing, text };
  const { document, problem } = documentOf(now);
  useWriting.setState({ writing: now, problem });
  keepTyped(now);
  if (document) tryOut(now.key, { [now.file]: document });
}

export function named(name: string): void {
  const { writing } = useWriting.getState();
  if (writing) useWriting.setState({ writing: { ...writing, name } });
}

function documentOf(writing: Writing): { document: JsonObject | null; problem: string } {
  let value: Json;
  try {
    value = parseJson(writing.text);
  } catch (fault) {
    return { document: null, problem: casesStrings.notJson(sentence(fault)) };
  }
  if (!isObject(value)) return { document: null, problem: casesStrings.notObject };
  return { document: writing.name ? withCase(writing.read, writing.name, value) : value, problem: "" };
}

function tryOut(key: string, files: Record<string, JsonObject>): void {
  useCases.setState((state) => ({ edited: { ...state.edited, [key]: files } }));
  void runCases();
}

/** Give up what was typed. */
export function giveUp(): void {
  const { writing } = useWriting.getState();
  if (!writing) return;
  forgetTyped(writing);
  leaveWriting();
  tryOut(writing.key, {});
}

let line: Promise<void> = Promise.resolve();

/** Write the file; `over` whatever somebody else wrote meanwhile. One after the other: the second has nothing to do, or what was typed since. */
export function saveWriting(over = false): Promise<void> {
  line = line.then(() => saveNow(over));
  return line;
}

async function saveNow(over: boolean): Promise<void> {
  const { writing } = useWriting.getState();
  if (!writing) return;
  const [environment = "", flow = ""] = writing.key.split("/"); // another flow may be open by now
  if (writing.isFresh && caseNames(writing.read).includes(writing.name)) {
    useWriting.setState({ problem: casesStrings.nameTaken(writing.name) });
    return;
  }
  const { document, problem } = documentOf(writing);
  if (!document) {
    useWriting.setState({ problem });
    return;
  }
  let hash = "";
  try {
    hash = (await caseFiles.put(environment, flow, writing.file, document, over ? "*" : writing.hash)).hash;
  } catch (fault) {
    const stale = fault instanceof ApiError && (fault.status === 412 || fault.status === 409);
    useWriting.setState({ stale, problem: stale ? casesStrings.stale : sentence(fault) });
    return;
  }
  toast(casesStrings.saved(writing.file));
  const now = useWriting.getState().writing;
  if (now && now !== writing) return goOn(now, writing, document, hash);
  forgetTyped(writing);
  useCases.setState({ chosen: `${writing.file}\n${writing.name}\n` });
  leaveWriting();
  tryOut(writing.key, {});
}

/** What was typed meanwhile stays open, on the file as it is now. */
function goOn(now: Writing, saved: Writing, read: JsonObject, hash: string): void {
  if (now.key !== saved.key || now.file !== saved.file || now.isFresh !== saved.isFresh) return;
  useWriting.setState({ writing: { ...now, read, hash, isFresh: false }, stale: false });
}

export async function readAgain(): Promise<void> {
  const { writing } = useWriting.getState();
  if (!writing) return;
  forgetTyped(writing);
  await write(writing.file, writing.isFresh ? "" : writing.name);
}

export async function duplicate(file: string, name: string): Promise<void> {
  await change(file, (document) => {
    const copy = freeName(casesStrings.copyOf(name), caseNames(document));
    useCases.setState({ chosen: `${file}\n${copy}\n` });
    return withCopy(document, name, copy);
  });
}

/** Without a name the whole file. What is deleted can be put back. */
export async function remove(file: string, name: string): Promise<void> {
  const before = await change(file, (document) => (name && caseNames(document).length > 1 ? withoutCase(document, name) : null));
  const open = currentFlow();
  if (!before || !open) return;
  const { environment, name: flow } = open;
  const putBack = () => told(() => caseFiles.put(environment, flow, file, before, "*").then(() => runCases()));
  const words = name ? casesStrings.removed(name, file) : casesStrings.removedFile(file);
  useCases.setState({ chosen: "", deleted: { words, putBack: () => void putBack() } });
}

export async function rename(file: string, name: string, next: string): Promise<void> {
  await change(file, (document) => withCase(document, next, caseOf(document, name) ?? {}, name));
  useCases.setState({ chosen: `${file}\n${next}\n` });
}

export async function renameFile(file: string, next: string): Promise<boolean> {
  const open = currentFlow();
  if (!open) return false;
  return told(async () => {
    const { document, hash } = await caseFiles.get(open.environment, open.name, file);
    await caseFiles.put(open.environment, open.name, next, document, "");
    await caseFiles.remove(open.environment, open.name, file, hash);
    useCases.setState({ chosen: "" });
    await runCases();
  });
}

/** Read, change and write a file (null removes it); what it was before, or null if that was refused. */
async function change(file: string, apply: (document: JsonObject) => JsonObject | null): Promise<JsonObject | null> {
  const open = currentFlow();
  if (!open) return null;
  let before: JsonObject | null = null;
  const done = await told(async () => {
    const { document, hash } = await caseFiles.get(open.environment, open.name, file);
    const after = apply(document);
    if (after) await caseFiles.put(open.environment, open.name, file, after, hash);
    else await caseFiles.remove(open.environment, open.name, file, hash);
    before = document;
    await runCases();
  });
  return done ? before : null;
}

async function told(run: () => Promise<unknown>): Promise<boolean> {
  try {
    await run();
    return true;
  } catch (fault) {
    toast(sentence(fault), "wrong");
    return false;
  }
}
