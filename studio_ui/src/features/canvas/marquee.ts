/** Whether a drag on empty paper picks what it goes around, rather than moving the paper: for fingers, which have no Shift. */

import { create } from "zustand";

export const useMarquee = create<{ on: boolean }>(() => ({ on: false }));
