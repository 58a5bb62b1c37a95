/** Whether the question what to publish is open: by its button, or by a command. */

import { create } from "zustand";

export const usePublishing = create<{ open: boolean }>(() => ({ open: false }));
export const askToPublish = (): void => usePublishing.setState({ open: true });
export const stopPublishing = (): void => usePublishing.setState({ open: false });
