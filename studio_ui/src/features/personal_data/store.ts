/** The person who is looked for, what is kept of them, and what was erased. It lives as long as the page. */

import { create } from "zustand";
import { sentence } from "../../api/client";
import { people, type Erased, type Found } from "../../api/records";
import { recordsStrings } from "../../app/records_strings";
import { catalogue } from "../../api/studio";
import { announce, toast } from "../../ui";
import { useSession } from "../session";
import { candidates, type Candidate } from "./who";

interface PersonalData {
  standing: "nobody" | "choose" | "looking" | "found" | "erased" | "failed";
  choices: readonly Candidate[];
  who: Candidate | null;
  found: Found | null;
  erased: Erased | null;
  busy: boolean;
  problem: string;
}

const NOBODY: PersonalData = { standing: "nobody", choices: [], who: null, found: null, erased: null, busy: false, problem: "" };

export const usePersonalData = create<PersonalData>(() => NOBODY);

let latest = 0;

/** Whether there is nothing to hand over or to erase. */
export const isEmpty = (found: Found): boolean => !found.user && !found.dialogues && !found.mentions && !found.caller_record;

export const begin = (): void => {
  latest += 1;
  usePersonalData.setState(NOBODY);
};

/** One who is meant is looked for at once; several are chosen from. */
export async function look(text: string): Promise<void> {
  const choices = candidates(text, useSession.getState().users);
  const [only] = choices;
  if (only && choices.length === 1) return find(only);
  latest += 1;
  usePersonalData.setState({ ...NOBODY, standing: "choose", choices });
  announce(choices.length === 0 ? recordsStrings.person.noUser : recordsStrings.person.choose);
}

export async function find(who: Candidate): Promise<void> {
  const mine = ++latest;
  usePersonalData.setState({ ...NOBODY, standing: "looking", who });
  try {
    const found = await people.find(who.meant);
    if (mine !== latest) return;
    usePersonalData.setState({ standing: "found", found });
    announce(`${who.title}. ${isEmpty(found) ? recordsStrings.person.nothing : recordsStrings.person.kept}`);
  } catch (fault) {
    if (mine === latest) usePersonalData.setState({ standing: "failed", problem: sentence(fault) });
  }
}

/** Resolves to whether it is erased; what the server said of it stands on the page. */
export async function erase(): Promise<boolean> {
  const { who } = usePersonalData.getState();
  if (!who) return false;
  usePersonalData.setState({ busy: true, problem: "" });
  try {
    const erased = await people.erase(who.meant);
    usePersonalData.setState({ standing: "erased", erased, busy: false });
    announce(recordsStrings.person.erasedOf(who.title));
    if ("user" in who.meant) useSession.setState({ users: await catalogue.users() });
    return true;
  } catch (fault) {
    usePersonalData.setState({ busy: false, problem: sentence(fault) });
    return false;
  }
}

export async function handOver(): Promise<void> {
  const { who } = usePersonalData.getState();
  if (!who) return;
  usePersonalData.setState({ busy: true, problem: "" });
  try {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await people.file(who.meant));
    link.download = "person.zip";
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    toast(recordsStrings.person.handedOver(link.download));
  } catch (fault) {
    usePersonalData.setState({ problem: sentence(fault) });
  } finally {
    usePersonalData.setState({ busy: false });
  }
}
