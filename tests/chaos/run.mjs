// The ledger test: learners play and review while workers and MariaDB are killed. Nothing that was acknowledged may be
// missing or doubled, and what was not acknowledged is settled by asking again with the same key.
// CHAOS_SEED, CHAOS_WORKERS, CHAOS_DATABASE: seed of the random numbers, how many of each are killed.
import { fact, finish } from "../e2e/client.mjs";
import { until } from "../e2e/instance.mjs";
import { checkAll, counters, doctor } from "./check.mjs";
import { killDatabase, killWorker, randomFrom } from "./faults.mjs";
import { Learner } from "./learner.mjs";
import { Ledger, quantile } from "./ledger.mjs";
import { finishTwice, reviewTwice, sayTwice } from "./pairs.mjs";

const learners_count = 6;
const setting = (name, normal) => Number(process.env[name] ?? normal);
const seed = setting("CHAOS_SEED", 20), kills = { worker: setting("CHAOS_WORKERS", 60), database: setting("CHAOS_DATABASE", 15) };
const random = randomFrom(seed);
const ledger = new Ledger(random, 0.6);
const pause = ms => new Promise(wake => setTimeout(wake, ms));

// All kills in random order; the next one of MariaDB only after it has served again.
async function chaos() {
	const order = Object.entries(kills).flatMap(([kind, n]) => Array(n).fill(kind));
	for (let i = order.length - 1; i > 0; i--) {
		const j = random.below(i + 1);
		[order[i], order[j]] = [order[j], order[i]];
	}
	for (const kind of order) {
		await pause(150 + random.below(1000));
		if (kind === "database")
			await until(() => ledger.faults.every(fault => fault.recovered !== null), "service after the fault before", 60);
		ledger.fault(kind);
		await (kind === "worker" ? killWorker(random) : killDatabase());
	}
	await until(() => ledger.faults.every(fault => fault.recovered !== null), "service after the last fault", 60);
}

function figures(seconds, { tally, left, repeated }) {
	const of = kind => ledger.faults.filter(fault => fault.kind === kind).map(fault => fault.recovered);
	const times = numbers => `p50 ${Math.round(quantile(numbers, 0.5))} ms, max ${Math.round(Math.max(0, ...numbers))} ms`;
	const count = kind => ledger.acknowledged(kind).length;
	const sum = name => Object.values(left).reduce((total, one) => total + one[name], 0);
	console.log(`# seed ${seed}: kill -9 of a worker ${kills.worker} times, of MariaDB ${kills.database} times, within ${seconds} s`);
	console.log(`# acknowledged: ${count("turn")} turns, ${count("completion")} completions, ${count("review")} reviews, ${count("start")} runs begun`);
	console.log(`# attempts without an answer: ${ledger.attempts.unknown} with an unknown outcome, ${ledger.attempts.refused} refused for the moment`);
	console.log(`# intents given up: ${sum("open")}, of which ${sum("committed")} had been done; settled by their keys afterwards`);
	console.log(`# lost ${tally.lost.length}, doubled ${tally.doubled.length}, changed ${tally.changed.length}; ${repeated} answers asked for again`);
	console.log(`# first acknowledged write after a kill: worker ${times(of("worker"))}; MariaDB ${times(of("database"))}`);
	console.log(`# an interrupted intent took ${times(ledger.interruptions)}`);
}

const learners = Array.from({ length: learners_count }, (_, i) =>
	new Learner(`chaos_${i}_${Date.now().toString(36)}`, i % 2 ? "es" : "en", ledger, random));
await Promise.all(learners.map(learner => learner.register()));
const start = { day: (await learners[0].player.get("/progress/summary")).body.day, counted: await counters(learners) };
// One phase each, so that there are cards from the beginning.
await Promise.all(learners.map(learner => learner.play(learner.scenarios[0], 1, undefined, 1)));

let over = false;
const began = performance.now();
const work = learners.flatMap(learner => [learner.playOn(() => over), learner.reviewOn(() => over)]);
await Promise.race([chaos(), Promise.all(work)]);
over = true;
await Promise.all(work);
const seconds = Math.round((performance.now() - began) / 1000);

const checked = await checkAll(ledger, learners, start);
fact(ledger.attempts.internal === 0, "no internal error was answered", ledger.attempts);
for (const kind of ["turn", "completion", "review", "start", "next", "skip"])
	fact(ledger.of(kind).every(intent => intent.late || intent.answer?.status < 300 || intent.answer?.status === 409), `every ${kind} was answered in order`,
		ledger.of(kind).find(intent => !intent.late && !(intent.answer?.status < 300 || intent.answer?.status === 409))?.answer);
for (const kind of ["turn", "completion", "review"])
	fact(ledger.acknowledged(kind).length > 10 * learners_count, `there were enough of ${kind}s`, ledger.acknowledged(kind).length);
fact(ledger.attempts.unknown > 0, "kills did hit requests", ledger.attempts);
figures(seconds, checked);

await finishTwice(learners[0], 20);
await sayTwice(learners[1], 50);
await reviewTwice(learners[2], 50);
doctor();
for (const learner of learners) learner.close();
finish();
