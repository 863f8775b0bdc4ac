import { me } from "./session";
import type { Language } from "./types";

/** A text and the language it is in. */
export interface Said {
  text: string;
  lang: Language;
}

/** The language the reader reads best: the native one, or the browser's while nobody is signed in. */
export const native = (): Language =>
  me.value?.native_language ?? sessionStorage.getItem("parlance.native") ?? navigator.language.slice(0, 2);

/** The field ${name} of a translatable thing in the reader's language if there is one, else as written. */
export function inNative<N extends string>(
  thing: { [K in N]: string } & { translations: Record<Language, { [K in N]?: string }> },
  name: N,
  written: Language,
): Said {
  const text = thing.translations[native()]?.[name];
  return text ? { text, lang: native() } : { text: thing[name], lang: written };
}

/** ${text} with its typed slots shown as gaps. */
export const gaps = (text: string): string => text.replace(/\{[^}]*\}/g, "…");

/** The translation of a word or a phrase for the reader: theirs if there is one, else the first, else null. */
export function translation(texts: Record<Language, string>): Said | null {
  const own = texts[native()];
  if (own) return { text: gaps(own), lang: native() };
  const [first] = Object.entries(texts);
  return first ? { text: gaps(first[1]), lang: first[0] } : null;
}

const LETTERS: Record<string, string> = {
  es: "áéíóúñü¿¡",
  fr: "àâçéèêëîïôœùûü",
  de: "äöüß",
  it: "àèéìòù",
  pt: "ãáâàçéêíõóôú",
};
/** The letters of ${language} that other keyboards lack. */
export const letters = (language: Language): string[] => [...(LETTERS[language] ?? "")];

const unspaced = new Set(["zh", "ja"]);
/** Append ${word} to ${text} as the language spaces its words. */
export const appendWord = (text: string, word: string, language: Language): string =>
  text && !unspaced.has(language) && !/[\s¿¡'’]$/.test(text) ? text + " " + word : text + word;

/** The different words of ${phrases} in the language's own segmentation, sorted, without slots and punctuation. */
export function tiles(phrases: string[], language: Language): string[] {
  const segmenter = new Intl.Segmenter(language, { granularity: "word" });
  const words = new Set<string>();
  for (const phrase of phrases)
    for (const part of unspaced.has(language)
      ? [...segmenter.segment(phrase)].filter(s => s.isWordLike).map(s => s.segment)
      : phrase.split(/\s+/)) {
      const word = part.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
      if (word && !/[{}…]/.test(part)) words.add(word);
    }
  return [...words].sort((a, b) => a.localeCompare(b, language));
}

/** Split ${text} at the code point offsets of ${spans}, which do not overlap after this; later ones give way. */
export function marked<S extends { begin: number; end: number }>(
  text: string,
  spans: S[],
): { text: string; span?: S }[] {
  const points = [...text];
  const out: { text: string; span?: S }[] = [];
  let at = 0;
  for (const span of [...spans].sort((a, b) => a.begin - b.begin || b.end - a.end)) {
    if (span.begin < at || span.end <= span.begin || span.end > points.length) continue;
    if (span.begin > at) out.push({ text: points.slice(at, span.begin).join("") });
    out.push({ text: points.slice(span.begin, span.end).join(""), span });
    at = span.end;
  }
  if (at < points.length) out.push({ text: points.slice(at).join("") });
  return out;
}
