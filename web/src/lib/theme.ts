import { signal } from "@preact/signals";
import { keep, kept } from "./keep";

export type Theme = "system" | "light" | "dark";
export const THEMES: Theme[] = ["system", "light", "dark"];
export const theme = signal<Theme>((kept("theme") as Theme | null) ?? "system");

/** Show the pages in ${wanted} and keep that on this device. */
export function setTheme(wanted: Theme): void {
  theme.value = wanted;
  document.documentElement.dataset["theme"] = wanted;
  keep("theme", wanted);
}
