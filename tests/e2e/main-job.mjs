// sign in → pick → play → finish → words due → review → progress → the operator's report shows the same numbers,
// by two learners at once, with workers replaced in between and their clock moved by three days.
import { randomUUID } from "node:crypto";
import { Client, dialogue, fact, same } from "./client.mjs";
import { clock, command, report, restart } from "./instance.mjs";

const people = [
	{ name: "ada", language: "en", native: "es", zone: "America/Bogota", category: "restaurant", scenario: "restaurant_dinner_reservation" },
	{ name: "joao", language: "es", native: "en", zone: "Pacific/Auckland", category: "restaurant", scenario: "restaurant_dinner_reservation_es" },
];

// Say phase number `n` of the dialogue and go on. Every second sentence is sent twice with the same key.
async function playPhase(person, n, last) {
	const { client, run, lines } = person;
	for (const [i, text] of lines[n].entries()) {
		const key = randomUUID();
		const said = await client.post(`/runs/${run}/turns`, { text }, key);
		fact(said.status === 201, `${person.name} says "${text}"`, said.body);
		if (i % 2 === 0) {
			const again = await client.post(`/runs/${run}/turns`, { text }, key);
			same(again.body, said.body, "the same key gives the same answer");
			fact(again.headers["idempotent-replay"] === "true", "and says so");
		}
		person.state = said.body.state;
	}
	fact(person.state.phases[n].complete, `${person.name}: phase ${n + 1} is complete`, person.state.phases[n].progress);
	if (last) return;
	const next = await client.post(`/runs/${run}/next`);
	fact(next.status === 200 && next.body.state.phase === n + 2, `${person.name} goes on to phase ${n + 2}`, next.body);
}

async function begin(person) {
	person.client = new Client();
	await person.client.register(person.name, { native_language: person.native, language: person.language, level: "A2", timezone: person.zone, display_name: "Someone " + person.name });
	const list = await person.client.get(`/scenarios?language=${person.language}&category=${person.category}`);
	fact(list.body.items.some(item => item.scenario_id === person.scenario), `${person.name} finds the scenario`, list.body);
	const run = await person.client.post("/runs", { scenario_id: person.scenario });
	fact(run.status === 201, `${person.name} begins`, run.body);
	person.run = run.body.run_id;
	person.lines = dialogue(person.scenario + ".good");
	const back = await person.client.post("/runs", { scenario_id: person.scenario });
	fact(back.status === 200 && back.body.run_id === person.run, "beginning again goes on with the same run");
}

async function complete(person) {
	const { client, run } = person;
	const [one, two] = await Promise.all([client.post(`/runs/${run}/complete`), client.post(`/runs/${run}/complete`)]);
	fact(one.status === 200 && two.status === 200, "two tabs finish at once", [one.status, two.status, one.body, two.body]);
	same(one.body, two.body, "and get the same answer");
	person.result = one.body;
	const fresh = one.body.cards.filter(card => card.state === "new").length;
	fact(fresh >= 4, `${person.name}: at least four words were not used and are due`, fresh);
	fact(one.body.vocabulary_mastered.length >= 4, `${person.name} used words`, one.body.vocabulary_mastered);
	const later = await client.post(`/runs/${run}/turns`, { text: "Hello?" });
	fact(later.status === 409 && later.body.code === "run_over", "a finished run takes no more turns", later.body);
}

// Review until nothing is due; every third answer is sent twice, the first one undone and given again.
async function review(person, rating) {
	const { client, language } = person;
	let count = 0;
	for (; count < 300; count++) {
		const queue = await client.get(`/reviews/queue?language=${language}&limit=5`);
		if (!fact(queue.status === 200, "queue", queue.body) || queue.body.items.length === 0) break;
		const card = queue.body.items[0];
		fact(card.translations.length > 0 && card.sources.length > 0, "a card has its meaning and its scenario", card);
		const answer = { card_id: card.card_id, rating: rating(card, count), duration_ms: 1500 + count, answered_at: person.now() };
		const uuid = randomUUID();
		const put = await client.send("PUT", `/api/v1/reviews/${uuid}`, answer);
		fact(put.status === 200, "review", put.body);
		if (count % 3 === 0) {
			const again = await client.send("PUT", `/api/v1/reviews/${uuid}`, answer);
			same(again.body.card, put.body.card, "the same review twice counts once");
		}
		if (count === 0) {
			const undo = await client.send("DELETE", `/api/v1/reviews/${uuid}`);
			fact(undo.status === 200 && undo.body.card.state === card.state, "undo gives the card back", undo.body);
			const gone = await client.send("PUT", `/api/v1/reviews/${uuid}`, answer);
			fact(gone.status === 410, "an undone review does not come back", gone.body);
			person.undone = (person.undone ?? 0) + 1;
		}
	}
	return count;
}

// The day's numbers of all learners by API, against the operator's report.
async function compare(label) {
	const sums = new Map();
	for (const person of people) {
		const summary = (await person.client.get(`/progress/summary?language=${person.language}`)).body;
		person.summary = summary;
		for (const day of summary.reviews_per_day) {
			const sum = sums.get(day.day) ?? { reviews: 0, passed: 0 };
			sum.reviews += day.reviews;
			sum.passed += day.correct;
			sums.set(day.day, sum);
		}
		same(summary.today.reviews, person.answered, `${label}: ${person.name}'s reviews of today`);
	}
	for (const row of report("daily_activity")) {
		const sum = sums.get(row.day) ?? { reviews: 0, passed: 0 };
		same([Number(row.reviews), Number(row.passed)], [sum.reviews, sum.passed], `${label}: report and API agree on ${row.day}`);
		sums.delete(row.day);
	}
	for (const [day, sum] of sums) fact(sum.reviews === 0, `${label}: the report knows ${day}`, sum);
	const funnel = report("scenario_funnel");
	for (const person of people) {
		const row = funnel.find(entry => entry.scenario_id === person.scenario);
		const stats = (await person.client.get(`/scenarios/${person.scenario}/stats`)).body;
		same([Number(row?.runs), Number(row?.completed)], [stats.starts, stats.completions], `${label}: funnel and statistics of ${person.scenario}`);
	}
}

export async function mainJob() {
	let offset = 0;
	for (const person of people) person.now = () => new Date(Date.now() + offset).toISOString();
	await Promise.all(people.map(begin));
	const phases = Math.max(...people.map(person => person.lines.length));
	for (let n = 0; n < phases; n++) {
		await Promise.all(people.filter(person => n < person.lines.length).map(person => playPhase(person, n, n === person.lines.length - 1)));
		if (n < 2) await restart();
	}
	await Promise.all(people.map(complete));
	// Only what was not used is asked the same day; "Easy" sends each word days ahead.
	const first = await Promise.all(people.map(person => review(person, () => 4)));
	for (const [i, person] of people.entries()) {
		fact(first[i] >= 4, `${person.name} reviews ${first[i]} words the same day`);
		person.answered = first[i] - person.undone;
	}
	await compare("first day");

	offset = 3 * 86400 * 1000;
	clock("+3d");
	await restart();
	const second = await Promise.all(people.map(person => { person.undone = 0; return review(person, (card, n) => n % 5 === 4 ? 1 : 3); }));
	for (const [i, person] of people.entries()) {
		fact(second[i] >= 4, `${person.name} reviews ${second[i]} words three days later`);
		person.answered = second[i] - person.undone;
	}
	await compare("three days later");
	for (const person of people) {
		const { summary } = person;
		fact(summary.streak.current === 1 && summary.streak.active_today, "a missed day is a new streak", summary.streak);
		fact(summary.runs.completed === 1, "one run is completed", summary.runs);
		const retention = summary.true_retention.find(row => row.period === "today");
		fact(retention.young_total > 0 && retention.young_passed <= retention.young_total, "true retention is measured", retention);
	}
	const doctor = JSON.parse(command("doctor", "--json"));
	fact(JSON.stringify(doctor).includes("violations"), "the doctor looked", doctor);
	for (const person of people) person.client.close();
}
