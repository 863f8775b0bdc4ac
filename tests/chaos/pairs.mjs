// Two tabs doing the same thing at the same moment.
import { randomUUID } from "node:crypto";
import { dialogue, fact, same } from "../e2e/client.mjs";
import { historyRows, reviewRows } from "./check.mjs";

// Both tabs of a learner send at once, each over a connection of its own.
const both = (learner, send) => Promise.all([send(learner.player, 0), send(learner.reviewer, 1)]);
const hex = uuid => uuid.replaceAll("-", "").toUpperCase();

// Facts of many rounds as one: how many rounds were wrong, and the first of them.
class Rounds {
	constructor() { this.wrong = new Map(); }
	check(holds, what, seen) {
		const entry = this.wrong.get(what) ?? { times: 0, first: undefined };
		if (!holds && entry.times++ === 0) entry.first = seen;
		this.wrong.set(what, entry);
	}
	facts(rounds) { for (const [what, { times, first }] of this.wrong) fact(times === 0, `${what} (${rounds} rounds)`, { times, first }); }
}

const statuses = answers => answers.map(answer => [answer.status, answer.body.code]);

// Two tabs finish the same run: one history, one answer.
export async function finishTwice(learner, count) {
	const rounds = new Rounds(), finished = [];
	const lines = dialogue(learner.scenarios[0] + ".good")[0];
	for (let i = 0; i < count; i++) {
		const run = await learner.begin(learner.scenarios[0]);
		for (const line of lines) await learner.say(run, line);
		const answers = await both(learner, client => client.post(`/runs/${run.run_id}/complete`));
		rounds.check(answers.every(answer => answer.status === 200), "both tabs are told that the run is finished", statuses(answers));
		rounds.check(JSON.stringify(answers[0].body) === JSON.stringify(answers[1].body), "and get the same answer", answers.map(answer => answer.body));
		if (answers[0].status === 200) learner.meet(answers[0].body);
		finished.push(run.run_id);
	}
	const rows = historyRows(finished);
	for (const run of finished) rounds.check(rows.get(run) === 1, "the history has the run once", [run, rows.get(run)]);
	rounds.facts(count);
}

// Two tabs send the same intent with the same key: it happens once, both get its answer.
export async function sayTwice(learner, count) {
	const rounds = new Rounds();
	const lines = dialogue(learner.scenarios[1] + ".good").flat();
	const run = await learner.begin(learner.scenarios[1]);
	for (let i = 0; i < count; i++) {
		const key = randomUUID(), text = `${lines[i % lines.length]} (${i})`;
		const answers = await both(learner, client => client.post(`/runs/${run.run_id}/turns`, { text }, key));
		rounds.check(answers.every(answer => answer.status === 201), "both are told that it was said", statuses(answers));
		rounds.check(JSON.stringify(answers[0].body) === JSON.stringify(answers[1].body), "in the same words", answers.map(answer => answer.body));
		rounds.check(answers.filter(answer => answer.headers["idempotent-replay"] === "true").length === 1, "one of them as a repetition", statuses(answers));
	}
	rounds.facts(count);
	const spoken = (await learner.look(run)).turns.filter(turn => turn.who === "learner" && turn.kind === "say");
	same(spoken.length, count, "each sentence is there once");
}

// Two tabs send the same answer of a card, then two answers under one name.
export async function reviewTwice(learner, count) {
	const rounds = new Rounds(), keys = [];
	for (let i = 0; i < count; i++) {
		const intent = learner.reviewIntent(learner.cards[i % learner.cards.length]);
		const answers = await both(learner, client => client.send("PUT", `/api/v1${intent.path}`, intent.body));
		rounds.check(answers.every(answer => answer.status === 200), "both are told that the card is answered", statuses(answers));
		rounds.check(JSON.stringify(answers[0].body.card) === JSON.stringify(answers[1].body.card), "and what became of it", answers.map(answer => answer.body.card));
		keys.push(intent.key);

		const other = learner.reviewIntent(learner.cards[i % learner.cards.length], 3);
		const quarrel = await both(learner, (client, tab) => client.send("PUT", `/api/v1${other.path}`, { ...other.body, rating: 3 + tab }));
		rounds.check(quarrel.map(answer => answer.status).sort().join() === "200,409", "of two answers under one name one counts", statuses(quarrel));
		rounds.check(quarrel.some(answer => answer.body.code === "review_differs"), "and the other one is told so", statuses(quarrel));
		keys.push(other.key);
	}
	const rows = reviewRows(keys);
	for (const key of keys) rounds.check(rows.get(hex(key)) === 1, "the log has each answer once", [key, rows.get(hex(key))]);
	rounds.facts(count);
}
