// Killing parts of the running instance, and looking into its database past the workers.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { userInfo } from "node:os";
import { until, workers } from "../e2e/instance.mjs";

const directory = process.env.PARLANCE_INSTANCE;
const place = name => [join(directory, "run/database", name), join("/run/parlance/database", name)].find(existsSync);

// A random number generator with a seed (mulberry32): `random()` in [0, 1), `random.below(n)` an integer.
export function randomFrom(seed) {
	let state = seed >>> 0;
	const random = () => {
		state = (state + 0x6D2B79F5) >>> 0;
		let t = Math.imul(state ^ (state >>> 15), state | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
	random.below = n => Math.floor(random() * n);
	return random;
}

// Rows of the database as lists of texts, read by its administrator: the truth that the API is compared with.
export function sql(statement) {
	const out = execFileSync("mariadb", ["--defaults-file=/dev/null", `--socket=${place("database.sock")}`,
		`--user=${userInfo().username}`, "--batch", "--skip-column-names", "parlance"],
	{ input: statement, encoding: "utf8", maxBuffer: 1 << 28 });
	return out.split("\n").filter(Boolean).map(line => line.split("\t"));
}

function databasePid() {
	const file = place("database.pid");
	return file === undefined ? 0 : Number(readFileSync(file, "utf8")) || 0;
}

function alive(pid) {
	try {
		return pid > 0 && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
	} catch {
		return false;
	}
}

// kill -9 of one worker of the pool, whichever it is; resolves when that is done.
export async function killWorker(random) {
	await until(() => workers().length > 0, "a worker to kill", 30);
	const pids = workers();
	process.kill(pids[random.below(pids.length)], "SIGKILL");
}

// kill -9 of MariaDB, which the instance starts again by itself; resolves when the new one runs.
export async function killDatabase() {
	await until(() => alive(databasePid()), "MariaDB to kill", 30);
	const old = databasePid();
	process.kill(old, "SIGKILL");
	await until(() => databasePid() !== old && alive(databasePid()), "another MariaDB", 60);
}
