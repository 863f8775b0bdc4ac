import { signal } from "@preact/signals";
import type { ComponentChild } from "preact";
import type en from "../locales/en.json";
import { keep } from "./keep";
import type { Piece } from "./message.js";

export type Key = keyof typeof en;
/** The texts as the build makes them: plain, or in pieces. */
export type Catalog = Record<Key, string | Piece[]>;
export type Params = Record<string, string | number>;

const loaders: Record<string, () => Promise<{ default: Catalog }>> = {
  en: () => import("../locales/en.json"),
  es: () => import("../locales/es.json"),
};
/** The languages the pages exist in. */
export const LOCALES = Object.keys(loaders);

export const locale = signal("en");
let catalog: Partial<Catalog> = {};
let plurals = new Intl.PluralRules("en");
let numbers = new Intl.NumberFormat("en");

/** Load the catalog of ${wanted} and show it; nothing changes when there is none. */
export async function setLocale(wanted: string): Promise<void> {
  const load = loaders[wanted];
  if (!load || (wanted === locale.value && catalog["app.name"])) return;
  useCatalog(wanted, (await load()).default);
  keep("locale", wanted);
  document.documentElement.lang = wanted;
}

/** Show ${messages} as the catalog of ${name}. */
export function useCatalog(name: string, messages: Catalog): void {
  catalog = messages;
  plurals = new Intl.PluralRules(name);
  numbers = new Intl.NumberFormat(name);
  locale.value = name;
}

function fill<V>(pieces: Piece[], params: Record<string, V>, out: (V | string)[]): (V | string)[] {
  for (const piece of pieces) {
    if (typeof piece === "string") {
      out.push(piece);
      continue;
    }
    const [name, forms] = piece;
    const value = params[name];
    if (forms) fill(forms["=" + value] ?? forms[plurals.select(Number(value))] ?? forms["other"] ?? [], params, out);
    else if (value !== undefined) out.push(typeof value === "number" ? numbers.format(value) : value);
  }
  return out;
}

function pieces(key: Key): Piece[] {
  void locale.value; // whoever shows a text is drawn again when the language changes
  const message = catalog[key] ?? key;
  return typeof message === "string" ? [message] : message;
}

/** The text of ${key} with ${params} put in. */
export const t = (key: Key, params: Params = {}): string => fill<string | number>(pieces(key), params, []).join("");

/** The same with elements put in, for a word in bold or a name in another language. */
export const rich = (key: Key, params: Record<string, ComponentChild>): ComponentChild[] =>
  fill(pieces(key), params, []);

/** The text of ${prefix}.${word}, or null when the catalog has none (a word the server knows and we do not). */
export function maybe(prefix: string, word: string, params: Params = {}): string | null {
  const key = `${prefix}.${word}` as Key;
  return catalog[key] === undefined ? null : t(key, params);
}
