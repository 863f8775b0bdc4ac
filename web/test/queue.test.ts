import assert from "node:assert/strict";
import { test } from "node:test";
import { answer, emptySitting, refill, told, undo, without, withAgain } from "../src/lib/queue";
import type { Card, CardState, Counts, Queue } from "../src/lib/types";

const card = (id: string, state: CardState = "review"): Card => ({
  card_id: id,
  item_id: id,
  kind: "word",
  card_type: "recognition",
  state,
  language: "es",
  text: id,
  reading: null,
  part_of_speech: null,
  translations: [],
  sources: [],
  preview: [],
  due_at: "",
  leech: false,
  reps: 0,
  lapses: 0,
});
const queue = (cards: Card[], counts: Counts = { new: 1, learning: 1, review: 2 }): Queue => ({
  items: cards,
  counts,
  limits: { new_left: 1, reviews_left: 1 },
  next_due_at: null,
  day: "2026-11-20",
});
const ids = (s: { cards: Card[] }): string => s.cards.map(c => c.card_id).join();

test("an answer takes the card away and counts it", () => {
  const s = answer(refill(emptySitting, queue([card("a", "new"), card("b")])), "r1", 3);
  assert.equal(ids(s), "b");
  assert.deepEqual(s.counts, { new: 0, learning: 1, review: 2 });
  assert.deepEqual(s.unsent, ["a"]);
});

test("a refill keeps the card shown and leaves out what was just answered", () => {
  let s = answer(refill(emptySitting, queue([card("a"), card("b")])), "r1", 3);
  s = refill(s, queue([card("a"), card("c"), card("b")], { new: 9, learning: 9, review: 9 }));
  assert.equal(ids(s), "b,c");
  assert.equal(s.counts.review, 1, "the server's counts wait until it has all answers");
  s = refill(told(s, "a", null), queue([card("a", "learning"), card("b")], { new: 0, learning: 1, review: 1 }));
  assert.equal(ids(s), "b,a", "a card that is due again comes again");
  assert.deepEqual(s.counts, { new: 0, learning: 1, review: 1 });
});

test("undo walks back answer by answer", () => {
  const start = refill(emptySitting, queue([card("a"), card("b"), card("c")]));
  const s = answer(answer(start, "r1", 1), "r2", 4);
  const one = undo(s);
  assert.equal(one.taken?.id, "r2");
  assert.equal(ids(one.sitting), "b,c");
  const two = undo(one.sitting);
  assert.equal(two.taken?.id, "r1");
  assert.equal(ids(two.sitting), "a,b,c");
  assert.deepEqual(two.sitting.counts, start.counts);
  assert.equal(undo(two.sitting).taken, null);
});

test("a card laid aside can be laid back", () => {
  const start = refill(emptySitting, queue([card("a"), card("b")]));
  const s = without(start, card("a"));
  assert.equal(ids(s), "b");
  assert.equal(ids(withAgain(s, card("a"))), "a,b");
  assert.deepEqual(withAgain(s, card("a")).counts, start.counts);
});
