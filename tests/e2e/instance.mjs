// The running instance from outside: its clock, its workers, its command.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const directory = process.env.PARLANCE_INSTANCE;

// Move the clock of the workers (libfaketime reads the file at every look at the clock).
export function clock(offset) {
	writeFileSync(process.env.PARLANCE_CLOCK, offset);
}

const pidFile = pool => [join(directory, "run", pool + ".pid"), `/run/parlance/${pool}.pid`].find(existsSync);
export const supervisor = (pool = "app") => Number(readFileSync(pidFile(pool), "utf8"));

// The workers of a pool: the supervisor's children.
export function workers(pool = "app") {
	const pid = supervisor(pool);
	return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(/\s+/).filter(Boolean).map(Number);
}

export async function until(holds, what, seconds = 30) {
	for (const end = Date.now() + seconds * 1000; !(await holds());) {
		if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s`);
		await new Promise(wake => setTimeout(wake, 50));
	}
}

// Replace every worker, one after the other, as a new release would.
export async function restart(pool = "app") {
	const before = new Set(workers(pool));
	process.kill(supervisor(pool), "SIGHUP");
	await until(() => workers(pool).length >= before.size && workers(pool).every(pid => !before.has(pid)), "rolling restart", 60);
}

// Run the operator's command under the workers' clock; its standard output.
export function command(...args) {
	return execFileSync(process.env.PARLANCE, args, { encoding: "utf8", env: { ...process.env, ...faked() } });
}

function faked() {
	const preload = process.env.PARLANCE_PRELOAD;
	return preload ? { LD_PRELOAD: preload, FAKETIME_TIMESTAMP_FILE: process.env.PARLANCE_CLOCK, FAKETIME_NO_CACHE: "1",
		FAKETIME_DONT_FAKE_MONOTONIC: "1" } : {};
}

// A report as objects.
export const report = (name, ...args) => JSON.parse(command("report", name, "--json", ...args));
