/** The words of the pages about a whole environment: the flows that dialogues begin with, and its bound values. */

import { catalogue } from "./catalogue";

export const environmentStrings = catalogue("environment", {
  entry: {
    title: "Entry flows",
    lead: "The flow that a dialogue begins with when it arrives here. Callers meet a change after a publish.",
    channels: { default: "Every channel", voice: "Calls", chat: "Chats", message: "Messages" } as Record<string, string>,
    hints: { default: "Where a channel below names no flow of its own." } as Record<string, string>,
    straight: "No flow: callers go straight to the queue",
    none: "No flow",
    asDefault: "As for every channel",
    noneYet: "There is no flow of kind entry here yet.",
    gone: (name: string) => `${name} (not an entry flow here)`,
    did: (channel: string) => `Set the entry flow of: ${channel}`,
  },
  bindings: {
    list: "Bound values",
    lead: "Values that differ from stage to stage, such as the host of a service. A flow reads one as bindings.name. Callers meet a change after a publish.",
    none: "No bound value yet.",
    fresh: "Name of the new value",
    empty: "Without a value the name is bound to nothing.",
    did: (name: string) => `Set “${name}”`,
    didAdd: (name: string) => `Add “${name}”`,
  },
});
