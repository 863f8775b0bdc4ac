// After the faults: is everything that was acknowledged there, exactly once, and nothing else?
import { fact, same } from "../e2e/client.mjs";
import { command } from "../e2e/instance.mjs";
import { sql } from "./faults.mjs";

const list = values => values.map(value => `'${String(value).replaceAll("'", "''")}'`).join(",") || "NULL";
const hex = uuid => uuid.replaceAll("-", "").toUpperCase();

// Rows of each review id in the log.
export function reviewRows(keys) {
	return new Map(sql(`SELECT HEX(review_id), COUNT(*) FROM review_log WHERE HEX(review_id) IN (${list(keys.map(hex))}) GROUP BY 1;`)
		.map(([key, n]) => [key, Number(n)]));
}

// Rows of each run in the history.
export function historyRows(runs) {
	return new Map(sql(`SELECT run_key, COUNT(*) FROM scenario_progress_history WHERE run_key IN (${list(runs)}) GROUP BY 1;`)
		.map(([run, n]) => [run, Number(n)]));
}

// Everything is counted before anything is compared: one line for the figures instead of thousands.
class Tally {
	constructor() { Object.assign(this, { lost: [], doubled: [], changed: [] }); }
	count(copies, wanted, what) {
		if (copies < wanted) this.lost.push(what);
		if (copies > 1) this.doubled.push(what);
	}
}

// The turns of one run against what its learner was told.
async function checkRun(learner, run, tally) {
	const seen = await learner.look(run);
	const spoken = seen.turns.filter(turn => turn.who === "learner" && turn.kind === "say");
	const dense = seen.turns.every((turn, i) => turn.number === i + 1);
	if (!dense) fact(false, `run ${run.run_id} has gaps in its numbers`, seen.turns.map(turn => turn.number));
	for (const intent of run.turns) {
		const copies = spoken.filter(turn => turn.text === intent.body.text);
		intent.copies = copies.length;
		tally.count(copies.length, intent.answer?.status === 201 ? 1 : 0, intent.body.text);
		const told = intent.answer?.body.turns?.[0];
		if (told && copies[0] && (told.number !== copies[0].number || told.text !== copies[0].text)) tally.changed.push(intent.body.text);
	}
	const known = new Set(run.turns.map(intent => intent.body.text));
	for (const turn of spoken) if (!known.has(turn.text)) tally.changed.push(turn.text);
	run.status = seen.status;
	return dense;
}

// What nobody waited for: there or not, and the same key settles it.
async function settle(ledger, tally, kind, copiesOf) {
	const open = ledger.open(kind);
	const before = copiesOf(open);
	let committed = 0;
	for (const [i, intent] of open.entries()) {
		intent.late = true;
		const answer = await ledger.carry(intent, 1);
		const replayed = answer.headers["idempotent-replay"] === "true";
		committed += before[i];
		tally.count(before[i], 0, intent.key);
		if (kind !== "review" && before[i] === 1) fact(answer.status < 300 && replayed, `a ${kind} that was done is answered again`, answer.body);
		if (before[i] === 0)
			fact(answer.status < 300 ? !replayed : answer.body.code === "run_over", `a ${kind} that was not done is done now, or came too late`, answer.body);
		if (kind === "completion" && answer.status === 200) intent.run.learner.meet(answer.body);
	}
	const after = copiesOf(open);
	for (const [i, intent] of open.entries()) same(after[i], intent.answer.status < 300 ? 1 : 0, `the ${kind} is there as often as was said`);
	return { open: open.length, committed };
}

function historyCopies(intents) {
	const runs = intents.map(intent => intent.run.run_id), rows = historyRows(runs);
	return runs.map(run => rows.get(run) ?? 0);
}

function reviewCopies(intents) {
	const rows = reviewRows(intents.map(intent => intent.key));
	return intents.map(intent => rows.get(hex(intent.key)) ?? 0);
}

// The same intents again with the same keys: the same answers. At most `most` of each learner.
async function repeat(learner, intents, most) {
	let different = 0;
	const picked = intents.filter(() => learner.random() < most / intents.length);
	for (const intent of picked) {
		const answer = await intent.client.send(intent.method, "/api/v1" + intent.path, intent.body, { "Idempotency-Key": intent.key });
		const [a, b] = intent.kind === "review" ? [answer.body.card, intent.answer.body.card] : [answer.body, intent.answer.body];
		if (answer.status !== intent.answer.status || JSON.stringify(a) !== JSON.stringify(b)) {
			if (different++ === 0) same(a, b, `${intent.kind} again`);
		}
	}
	return { picked: picked.length, different };
}

// What is counted of the scenarios that the learners play.
export async function counters(learners) {
	const totals = new Map();
	for (const scenario of learners.flatMap(learner => learner.scenarios)) {
		const { starts, completions } = (await learners[0].player.get(`/scenarios/${scenario}/stats`)).body;
		totals.set(scenario, { starts, completions });
	}
	return totals;
}

async function checkCounters(learners, { day, counted }) {
	const totals = new Map([...counted].map(([scenario, total]) => [scenario, { ...total }]));
	for (const learner of learners)
		for (const run of learner.runs) {
			const total = totals.get(run.scenario_id);
			total.starts++;
			total.completions += run.complete?.answer?.status === 200 && !run.complete.answer.body.partial ? 1 : 0;
		}
	for (const [scenario, total] of await counters(learners)) same(total, totals.get(scenario), `the counters of ${scenario}`);
	for (const learner of learners) {
		const summary = (await learner.player.get(`/progress/summary?language=${learner.language}`)).body;
		const reviews = learner.ledger.acknowledged("review").filter(intent => intent.learner === learner).length;
		same(summary.reviews_per_day.reduce((sum, day) => sum + day.reviews, 0), reviews, `${learner.name}'s reviews`);
		if (summary.day === day) same(summary.today.reviews, reviews, `${learner.name}'s reviews of today`);
		same(summary.runs.completed, learner.runs.filter(run => run.complete?.answer?.status === 200).length, `${learner.name}'s completed runs`);
		same(summary.runs.started, learner.runs.length, `${learner.name}'s runs`);
	}
}

export function doctor() {
	let out;
	try {
		out = command("doctor", "--json");
	} catch (error) {
		out = error.stdout;
	}
	const findings = JSON.parse(out);
	for (const finding of findings) fact(finding.violations === 0, `doctor: ${finding.check}`, finding);
}

// `start`: the local day and the counters before anybody began.
export async function checkAll(ledger, learners, start) {
	const tally = new Tally();
	const left = {};
	for (const learner of learners) {
		let dense = true;
		for (const run of learner.runs) {
			dense = await checkRun(learner, run, tally) && dense;
		}
		fact(dense, `${learner.name}: turns are numbered 1, 2, 3, ... in all ${learner.runs.length} runs`);
	}
	left.turn = await settle(ledger, tally, "turn", open => open.map(intent => {
		const rows = sql(`SELECT COUNT(*) FROM scenario_run_turns WHERE run_key = ${Number(intent.run.run_id)} AND text = ${list([intent.body.text])};`);
		return Number(rows[0][0]);
	}));
	for (const [kind, copiesOf] of [["completion", historyCopies], ["review", reviewCopies]]) {
		left[kind] = await settle(ledger, tally, kind, copiesOf);
		const intents = ledger.acknowledged(kind);
		for (const [i, copies] of copiesOf(intents).entries()) tally.count(copies, 1, intents[i].key);
	}
	same(tally.lost, [], "nothing acknowledged is lost");
	same(tally.doubled, [], "nothing is there twice");
	same(tally.changed, [], "everything is as it was acknowledged");

	let repeated = 0;
	for (const result of await Promise.all(learners.map(async learner => {
		// A card that got an answer out of order was computed anew: what was said before it was about another past.
		const late = new Set(ledger.of("review").filter(intent => intent.late).map(intent => intent.body.card_id));
		const own = [
			[ledger.acknowledged("review").filter(intent => intent.learner === learner && !late.has(intent.body.card_id)), 120],
			[ledger.acknowledged("turn").filter(intent => intent.run.learner === learner), 60],
			[ledger.acknowledged("completion").filter(intent => intent.run.learner === learner), 30],
		];
		const results = [];
		for (const [intents, most] of own) results.push(await repeat(learner, intents, most));
		return results;
	}))) for (const { picked, different } of result) {
		repeated += picked;
		fact(different === 0, "the same intent again gives the same answer", different);
	}
	await checkCounters(learners, start);
	return { tally, left, repeated };
}
