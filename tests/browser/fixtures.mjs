import { expect, test as base } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

export { expect };
export const PASSWORD = "seven grey herons wade";
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let count = 0;
/** A name nobody has yet. */
export const freshName = prefix =>
  `${prefix}_${Date.now().toString(36)}${process.pid.toString(36)}${count++}`.slice(0, 30);

/** Call the API as this page's visitor; what comes back is not 2xx fails the test. */
export async function api(page, method, path, body) {
  const unsafe = method !== "GET";
  const answer = await page.request.fetch("/api/v1" + path, {
    method,
    ...(body !== undefined && { data: body }),
    headers: unsafe
      ? { Origin: process.env.BASE, "Idempotency-Key": randomUUID(), "Content-Type": "application/json" }
      : {},
  });
  expect(answer.ok(), `${method} ${path}: ${answer.status()} ${answer.ok() ? "" : await answer.text()}`).toBe(true);
  return answer.status() === 204 ? null : answer.json();
}

/** Make an account and sign this page in as it, without the pages. */
export async function signUp(page, more = {}) {
  const invites = (process.env.INVITE ?? "").split(",").filter(Boolean);
  const who = await api(page, "POST", "/auth/register", {
    username: freshName("t"),
    display_name: "Ana Test",
    password: PASSWORD,
    timezone: "Europe/Madrid",
    ui_language: "en",
    native_language: "en",
    language: "es",
    level: "A2",
    ...(invites.length && { token: invites[count % invites.length] }),
    ...more,
  });
  await page.addInitScript(id => {
    if (!localStorage.getItem("parlance.user")) localStorage.setItem("parlance.user", id);
  }, who.user_id);
  return who;
}

/** The first scenario of ${language} whose document is complete. */
export async function firstScenario(page, language = "es") {
  const list = await api(page, "GET", `/scenarios?language=${language}&limit=20`);
  expect(list.items.length, "there are scenarios in " + language).toBeGreaterThan(0);
  return api(page, "GET", "/scenarios/" + list.items[0].scenario_id);
}

/** What to say in ${phase}: the model of each goal, then every phrase without gaps. */
export const lines = phase => [
  ...phase.success_criteria.map(c => c.model).filter(Boolean),
  ...phase.essential_phrases.map(p => p.text).filter(text => !/[…{}]/.test(text)),
];

/** Play a run through the API, ${phases} of its phases (all by default); gives the run's id. */
export async function playByApi(page, scenario, phases = scenario.phases.length, finish = true) {
  const run = await api(page, "POST", "/runs", { scenario_id: scenario.scenario_id });
  for (let p = 0; p < phases; p++) {
    for (const text of lines(scenario.phases[p])) {
      const step = await api(page, "POST", `/runs/${run.run_id}/turns`, { text });
      if (step.state.phases[p].complete) break;
    }
    if (p + 1 < phases) await api(page, "POST", `/runs/${run.run_id}/next`, {});
  }
  if (finish) await api(page, "POST", `/runs/${run.run_id}/complete`, {});
  return run.run_id;
}

/** The faults axe finds on the page, each as "rule: where". */
export async function axe(page) {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    return violations.map(
      v =>
        `${v.id}: ${v.nodes
          .map(n => n.target.join(" "))
          .slice(0, 3)
          .join(" | ")}`,
    );
  });
}

/** Press Tab until what has the focus fits ${selector}. */
export async function tabTo(page, selector, most = 80) {
  for (let i = 0; i < most; i++) {
    if (await page.evaluate(s => document.activeElement?.matches(s) ?? false, selector)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${selector} is not reached by ${most} times Tab`);
}

/** The heading of the page stands and has the focus. */
export async function heading(page, name) {
  const h1 = page.getByRole("heading", { level: 1, name });
  await expect(h1).toBeVisible();
  return h1;
}

/**
 * A page on which any error, any console error and any break of the content security policy fails the test.
 * `allow` holds the patterns of console errors a test provokes on purpose.
 */
export const test = base.extend({
  allow: [{ patterns: [] }, { option: true }],
  page: async ({ page, allow }, use) => {
    const bad = [];
    page.on("pageerror", e => bad.push("error: " + e.message));
    page.on("console", m => {
      if (m.type() === "error" && !allow.patterns.some(pattern => pattern.test(m.text())))
        bad.push("console: " + m.text());
    });
    await page.addInitScript(() =>
      addEventListener("securitypolicyviolation", e =>
        console.error("CSP " + e.violatedDirective + " " + e.blockedURI),
      ),
    );
    await use(page);
    expect(bad).toEqual([]);
  },
});
