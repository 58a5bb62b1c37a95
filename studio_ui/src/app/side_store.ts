import { create } from "zustand";

/** What stands left of the canvas: steps to add, the flow as a list, or the phone that tries it. "" is nothing. */
export type Side = "steps" | "outline" | "try" | "";
export const useSide = create<{ shown: Side }>(() => ({ shown: "" }));
export const showSide = (shown: Side): void => useSide.setState({ shown });
