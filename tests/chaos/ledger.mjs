// What clients wanted, what they were told, and when: the ledger that the server is held to.
import { randomUUID } from "node:crypto";

const pause = ms => new Promise(wake => setTimeout(wake, ms));

export class Ledger {
	// `patience`: how likely an intent is repeated after an attempt whose outcome is unknown; else it is left as it is.
	constructor(random, patience) {
		this.random = random;
		this.patience = patience;
		this.intents = [];
		this.faults = []; // {kind, at, recovered}: ms until a write that began after it was acknowledged
		this.interruptions = []; // ms from an intent's first failure to its answer, unless it was given up
		this.attempts = { unknown: 0, refused: 0, internal: 0 };
	}

	fault(kind) { this.faults.push({ kind, at: performance.now(), recovered: null }); }

	note(client, kind, method, path, body, key = randomUUID()) {
		const intent = { client, kind, method, path, body, key, tries: 0, unknown: 0, answer: null, failedAt: null, late: false };
		this.intents.push(intent);
		return intent;
	}

	// One attempt: the answer, or null when it is not final.
	async attempt(intent) {
		const begun = performance.now();
		intent.tries++;
		let answer = null;
		try {
			answer = await intent.client.send(intent.method, "/api/v1" + intent.path, intent.body, { "Idempotency-Key": intent.key });
		} catch { /* cut off: nobody knows */ }
		if (answer !== null && answer.status < 500 && answer.body?.code !== "in_flight") {
			for (const fault of this.faults)
				if (fault.recovered === null && begun > fault.at) fault.recovered = performance.now() - fault.at;
			return answer;
		}
		if (answer?.body?.code === "internal") this.attempts.internal++;
		if (["unavailable", "in_flight"].includes(answer?.body?.code)) this.attempts.refused++;
		else {
			this.attempts.unknown++;
			intent.unknown++;
		}
		intent.failedAt ??= begun;
		return null;
	}

	// Repeat the intent with its key until it is answered, or lose patience after an unknown outcome.
	async carry(intent, patience = this.patience, seconds = 60) {
		const end = performance.now() + seconds * 1000;
		for (;;) {
			const before = intent.unknown;
			const answer = await this.attempt(intent);
			if (answer !== null) {
				intent.answer = answer;
				if (intent.failedAt !== null && !intent.late) this.interruptions.push(performance.now() - intent.failedAt);
				return answer;
			}
			if (intent.unknown > before && this.random() >= patience) return null;
			if (performance.now() > end) throw new Error(`no answer to ${intent.method} ${intent.path} in ${seconds} s`);
			await pause(10 + this.random.below(60));
		}
	}

	do(client, kind, method, path, body, patience = this.patience) {
		return this.carry(this.note(client, kind, method, path, body), patience);
	}

	of(kind) { return this.intents.filter(intent => intent.kind === kind); }
	acknowledged(kind) { return this.of(kind).filter(intent => intent.answer !== null && intent.answer.status < 300); }
	open(kind) { return this.of(kind).filter(intent => intent.answer === null); }
}

export function quantile(numbers, q) {
	const sorted = [...numbers].sort((a, b) => a - b);
	return sorted.length === 0 ? 0 : sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))];
}
