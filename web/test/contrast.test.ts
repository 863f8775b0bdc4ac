// Every pair of colours that meets on a page, in both themes: text at 4.5, edges and marks at 3.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const css = readFileSync("src/css/tokens.css", "utf8");
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(m => [m[1], [m[2], m[3]]]),
);

const luminance = (hex: string): number => {
  const [r, g, b] = [1, 3, 5]
    .map(i => parseInt(hex.slice(i, i + 2), 16) / 255)
    .map(v => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
};
const ratio = (a: string, b: string): number => {
  const [hi, lo] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (hi! + 0.05) / (lo! + 0.05);
};

const GROUNDS = ["bg", "surface", "raised"];
const TEXT: [string, string][] = [
  ...["text", "muted", "brand", "bad", "warn", "good", "info"].flatMap(t =>
    GROUNDS.map(g => [t, g] as [string, string]),
  ),
  ...["brand", "bad", "warn", "good", "info"].flatMap(
    t =>
      [
        [t, t + "-soft"],
        ["text", t + "-soft"],
      ] as [string, string][],
  ),
  ["muted", "brand-soft"],
  ["muted", "info-soft"],
  ["on-brand", "brand"],
];
const EDGES: [string, string][] = [
  ...["field-line", "brand", "good", "warn"].flatMap(t => GROUNDS.map(g => [t, g] as [string, string])),
  ["good", "brand-soft"],
  ["warn", "brand-soft"],
];

test("the tokens are read", () => assert.ok(tokens.size >= 18, `${tokens.size} colours`));
for (const [pairs, least] of [
  [TEXT, 4.5],
  [EDGES, 3],
] as const)
  for (const [front, back] of pairs)
    test(`${front} on ${back} is at least ${least}`, () => {
      for (const theme of [0, 1]) {
        const r = ratio(tokens.get(front)![theme]!, tokens.get(back)![theme]!);
        assert.ok(r >= least, `${theme ? "dark" : "light"}: ${r.toFixed(2)}`);
      }
    });

test("white on black is 21", () => assert.equal(Math.round(ratio("#ffffff", "#000000")), 21));
