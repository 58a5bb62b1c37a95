import { create } from "zustand";

export type DrawerTab = "problems" | "cases" | "trace" | "traffic" | "changes" | "releases";
export const useDrawer = create<{ tab: DrawerTab; open: boolean }>(() => ({ tab: "trace", open: false }));
export const showDrawer = (tab: DrawerTab): void => useDrawer.setState({ tab, open: true });
