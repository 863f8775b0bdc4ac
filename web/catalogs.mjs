// Checks the text catalogs against English: same keys, same placeholders, every plural form the language has.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseMessage } from "./src/lib/message.js";

const dir = "src/locales"; // of the folder of this file, where every script here runs

// The numbers pages print; the form "many" of some languages begins at a million.
const COUNTS = [...Array(201).keys(), 1000, 1001, 10_000, 100_000];

/** The names a message uses and the form lists of its plurals. */
function shape(message) {
  const names = new Set();
  const plurals = [];
  (function walk(pieces) {
    for (const piece of pieces) {
      if (typeof piece === "string") continue;
      const [name, forms] = piece;
      names.add(name);
      if (!forms) continue;
      plurals.push(Object.keys(forms));
      Object.values(forms).forEach(walk);
    }
  })(parseMessage(message));
  return { names: [...names].sort().join(), plurals };
}

/** Sentences naming each fault between two catalogs; both map keys to messages. */
export function compareCatalogs(english, other, locale) {
  const faults = Object.keys(english)
    .filter(key => !(key in other))
    .map(key => `${locale}: ${key} is missing`);
  const rules = new Intl.PluralRules(locale);
  const needed = [...new Set(COUNTS.map(n => rules.select(n)))];
  for (const [key, message] of Object.entries(other)) {
    if (!(key in english)) {
      faults.push(`${locale}: ${key} is not in English`);
      continue;
    }
    if (message.trim() === "") faults.push(`${locale}: ${key} is empty`);
    const { names, plurals } = shape(message);
    if (names !== shape(english[key]).names) faults.push(`${locale}: ${key} has other placeholders than English`);
    for (const forms of plurals)
      for (const form of needed)
        if (!forms.includes(form)) faults.push(`${locale}: ${key} lacks the plural form "${form}"`);
  }
  return faults;
}

/** The module of a catalog: its messages parsed, plain ones left as text. */
export function compileCatalog(json) {
  const compiled = Object.entries(JSON.parse(json)).map(([key, text]) => [
    key,
    /[{}]/.test(text) ? parseMessage(text) : text,
  ]);
  return `export default ${JSON.stringify(Object.fromEntries(compiled))}`;
}

/** Let esbuild take in catalogs as compiled modules. */
export const catalogPlugin = {
  name: "catalogs",
  setup(build) {
    build.onLoad({ filter: /locales[\\/]\w+\.json$/ }, ({ path }) => ({
      contents: compileCatalog(readFileSync(path, "utf8")),
      loader: "js",
    }));
  },
};

/** The faults of every catalog in src/locales. */
export function catalogFaults() {
  const read = file => JSON.parse(readFileSync(join(dir, file), "utf8"));
  return readdirSync(dir).flatMap(file => compareCatalogs(read("en.json"), read(file), file.slice(0, -5)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const faults = catalogFaults();
  faults.forEach(fault => console.error(fault));
  process.exitCode = faults.length ? 1 : 0;
}
