// Small values kept on this device. A browser that refuses storage (private windows) loses them at the next load.

/** Return the value kept under ${name}, or null. */
export function kept(name: string): string | null {
  try {
    return localStorage.getItem("parlance." + name);
  } catch {
    return null;
  }
}

/** Keep ${value} under ${name}; null forgets it. */
export function keep(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem("parlance." + name);
    else localStorage.setItem("parlance." + name, value);
  } catch {
    /* kept for this load only */
  }
}

/** The language of the texts to begin with, of ${names}: the one kept here, else the browser's, else English. */
export const firstLocale = (names: string[]): string =>
  [kept("locale") ?? "", ...navigator.languages.map(l => l.slice(0, 2))].find(l => names.includes(l)) ?? "en";
