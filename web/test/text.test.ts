import assert from "node:assert/strict";
import { test } from "node:test";
import { intent } from "../src/lib/intent";
import { appendWord, letters, marked, tiles } from "../src/lib/text";
import { safeNext } from "../src/lib/router";

test("spans count characters, not code units, and do not overlap", () => {
  assert.deepEqual(
    marked("👍 hola mundo", [{ begin: 2, end: 6 }]).map(p => [p.text, !!p.span]),
    [
      ["👍 ", false],
      ["hola", true],
      [" mundo", false],
    ],
  );
  assert.deepEqual(
    marked("abcdef", [
      { begin: 0, end: 4 },
      { begin: 2, end: 6 },
    ]).map(p => p.text),
    ["abcd", "ef"],
  );
  assert.deepEqual(
    marked("abc", [
      { begin: 1, end: 9 },
      { begin: 2, end: 2 },
    ]).map(p => p.text),
    ["abc"],
  );
  assert.deepEqual(marked("", []), []);
});

test("tiles are the words of the phrases, without slots, each once", () => {
  assert.deepEqual(tiles(["Quisiera una mesa, por favor.", "¿Tienen una mesa para {n}?"], "es"), [
    "favor",
    "mesa",
    "para",
    "por",
    "Quisiera",
    "Tienen",
    "una",
  ]);
  assert.ok(tiles(["我想订一张桌子。"], "zh").length > 1);
});

test("words are put together as the language does", () => {
  assert.equal(appendWord("", "hola", "es"), "hola");
  assert.equal(appendWord("hola", "mundo", "es"), "hola mundo");
  assert.equal(appendWord("l’", "addition", "fr"), "l’addition");
  assert.equal(appendWord("我", "想", "zh"), "我想");
});

test("letters other keyboards lack", () => {
  assert.ok(letters("es").includes("ñ"));
  assert.deepEqual(letters("en"), []);
});

test("an intent keeps its key until it is done or another thing is meant", () => {
  const kept = new Map<string, string>();
  const store = {
    getItem: (k: string) => kept.get(k) ?? null,
    setItem: (k: string, v: string) => void kept.set(k, v),
    removeItem: (k: string) => void kept.delete(k),
  };
  const first = intent("turn.1", { text: "hola" }, store);
  assert.equal(intent("turn.1", { text: "hola" }, store).key, first.key);
  assert.notEqual(intent("turn.2", { text: "hola" }, store).key, first.key);
  assert.notEqual(intent("turn.1", { text: "adiós" }, store).key, first.key);
  const third = intent("turn.1", { text: "hola" }, store);
  third.done();
  assert.notEqual(intent("turn.1", { text: "hola" }, store).key, third.key);
  assert.match(third.key, /^[0-9a-f]{8}-[0-9a-f]{4}-4/);
});

test("after signing in only addresses of this site are followed", () => {
  assert.equal(safeNext("/review?x=1"), "/review?x=1");
  for (const bad of [null, "", "https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
    assert.equal(safeNext(bad), "/");
});
