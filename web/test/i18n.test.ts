import assert from "node:assert/strict";
import { test } from "node:test";
import { catalogFaults, compareCatalogs } from "../catalogs.mjs";
import { type Catalog, maybe, rich, t, useCatalog } from "../src/lib/i18n";
import { parseMessage } from "../src/lib/message.js";
import en from "../src/locales/en.json";
import es from "../src/locales/es.json";

const show = (name: string, catalog: unknown): void => useCatalog(name, catalog as Catalog);

test("messages are parsed", () => {
  assert.deepEqual(parseMessage("plain"), ["plain"]);
  assert.deepEqual(parseMessage("Hello {name}!"), ["Hello ", ["name"], "!"]);
  assert.deepEqual(parseMessage("{n, plural, =0{none} one{# card} other{# cards of {total}}} left"), [
    ["n", { "=0": ["none"], one: [["n"], " card"], other: [["n"], " cards of ", ["total"]] }],
    " left",
  ]);
  assert.deepEqual(parseMessage("a # outside"), ["a # outside"]);
  for (const broken of ["{", "{}", "a } b", "{n, plural, one{x}", "{name"])
    assert.throws(() => parseMessage(broken), Error, broken);
});

test("both catalogs are complete", () => assert.deepEqual(catalogFaults(), []));

test("a fault in a catalog is found", () => {
  const english = { a: "one {x}", b: "{n, plural, one{#} other{#}}", c: "text" };
  const other = { a: "uno", b: "{n, plural, other{#}}", d: "más" };
  const faults = compareCatalogs(english, other, "es");
  assert.equal(faults.length, 4);
  for (const word of [
    "c is missing",
    "a has other placeholders",
    'b lacks the plural form "one"',
    "d is not in English",
  ])
    assert.ok(
      faults.some((f: string) => f.includes(word)),
      word,
    );
  assert.equal(
    compareCatalogs(english, { a: "uno {x}", b: "{n, plural, one{#} few{#} other{#}}", c: "t" }, "pl").length,
    1,
    "Polish wants many",
  );
});

test("texts come in the language of the page", () => {
  show("en", en);
  assert.equal(t("home.review", { n: 1 }), "1 word to review");
  assert.equal(t("home.review", { n: 1234 }), "1,234 words to review");
  assert.equal(t("result.learn_now", { n: 0 }), "Nothing is due now.");
  assert.equal(t("discover.count", { n: 2000, shown: "2,000" }), "2,000 scenarios");
  show("es", es);
  assert.equal(t("home.review", { n: 1 }), "1 palabra por repasar");
  assert.equal(t("home.review", { n: 12345 }), "12.345 palabras por repasar");
});

test("elements can stand in a text", () => {
  show("en", en);
  const b = { type: "b" } as never;
  assert.deepEqual(rich("remark.almost", { wanted: b }), ["Almost: ", b]);
});

test("words of the server that no catalog knows are told apart", () => {
  show("en", en);
  assert.equal(maybe("fault", "bad_login"), "User name and password do not match.");
  assert.equal(maybe("fault", "made_up_code"), null);
});
