// A browser's manners without a browser: cookie jar, Origin, Idempotency-Key kept over retries.
import { Agent, request } from "node:https";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";

export const base = new URL(process.env.PARLANCE_URL);
const ca = readFileSync(process.env.PARLANCE_CA);
export const password = "a quiet evening in june";

export class Client {
	constructor() {
		this.cookie = "";
		this.agent = new Agent({ keepAlive: true, maxSockets: 2, ca });
	}

	// One HTTP exchange: {status, headers, body} with the body parsed when it is JSON. Rejects when there is no answer.
	send(method, path, body, headers = {}) {
		const text = body === undefined ? undefined : JSON.stringify(body);
		const options = {
			method, agent: this.agent, host: base.hostname, port: base.port, path, timeout: 40000,
			headers: {
				Origin: base.origin,
				...(text === undefined ? {} : { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) }),
				...(this.cookie ? { Cookie: this.cookie } : {}),
				...headers,
			},
		};
		return new Promise((resolve, reject) => {
			const call = request(options, answer => {
				const chunks = [];
				answer.on("data", chunk => chunks.push(chunk));
				answer.on("error", reject);
				answer.on("end", () => {
					this.keep(answer.headers["set-cookie"]);
					const raw = Buffer.concat(chunks).toString("utf8");
					const json = /json/.test(answer.headers["content-type"] ?? "");
					resolve({ status: answer.statusCode, headers: answer.headers, body: json && raw ? JSON.parse(raw) : raw });
				});
			});
			call.on("timeout", () => call.destroy(new Error("timeout")));
			call.on("error", reject);
			call.end(text);
		});
	}

	keep(cookies) {
		for (const cookie of cookies ?? []) {
			const value = /^(__Host-parlance=[^;]*)/.exec(cookie)?.[1];
			if (value !== undefined) this.cookie = value.endsWith("=") ? "" : value;
		}
	}

	get(path) { return this.send("GET", "/api/v1" + path); }

	// An unsafe call with a key of its own; `key` repeats an earlier intent.
	call(method, path, body, key = randomUUID()) {
		return this.send(method, "/api/v1" + path, body, { "Idempotency-Key": key });
	}

	post(path, body = {}, key = undefined) { return this.call("POST", path, body, key); }

	// The same intent again and again until somebody answers; what was answered in between does not matter.
	async surely(method, path, body, key = randomUUID(), seconds = 60) {
		for (const end = Date.now() + seconds * 1000; ;) {
			try {
				const answer = await this.call(method, path, body, key);
				if (answer.status < 500) return answer;
			} catch (error) {
				if (Date.now() > end) throw error;
			}
			if (Date.now() > end) throw new Error(`no answer to ${method} ${path}`);
			await new Promise(wake => setTimeout(wake, 50));
		}
	}

	async register(username, profile) {
		const answer = await this.call("POST", "/auth/register", { username, password, ...profile });
		if (answer.status !== 201) throw new Error(`register ${username}: ${answer.status} ${JSON.stringify(answer.body)}`);
		return answer.body;
	}

	close() { this.agent.destroy(); }
}

// Facts: one line each that is false, and the count at the end.
let passed = 0, failed = 0;
export function fact(holds, what, seen = undefined) {
	if (holds) passed++;
	else {
		failed++;
		console.log(`not ok - ${what}${seen === undefined ? "" : ": " + JSON.stringify(seen)?.slice(0, 500)}`);
	}
	return holds;
}
export const same = (a, b, what) => fact(JSON.stringify(a) === JSON.stringify(b), what, { a, b });
export function finish() {
	console.log(`${passed} passed, ${failed} failed`);
	process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

// The lines of a dialogue of tests/content, phase by phase.
export const dialogue = name => readFileSync(new URL(`../content/${name}.txt`, import.meta.url), "utf8").trim()
	.split(/^== next$/m).map(phase => phase.trim().split("\n").map(line => line.trim()).filter(Boolean));
