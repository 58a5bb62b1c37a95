/** Light or dark: the person's choice, else the system's. */

import { create } from "zustand";

export type Theme = "light" | "dark";
export const useTheme = create<{ theme: Theme }>(() => ({ theme: chosen() ?? system() }));

export function applyTheme(): void {
  document.documentElement.dataset["theme"] = useTheme.getState().theme;
}

export function flipTheme(): void {
  const theme = useTheme.getState().theme === "dark" ? "light" : "dark";
  useTheme.setState({ theme });
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // it holds until the page is closed
  }
  applyTheme();
}

function system(): Theme {
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

function chosen(): Theme | null {
  try {
    const kept = localStorage.getItem("theme");
    return kept === "dark" || kept === "light" ? kept : null;
  } catch {
    return null;
  }
}
