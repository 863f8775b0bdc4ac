// Rolling restarts under a load of writes: no request fails, none is counted twice.
import { Client, dialogue, fact } from "./client.mjs";
import { restart } from "./instance.mjs";

export async function rollingRestart() {
	const clients = await Promise.all(["r1", "r2", "r3", "r4"].map(async name => {
		const client = new Client();
		await client.register(name + "_" + Date.now().toString(36), { native_language: "es", language: "en", level: "A2", timezone: "Etc/UTC" });
		const run = await client.post("/runs", { scenario_id: "restaurant_dinner_reservation" });
		return { client, run: run.body.run_id, sent: 0 };
	}));
	const lines = dialogue("restaurant_dinner_reservation.good").flat();
	let stop = false;
	const bad = [];
	const work = clients.map(async one => {
		while (!stop && one.sent < 190) {
			const answer = await one.client.post(`/runs/${one.run}/turns`, { text: lines[one.sent % lines.length] }).catch(error => ({ status: 0, body: String(error) }));
			if (answer.status !== 201) bad.push(answer);
			else one.sent++;
		}
	});
	for (let i = 0; i < 3; i++) await restart();
	stop = true;
	await Promise.all(work);
	const sent = clients.reduce((sum, one) => sum + one.sent, 0);
	console.log(`# ${sent} writes during 3 rolling restarts, ${bad.length} failed`);
	fact(bad.length === 0, "no write failed during the restarts", bad[0]);
	fact(sent > 20, "there was load", sent);
	for (const one of clients) {
		const run = (await one.client.get(`/runs/${one.run}`)).body;
		const said = run.turns.filter(turn => turn.who === "learner").length;
		fact(said === one.sent, "every acknowledged turn is there once", { said, sent: one.sent });
		fact(run.turns.every((turn, i) => turn.number === i + 1), "turn numbers have no gaps");
		one.client.close();
	}
}
