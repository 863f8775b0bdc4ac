// Every page in both themes: no fault that axe finds, no sideways scrolling on a small phone, learning text in its language.
import { api, axe, expect, firstScenario, playByApi, signUp, test } from "./fixtures.mjs";

const THEMES = ["light", "dark"];
const OUT = {
  welcome: "/",
  login: "/login",
  register: "/register",
  setup: "/setup?token=x",
  reset: "/reset?token=x",
  discover: "/discover",
  missing: "/nowhere",
};
const IN = {
  home: "/",
  discover: "/discover",
  nothing_found: "/discover?q=zzzzzz",
  scenario: p => "/scenarios/" + p.scenario,
  runs: "/practice",
  practice: p => "/practice/" + p.open,
  result: p => "/practice/" + p.done,
  review: "/review",
  vocabulary: "/vocabulary",
  progress: "/progress",
  profile: "/settings",
  languages: "/settings/languages",
  security: "/settings/security",
};

/** Show ${path}, look at it by axe over its whole height (bars that stick cover nothing then), and at 320 px. */
async function look(page, path, theme, name) {
  await page.setViewportSize({ width: 1280, height: 3000 });
  await page.emulateMedia({ colorScheme: theme });
  await page.goto(path);
  await expect(page.locator("h1")).toBeVisible();
  await expect(page.locator(".skeleton")).toHaveCount(0);
  expect(await axe(page), `${name}, ${theme}, wide`).toEqual([]);
  await page.setViewportSize({ width: 320, height: 4000 });
  expect(await axe(page), `${name}, ${theme}, narrow`).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide, `${name} scrolls sideways at 320 px`).toBe(0);
}

for (const theme of THEMES) {
  test(`signed out, ${theme}`, async ({ page }) => {
    test.setTimeout(120_000);
    for (const [name, path] of Object.entries(OUT)) await look(page, path, theme, name);
  });

  test(`a new learner, ${theme}`, async ({ page }) => {
    test.setTimeout(120_000);
    await signUp(page, { level: "A1" });
    for (const name of ["home", "runs", "review", "vocabulary", "progress"])
      await look(page, IN[name], theme, "new " + name);
  });

  test(`with something done, ${theme}`, async ({ page }) => {
    test.setTimeout(240_000);
    await signUp(page);
    const scenario = await firstScenario(page);
    const done = await playByApi(page, scenario);
    const open = await playByApi(page, scenario, 1, false);
    for (const [name, path] of Object.entries(IN))
      await look(
        page,
        typeof path === "string" ? path : path({ scenario: scenario.scenario_id, done, open }),
        theme,
        name,
      );
    // the answer side of a card, and a dialog over it
    await page.goto("/review");
    await page.locator("#show").click();
    await expect(page.locator(".grades")).toBeVisible();
    expect(await axe(page), "the answer of a card").toEqual([]);
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog")).toBeVisible();
    expect(await axe(page), "a dialog").toEqual([]);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  });
}

test.describe("when the server does not answer", () => {
  test.use({ allow: { patterns: [/Failed to load resource/, /ERR_/] } });
  test("each page says so, offers to try again, and does", async ({ page }) => {
    test.setTimeout(120_000);
    await signUp(page);
    for (const path of ["/", "/discover", "/practice", "/review", "/vocabulary", "/progress", "/settings/security"]) {
      let broken = true;
      await page.route(/\/api\/v1\/(?!me$|site)/, route =>
        broken
          ? route.fulfill({
              status: 503,
              contentType: "application/problem+json",
              headers: { "Retry-After": "9" },
              body: JSON.stringify({ status: 503, code: "unavailable", title: "x" }),
            })
          : route.continue(),
      );
      await page.goto(path);
      const alert = page.getByRole("alert");
      await expect(alert.first(), path).toContainText("not ready");
      expect(await axe(page), path + " failed").toEqual([]);
      broken = false;
      await alert.first().getByRole("button", { name: "Try again" }).click();
      await expect(page.getByRole("alert"), path).toHaveCount(0);
      await page.unrouteAll({ behavior: "wait" });
    }
  });
});

test("axe finds a planted fault", async ({ page }) => {
  await page.goto("/login");
  await expect(page.locator("h1")).toBeVisible();
  await page.evaluate(() => {
    const input = document.createElement("input");
    document.querySelector("main").append(input);
  });
  expect((await axe(page)).some(fault => fault.startsWith("label"))).toBe(true);
});

test("texts of the language learnt say so", async ({ page }) => {
  await signUp(page);
  const scenario = await firstScenario(page);
  await page.goto("/scenarios/" + scenario.scenario_id);
  await expect(page.locator(".tap").first()).toBeVisible();
  for (const word of scenario.phases[0].key_vocabulary.slice(0, 3))
    await expect(page.locator(`.phase [lang=es]`, { hasText: word.term }).first()).toBeAttached();
  const open = await playByApi(page, scenario, 1, false);
  await page.goto("/practice/" + open);
  await expect(page.locator(".turn.partner .bubble p").first()).toHaveAttribute("lang", "es");
  await expect(page.locator("#say")).toHaveAttribute("lang", "es");
  expect((await api(page, "GET", "/me")).native_language).toBe("en");
});
