// What only nginx and the workers together can show: TLS, headers on every status, limits of size, pools.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client, base, fact } from "./client.mjs";

// Redocly's strict rules on the description that the server makes from its tables.
function lint(openapi) {
	const directory = mkdtempSync(join(tmpdir(), "openapi-"));
	writeFileSync(join(directory, "openapi.json"), JSON.stringify(openapi));
	const run = spawnSync(process.execPath, [fileURLToPath(new URL("node_modules/@redocly/cli/bin/cli.js", import.meta.url)), "lint",
		"--extends", "recommended-strict", "openapi.json"], { cwd: directory, encoding: "utf8",
		env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" } });
	rmSync(directory, { recursive: true });
	return run;
}

const always = ["strict-transport-security", "x-content-type-options", "content-security-policy", "referrer-policy"];

export async function protocol() {
	const visitor = new Client();
	const big = "x".repeat(70 * 1024);
	for (const [method, path, body, status, code] of [
		["GET", "/api/v1/site", undefined, 200],
		["GET", "/api/v1/nothing", undefined, 404, "unknown"],
		["GET", "/api/v1/me", undefined, 401, "unauthorized"],
		["POST", "/api/v1/scenarios", {}, 405, "wrong_method"],
		["GET", "/api/v1/scenarios?limit=0", undefined, 422, "invalid"],
		["POST", "/api/v1/try/turns", { big }, 413, "too_large"],
		["GET", "/", undefined, 200],
		["GET", "/assets/nothing.js", undefined, 404],
	]) {
		const answer = await visitor.send(method, path, body);
		fact(answer.status === status, `${method} ${path} is ${status}`, answer.status);
		if (code) fact(answer.body.code === code, `${method} ${path} says ${code}`, answer.body);
		if (code) fact(/problem\+json/.test(answer.headers["content-type"]), `${path} answers a problem document`, answer.headers);
		for (const header of always) fact(header in answer.headers, `${method} ${path} (${status}) has ${header}`);
		fact(!/nginx\/|parlance\//i.test(answer.headers.server ?? ""), "no version is told", answer.headers.server);
	}
	const first = await visitor.get("/scenarios/restaurant_dinner_reservation");
	fact(first.status === 200 && first.headers.etag, "a scenario has an ETag", first.headers);
	const again = await visitor.send("GET", "/api/v1/scenarios/restaurant_dinner_reservation", undefined, { "If-None-Match": first.headers.etag });
	fact(again.status === 304 && again.body === "", "unchanged is 304 without a body", again.status);
	fact(!JSON.stringify(first.body).includes("partner_lines"), "the partner's lines are not in the document");
	const foreign = await visitor.send("POST", "/api/v1/auth/login", { username: "x", password: "y" }, { Origin: "https://elsewhere.example" });
	fact(foreign.status === 403 && foreign.body.code === "cross_site", "another site cannot sign in", foreign.body);
	const openapi = await visitor.get("/openapi.json");
	fact(openapi.body.openapi === "3.1.0" && Object.keys(openapi.body.paths).length > 20, "the API describes itself");
	const linted = lint(openapi.body);
	fact(linted.status === 0, "the description passes the linter's strict rules", linted.stdout + linted.stderr);
	fact(base.protocol === "https:", "over TLS");
	visitor.close();
}
