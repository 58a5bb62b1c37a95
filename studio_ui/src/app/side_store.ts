import { create } from "zustand";

/** What stands left of the canvas: steps to add, the flow as a list, or the phone that tries it. "" is nothing. */
export type Side = "steps" | "outline" | "try" | "";
const USUAL: Side = "steps";

export const useSide = create<{ shown: Side }>(() => ({ shown: USUAL }));
export const showSide = (shown: Side): void => useSide.setState({ shown });

/** Shows it, or what usually stands there if it is shown. */
export const flipSide = (side: Side): void => useSide.setState(({ shown }) => ({ shown: shown === side ? USUAL : side }));
