import { create } from "zustand";

/** Which box of this feature is open. */
export const useBox = create<{ open: "" | "palette" | "sheet" }>(() => ({ open: "" }));

export const showBox = (open: "palette" | "sheet"): void => useBox.setState({ open });
export const shutBox = (): void => useBox.setState({ open: "" });
