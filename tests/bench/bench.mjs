// Requests per second of the main endpoints against workers that do nothing, behind the same nginx; reviews against
// their statements in a bare loop; memory; the library's own figures. Prints one Markdown table. Run by script/bench.
import { execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Client, base, dialogue } from "../e2e/client.mjs";
import { supervisor, until, workers } from "../e2e/instance.mjs";

const env = process.env;
const seconds = Number(env.BENCH_SECONDS), work = env.BENCH_WORK, top = new URL("../..", import.meta.url).pathname;
const connections = 32, threads = 2, rounds = 5, pool = workers().length, learners_count = 96;
const note = text => console.error(text);
const median = numbers => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

// ---- what is measured on ----

const original = {
	en: ["restaurant_dinner_reservation", "hotel_check_in", "doctor_visit_consultation"],
	es: ["restaurant_dinner_reservation_es", "hotel_check_in_es", "doctor_visit_consultation_es"],
};

// The library with 20 more of each scenario, so that a list of 20 has its 20.
function loadContent() {
	const directory = join(work, "scenarios");
	for (const [language, names] of Object.entries(original)) {
		mkdirSync(join(directory, language), { recursive: true });
		for (const name of names) {
			const document = JSON.parse(readFileSync(join(top, "data/scenarios", language, name + ".json"), "utf8"));
			for (let i = 0; i <= 20; i++) {
				const id = i === 0 ? name : name.replace(/(_es)?$/, `_${i}$1`);
				writeFileSync(join(directory, language, id + ".json"), JSON.stringify({ ...document, scenario_id: id, situation_id: id }));
			}
		}
	}
	execFileSync(env.PARLANCE, ["content", "load", directory], { stdio: ["ignore", "ignore", "inherit"] });
}

async function expect(status, promise) {
	const answer = await promise;
	if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}: ${JSON.stringify(answer.body)}`);
	return answer.body;
}

// A learner who has finished a scenario, has answered five of its cards and has another run open.
async function makeLearner(i) {
	const language = i % 2 ? "es" : "en", client = new Client();
	await client.register(`bench_${i}`, { native_language: language === "en" ? "es" : "en", language, level: "A2", timezone: "Etc/UTC" });
	const played = original[language][i % 3], script = dialogue(played + ".good");
	const { run_id } = await expect(201, client.post("/runs", { scenario_id: played }));
	for (const [n, lines] of script.entries()) {
		for (const text of lines) await expect(201, client.post(`/runs/${run_id}/turns`, { text }));
		if (n + 1 < script.length) await expect(200, client.post(`/runs/${run_id}/next`));
	}
	const result = await expect(200, client.post(`/runs/${run_id}/complete`));
	const learner = { client, language, next: original[language][(i + 1) % 3], cards: result.cards.map(card => card.card_id) };
	for (const card_id of learner.cards.slice(0, 5))
		await expect(200, client.send("PUT", `/api/v1/reviews/${randomUUID()}`, { card_id, rating: 3, duration_ms: 2000, answered_at: new Date().toISOString() }));
	await openRun(learner);
	return learner;
}

async function openRun(learner) {
	const { run_id } = await expect(201, learner.client.post("/runs", { scenario_id: learner.next, restart: true }));
	learner.run = `/api/v1/runs/${run_id}/turns`;
}

async function eachOf(items, most, act) {
	const results = [];
	const left = [...items.entries()];
	await Promise.all(Array.from({ length: most }, async () => {
		for (let entry; (entry = left.shift());) results[entry[0]] = await act(entry[1]);
	}));
	return results;
}

// ---- wrk ----

const lua = value => Array.isArray(value) ? `{${value.map(lua).join(",")}}`
	: typeof value === "object" ? `{${Object.entries(value).map(([key, one]) => `${key}=${lua(one)}`).join(",")}}` : JSON.stringify(value);

// Load one case for a while; {rate, p50, p99 in ms, requests}.
function wrk(url, kind, learners, paths, length = seconds) {
	const file = join(work, "case.lua");
	for (const learner of learners) learner.client.close(); // or nginx does, while nobody looks
	const list = learners.map(learner => ({ cookie: learner.client.cookie, run: learner.run, cards: learner.cards,
		lines: dialogue(learner.next + ".good")[0], paths: paths(learner).map(path => "/api/v1" + path) }));
	writeFileSync(file, `return {kind="${kind}",origin="${base.origin}",learners=${lua(list)}}`);
	const out = execFileSync("wrk", [`-t${threads}`, `-c${connections}`, `-d${length}s`, "--timeout", "10s", "-s",
		join(top, "tests/bench/wrk.lua"), url], { encoding: "utf8", env: { ...env, BENCH_CASE: file } });
	const [requests, took, p50, p99, failed] = /^RESULT (.*)$/m.exec(out)[1].split(" ").map(Number);
	if (failed > 0) throw new Error(`${failed} of ${requests} requests of "${kind}" failed at ${url}`);
	return { rate: requests / took, p50: p50 / 1000, p99: p99 / 1000, requests };
}

// ---- the bounds ----

let nothing = null;
process.on("exit", () => nothing?.kill("SIGTERM")); // an error ends them too
async function nullWorkers(size) {
	await nullEnd();
	nothing = spawn(env.BENCH_SUPERVISOR, ["--listen", env.BENCH_NULL_SOCKET, "--mode", "0666", "--workers", String(pool), "--",
		join(env.BENCH_PROGRAMS, "null_worker"), String(size)], { stdio: "ignore" });
	await until(() => bodyLength(`${env.BENCH_NULL_URL}/api/v1/site`) === size, "workers that do nothing", 20);
}

function bodyLength(url) {
	return Number(execFileSync("curl", ["--silent", "--cacert", env.PARLANCE_CA, "--noproxy", "*", "--output", "/dev/null",
		"--write-out", "%{size_download}", url], { encoding: "utf8" }));
}

async function nullEnd() {
	if (nothing === null) return;
	const ended = new Promise(resolve => nothing.once("exit", resolve));
	nothing.kill("SIGTERM");
	await ended;
	nothing = null;
}

const program = (name, ...args) => execFileSync(join(env.BENCH_PROGRAMS, name), args, { encoding: "utf8", cwd: top });
const bareReviews = () => Number(program("bare_review", env.PARLANCE_CONFIG, String(pool), String(seconds)));

// ---- memory and time of processes ----

const pss = pid => Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0) / 1024;
const children = pid => readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(/\s+/).filter(Boolean).map(Number);
const pidIn = name => Number(readFileSync(join(env.PARLANCE_INSTANCE, "run", name), "utf8"));
const sum = numbers => numbers.reduce((total, one) => total + one, 0);

const ours = () => [children(pidIn("nginx.pid")), workers(), [pidIn("database/database.pid")]];
const theirs = () => [children(Number(readFileSync(env.BENCH_NULL_NGINX, "utf8"))), children(nothing.pid)];

// Microseconds that each group of processes has computed so far.
function computed(groups) {
	const ticks = pid => sum(readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /, "").split(" ").slice(11, 13).map(Number));
	return groups().map(pids => sum(pids.map(ticks)) * 10000); // 100 ticks a second
}

// Load one case, and add to its figures what the processes computed for one request.
function observed(groups, ...load) {
	const before = computed(groups), result = wrk(...load), after = computed(groups);
	return { ...result, cpu: after.map((us, i) => (us - before[i]) / result.requests) };
}

function memory() {
	const each = workers().map(pss);
	const nginx = pidIn("nginx.pid"), database = pidIn("database/database.pid");
	const parts = {
		nginx: sum([nginx, ...children(nginx)].map(pss)),
		workers: sum(each),
		"sign-in workers": sum(workers("auth").map(pss)),
		supervisors: sum([supervisor("app"), supervisor("auth"), pidIn("server.pid")].map(pss)),
		MariaDB: pss(database),
	};
	return { mean: sum(each) / each.length, most: Math.max(...each), parts, all: sum(Object.values(parts)) };
}

// ---- the table ----

const rows = [];
const number = (value, digits = 0) => value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
function row(what, figure, { p50 = "", p99 = "", cpu = "", bound = "", ratio = "", goal = "", held = undefined } = {}) {
	rows.push(`| ${what} | ${figure} | ${p50} | ${p99} | ${cpu} | ${bound} | ${ratio} | ${goal}${held === undefined ? "" : held ? " ✓" : " ✗"} |`);
	note(rows.at(-1));
}

const percent = value => `${Math.round(value * 100)} %`;

// One endpoint and its bound, in turns; the middle one of the rounds counts.
async function endpoint(what, kind, learners, paths, { bytes, goal, bound, prepare = async () => {} }) {
	const measured = [];
	await nullWorkers(bytes);
	for (let i = 0; i < rounds; i++) {
		await prepare();
		const one = observed(ours, env.PARLANCE_URL, kind, learners, paths);
		const other = bound === undefined ? observed(theirs, env.BENCH_NULL_URL, kind, learners, paths) : { rate: bound() };
		measured.push({ ...one, other, ratio: one.rate / other.rate });
	}
	const ratio = median(measured.map(one => one.ratio)), middle = measured.find(one => one.ratio === ratio);
	const times = one => one.cpu.map(us => number(us)).join(" + ");
	const against = bound === undefined ? `${number(bytes)} B; ${times(middle.other)} µs` : "bare loop";
	const ofCpu = bound === undefined ? ` (${percent(sum(middle.other.cpu) / sum(middle.cpu))})` : "";
	row(what, number(middle.rate), { p50: number(middle.p50, 1), p99: number(middle.p99, 1), cpu: times(middle),
		bound: `${number(middle.other.rate)} (${against})`, ratio: percent(ratio) + ofCpu,
		goal: goal === undefined ? "" : `≥ ${percent(goal)}`, held: goal === undefined ? undefined : ratio >= goal });
}

async function size(learner, path) {
	const answer = await learner.client.get(path);
	if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
	return Number(answer.headers["content-length"]);
}

function libraryFigures() {
	const figures = [["bench_fsrs"], ["bench_practice"], ["bench_matcher", join(top, "data"), "1"]];
	for (const [name, ...args] of figures)
		for (const line of program(name, ...args).trim().split("\n")) row(name, line.replaceAll("|", "/"));
}

loadContent();
note("preparing learners");
const fresh = memory();
const learners = await eachOf([...Array(learners_count).keys()], 8, makeLearner);
const own = { document: () => ["/scenarios/restaurant_dinner_reservation"], list: learner => [`/scenarios?language=${learner.language}&limit=20`],
	queue: learner => [`/reviews/queue?language=${learner.language}&limit=20`], summary: learner => [`/progress/summary?language=${learner.language}`] };
const none = () => [];

for (const [what, name, goal] of [["GET scenario document", "document", 0.5], ["GET list of 20 scenarios", "list", 0.35],
	["GET review queue", "queue", 0.35], ["GET progress summary", "summary"]])
	await endpoint(what, "read", learners, own[name], { bytes: await size(learners[0], own[name](learners[0])[0]), goal });

const restart = () => eachOf(learners, 8, openRun);
const step = await expect(201, learners[0].client.post(learners[0].run.replace("/api/v1", ""), { text: dialogue(learners[0].next + ".good")[0][0] }));
await endpoint("POST turn", "turn", learners, none, { bytes: Buffer.byteLength(JSON.stringify(step)), prepare: restart });
await endpoint("PUT review", "review", learners, none, { bytes: 300 });
await endpoint("PUT review, against its statements", "review", learners, none, { bytes: 300, goal: 0.35, bound: bareReviews });
await nullEnd();

const warm = memory();
let served = 0;
const all = learner => Object.values(own).flatMap(paths => paths(learner));
while (served < 100000) {
	await restart();
	served += wrk(env.PARLANCE_URL, "mix", learners, all, 5).requests;
}
const after = memory();
const mib = value => `${number(value, 1)} MiB`;
row(`PSS of a worker before the first request (${pool} workers)`, mib(fresh.mean));
row("PSS of a worker after the load above", `${mib(warm.mean)}, most ${mib(warm.most)}`);
row(`PSS of a worker after ${number(served)} more requests (80 % reads, 15 % reviews, 5 % turns)`, `${mib(after.mean)}, most ${mib(after.most)}`,
	{ goal: "≤ 12 MiB", held: after.most <= 12 });
row(`PSS of everything then (${Object.entries(after.parts).map(([name, value]) => `${name} ${number(value, 0)}`).join(", ")})`, mib(after.all),
	{ goal: "< 300 MiB", held: after.all < 300 });
libraryFigures();
for (const learner of learners) learner.client.close();

console.log("| what | figure (requests/s) | p50 ms | p99 ms | µs of CPU: nginx + workers + MariaDB | bound | ratio (of CPU) | goal |");
console.log("|---|---|---|---|---|---|---|---|");
console.log(rows.join("\n"));
