// A learner with two tabs: one plays scenarios from beginning to end, the other one answers cards.
import { Client, dialogue } from "../e2e/client.mjs";

const pause = ms => new Promise(wake => setTimeout(wake, ms));
const courses = {
	en: ["restaurant_dinner_reservation", "hotel_check_in", "doctor_visit_consultation"],
	es: ["restaurant_dinner_reservation_es", "hotel_check_in_es", "doctor_visit_consultation_es"],
};

export class Learner {
	constructor(name, language, ledger, random) {
		Object.assign(this, { name, language, ledger, random });
		this.scenarios = courses[language];
		this.player = new Client();
		this.reviewer = new Client();
		this.runs = []; // {learner, run_id, scenario_id, turns: [intent], complete: intent or null}
		this.cards = [];
		this.said = 0;
	}

	async register() {
		await this.player.register(this.name, { native_language: this.language === "en" ? "es" : "en", language: this.language,
			level: "A2", timezone: "Etc/UTC" });
		this.reviewer.cookie = this.player.cookie;
	}

	think() { return pause(this.random.below(40)); }

	// What the server thinks of a run; asked until it answers.
	async look(run) {
		for (const end = performance.now() + 60000; performance.now() < end; await pause(50)) {
			const answer = await this.player.get(`/runs/${run.run_id}`).catch(() => null);
			if (answer?.status === 200) return answer.body;
		}
		throw new Error(`run ${run.run_id} cannot be seen`);
	}

	async begin(scenario_id) {
		const begun = await this.ledger.do(this.player, "start", "POST", "/runs", { scenario_id, restart: true }, 1);
		if (begun.status !== 201) throw new Error(`begin: ${begun.status} ${JSON.stringify(begun.body)}`);
		const run = { learner: this, run_id: begun.body.run_id, scenario_id, turns: [], complete: null };
		this.runs.push(run);
		return run;
	}

	// Every sentence carries a number, so that it can be found again.
	async say(run, line) {
		const intent = this.ledger.note(this.player, "turn", "POST", `/runs/${run.run_id}/turns`, { text: `${line} (${++this.said})` });
		intent.run = run;
		run.turns.push(intent);
		return this.ledger.carry(intent);
	}

	// Leave the phase, however far it got: a sentence may have been given up.
	async leave(run) {
		for (let i = 0; i < 5; i++) {
			const { state } = await this.look(run);
			const how = state.can_advance ? "next" : "skip";
			const answer = await this.ledger.do(this.player, how, "POST", `/runs/${run.run_id}/${how}`, {}, 1);
			if (answer.status === 200) return;
		}
		throw new Error(`run ${run.run_id} does not leave its phase`);
	}

	async complete(run, patience) {
		run.complete = this.ledger.note(this.player, "completion", "POST", `/runs/${run.run_id}/complete`, {});
		run.complete.run = run;
		const answer = await this.ledger.carry(run.complete, patience);
		if (answer?.status === 200) this.meet(answer.body);
		return answer;
	}

	meet(result) {
		for (const card of result.cards)
			if (!this.cards.includes(card.card_id)) this.cards.push(card.card_id);
	}

	// Play `phases` phases of a scenario (all when undefined) and finish; `stop()` ends it early, where it stands.
	async play(scenario_id, phases, stop = () => false, patience = undefined) {
		const run = await this.begin(scenario_id);
		const script = dialogue(scenario_id + ".good").slice(0, phases);
		for (const [n, lines] of script.entries()) {
			for (const line of lines) {
				if (stop()) return run;
				await this.say(run, line);
				await this.think();
			}
			if (n + 1 < script.length) await this.leave(run);
		}
		await this.complete(run, patience);
		return run;
	}

	async playOn(stop) {
		while (!stop()) await this.play(this.scenarios[this.random.below(this.scenarios.length)], undefined, stop);
	}

	reviewIntent(card_id, rating = 1 + this.random.below(4)) {
		const body = { card_id, rating, duration_ms: 500 + this.random.below(9000), answered_at: new Date().toISOString() };
		const intent = this.ledger.note(this.reviewer, "review", "PUT", null, body);
		intent.path = `/reviews/${intent.key}`;
		intent.learner = this;
		return intent;
	}

	async reviewOn(stop) {
		while (!stop()) {
			await this.ledger.carry(this.reviewIntent(this.cards[this.random.below(this.cards.length)]));
			await this.think();
		}
	}

	close() {
		this.player.close();
		this.reviewer.close();
	}
}
