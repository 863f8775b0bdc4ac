// The end-to-end tests: through nginx over TLS, with no fixture in between.
import { finish } from "./client.mjs";
import { protocol } from "./protocol.mjs";
import { mainJob } from "./main-job.mjs";
import { rollingRestart } from "./restart.mjs";

for (const [name, run] of [["protocol", protocol], ["main job", mainJob], ["rolling restart", rollingRestart]]) {
	console.log(`# ${name}`);
	await run();
}
finish();
