import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError } from "../src/lib/api";
import { type Entry, Outbox, type Ports } from "../src/lib/outbox";
import type { Review } from "../src/lib/types";
import { problems, waiting } from "../src/lib/unsent";

const review = (card: string): Review => ({
  card_id: card,
  rating: 3,
  duration_ms: 900,
  answered_at: "2026-11-20T12:00:00.000Z",
});

/** Entries in a list, numbered as they come. */
function listStore(rows: Map<number, Entry>): Ports["store"] {
  let next = 1;
  return {
    async all(user) {
      return [...rows.values()]
        .filter(e => e.user === user)
        .sort((a, b) => a.seq! - b.seq!)
        .map(e => ({ ...e }));
    },
    async save(e) {
      const seq = e.seq ?? next++;
      rows.set(seq, { ...e, seq });
    },
    async drop(e) {
      rows.delete(e.seq!);
    },
  };
}

/** A box over a list, a server that answers as told, and a clock that is wound by hand. */
function bench() {
  const rows = new Map<number, Entry>();
  const calls: string[] = [];
  let chain: Promise<unknown> = Promise.resolve();
  let timer: { f: () => void; ms: number } | null = null;
  let behave: (e: Entry) => unknown = () => ({ review_id: "", card: null });
  const box = new Outbox({
    store: listStore(rows),
    async send(e) {
      calls.push(`${e.method} ${e.id}`);
      const answer = behave(e);
      if (answer instanceof Error) throw answer;
      return answer as never;
    },
    locked: f => {
      const run = chain.then(f);
      chain = run.catch(() => {});
      return run;
    },
    later: (f, ms) => {
      timer = { f, ms };
      return () => {
        timer = null;
      };
    },
    random: () => 0.5,
  });
  const turns = async (): Promise<void> => {
    for (let i = 0; i < 50; i++) await Promise.resolve();
  };
  const settle = async (): Promise<void> => {
    await turns();
    await chain;
    await turns();
  };
  return {
    box,
    rows,
    calls,
    settle,
    server: (f: typeof behave) => {
      behave = f;
    },
    wait: () => timer?.ms ?? 0,
    ring: async () => {
      const due = timer;
      timer = null;
      due?.f();
      await settle();
    },
  };
}

const fails =
  (status: number, code = "x") =>
  () =>
    new ApiError(status, code, code);

test("reviews are stored, sent in order and dropped", async () => {
  const b = bench();
  await b.box.open("1");
  await b.box.put("a", review("10"));
  await b.box.put("b", review("11"));
  await b.settle();
  assert.deepEqual(b.calls, ["PUT a", "PUT b"]);
  assert.equal(b.rows.size, 0);
  assert.equal(waiting.value, 0);
});

test("without an answer they wait, each time about twice as long, at most five minutes", async () => {
  const b = bench();
  b.server(fails(0, "offline"));
  await b.box.open("1");
  await b.box.put("a", review("10"));
  await b.settle();
  const waits = [b.wait()];
  for (let i = 0; i < 12; i++) {
    await b.ring();
    waits.push(b.wait());
  }
  assert.deepEqual(waits.slice(0, 4), [1000, 2000, 4000, 8000]);
  assert.equal(waits.at(-1), 300_000);
  assert.equal(waiting.value, 1);
  b.server(() => ({ review_id: "a", card: {}, counts: {} }));
  await b.ring();
  assert.equal(b.rows.size, 0);
  assert.equal(waiting.value, 0);
  await b.box.open("");
});

test("what stops one stops those behind it: order is kept", async () => {
  for (const status of [0, 401, 429, 500, 503]) {
    const b = bench();
    b.server(fails(status));
    await b.box.open("1");
    await b.box.put("a", review("10"));
    await b.box.put("b", review("11"));
    await b.settle();
    assert.ok(
      b.calls.every(c => c === "PUT a"),
      String(status),
    );
    assert.equal(b.rows.size, 2);
    await b.box.open("");
  }
});

test("a refusal that needs a person is kept and shown, a final one is dropped, the rest goes on", async () => {
  const b = bench();
  b.server(e =>
    e.id === "a"
      ? new ApiError(409, "review_differs", "")
      : e.id === "b"
        ? new ApiError(410, "gone", "")
        : { review_id: e.id, card: null },
  );
  await b.box.open("1");
  for (const id of ["a", "b", "c"]) await b.box.put(id, review(id));
  await b.settle();
  assert.deepEqual(
    problems.value.map(e => [e.id, e.problem]),
    [["a", "review_differs"]],
  );
  assert.equal(waiting.value, 0);
  await b.box.dismiss(problems.value[0]!);
  assert.equal(b.rows.size, 0);
  assert.equal(problems.value.length, 0);
});

test("undo of a review that was never tried needs no call", async () => {
  const b = bench();
  b.server(fails(0));
  await b.box.open("1");
  await b.box.put("a", review("10"));
  await b.settle(); // tried: "a" may have arrived
  await b.box.put("b", review("11"));
  await b.settle();
  await b.box.undo("b");
  await b.settle();
  assert.deepEqual(
    [...b.rows.values()].map(e => `${e.method} ${e.id}`),
    ["PUT a"],
  );
  await b.box.open("");
});

test("undo of a review that may have arrived is sent as a tombstone, also after its answer was lost", async () => {
  const b = bench();
  b.server(fails(0));
  await b.box.open("1");
  await b.box.put("a", review("10"));
  await b.settle();
  await b.box.undo("a");
  await b.settle();
  assert.deepEqual(
    [...b.rows.values()].map(e => `${e.method} ${e.id}`),
    ["DELETE a"],
  );
  b.server(() => ({ review_id: "a", card: null }));
  await b.ring();
  assert.equal(b.calls.at(-1), "DELETE a");
  assert.equal(b.rows.size, 0);
});

test("undo of a review that was sent is sent", async () => {
  const b = bench();
  await b.box.open("1");
  await b.box.put("a", review("10"));
  await b.settle();
  await b.box.undo("a");
  await b.settle();
  assert.deepEqual(b.calls, ["PUT a", "DELETE a"]);
  assert.equal(b.rows.size, 0);
});

test("one learner's reviews are not sent as another's", async () => {
  const b = bench();
  b.server(fails(0));
  await b.box.open("1");
  await b.box.put("a", review("10"));
  await b.settle();
  b.calls.length = 0;
  b.server(() => ({ review_id: "", card: null }));
  await b.box.open("2");
  await b.box.put("z", review("20"));
  await b.settle();
  assert.deepEqual(b.calls, ["PUT z"]);
  await b.box.open("1");
  await b.settle();
  assert.deepEqual(b.calls, ["PUT z", "PUT a"]);
  assert.equal(b.rows.size, 0);
});

test("clearing forgets all of this learner's and nobody else's", async () => {
  const b = bench();
  b.server(fails(0));
  await b.box.open("2");
  await b.box.put("z", review("20"));
  await b.box.open("1");
  await b.box.put("a", review("10"));
  await b.settle();
  await b.box.clear();
  assert.deepEqual(
    [...b.rows.values()].map(e => e.id),
    ["z"],
  );
  await b.box.open("");
});

test("whoever listens is told of each entry that is done with", async () => {
  const b = bench();
  const told: string[] = [];
  b.box.settled = (e, answer) => told.push(e.id + (answer ? "" : " refused"));
  b.server(e =>
    e.id === "b"
      ? new ApiError(409, "review_differs", "")
      : e.id === "c"
        ? new ApiError(410, "gone", "")
        : { review_id: e.id, card: null },
  );
  await b.box.open("1");
  for (const id of ["a", "b", "c"]) await b.box.put(id, review(id));
  await b.settle();
  assert.deepEqual(told, ["a", "b refused", "c refused"]);
  await b.box.clear();
});
