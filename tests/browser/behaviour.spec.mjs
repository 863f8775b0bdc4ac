import { api, expect, firstScenario, heading, lines, playByApi, signUp, tabTo, test } from "./fixtures.mjs";

test("the answers carry the security headers", async ({ page }) => {
  const answer = await page.goto("/");
  const headers = answer.headers();
  expect(headers["content-security-policy"]).toContain("require-trusted-types-for 'script'");
  expect(headers["content-security-policy"]).not.toContain("unsafe");
  expect(headers["x-content-type-options"]).toBe("nosniff");
  const script = await page.locator("script[type=module]").getAttribute("src");
  const asset = await page.request.get(script);
  expect(asset.headers()["cache-control"]).toContain("immutable");
  expect(asset.headers()["content-encoding"]).toBe("gzip");
  expect((await page.request.get("/assets/none-AAAA.js")).status(), "a chunk that is gone").toBe(404);
  expect(await page.content()).not.toMatch(/<[^>]+ style=/);
});

test("links go deep, Back goes back to where one was, headings take the focus", async ({ page }) => {
  await signUp(page);
  const scenario = await firstScenario(page);
  await page.goto("/discover?language=es&difficulty=" + scenario.difficulty);
  await expect(page.locator("#results .scenario-card").first()).toBeVisible();
  await page.setViewportSize({ width: 360, height: 500 });
  await page.evaluate(() => scrollTo(0, 300));
  await page.locator(".scenario-card a").first().click();
  await page.waitForURL(/\/scenarios\//);
  await expect(page.locator("h1")).toBeFocused();
  expect(await page.evaluate(() => scrollY)).toBe(0);
  await page.goBack();
  await heading(page, "Discover");
  await expect(page.getByLabel("Difficulty")).toHaveValue(scenario.difficulty);
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(200);
});

test("search as one types, kept in the address", async ({ page }) => {
  await signUp(page);
  const scenario = await firstScenario(page);
  await page.goto("/discover");
  await expect(page.locator(".scenario-card").first()).toBeVisible();
  const word = scenario.title.split(/\s+/).sort((a, b) => b.length - a.length)[0];
  await page.getByLabel("Search").fill(word);
  await expect(page).toHaveURL(/q=/);
  await expect(
    page.locator(".scenario-card", { has: page.locator(`a[href$="${scenario.scenario_id}"]`) }),
  ).toBeVisible();
  await page.getByLabel("Search").fill("zzzzzzzz");
  await expect(page.getByText("Nothing fits all of that")).toBeVisible();
  await page.getByRole("button", { name: "Clear the filters" }).click();
  await expect(page.locator(".scenario-card").first()).toBeVisible();
  await page.getByRole("tab", { name: "All" }).press("ArrowRight");
  await expect(page.getByRole("tab", { name: "Restaurant" })).toBeFocused();
  await expect(page).toHaveURL(/category=restaurant/);
});

test("leaving a conversation and coming back loses nothing", async ({ page }) => {
  await signUp(page);
  const scenario = await firstScenario(page);
  const run = await api(page, "POST", "/runs", { scenario_id: scenario.scenario_id });
  await page.goto("/practice/" + run.run_id);
  await page.locator("#say").fill(lines(scenario.phases[0])[0]);
  await page.keyboard.press("Enter");
  await expect(page.locator(".turn.learner:not(.pending)")).toHaveCount(1);
  await page.locator("#say").fill("a sentence I am still writing");
  const before = await page.locator(".log").innerText();
  await page.getByRole("link", { name: "Leave" }).click();
  await page.getByRole("link", { name: "Continue" }).click();
  await expect(page.locator("#say")).toHaveValue("a sentence I am still writing");
  await page.reload();
  await expect(page.locator("#say")).toHaveValue("a sentence I am still writing");
  const spoken = text =>
    text
      .split("\n")
      .map(line => line.trim())
      .filter(line => line && !line.startsWith("Goal reached"))
      .join("\n");
  await expect.poll(async () => spoken(await page.locator(".log").innerText())).toBe(spoken(before));
});

test("hints in three steps, the word list closed until asked for", async ({ page }) => {
  await signUp(page);
  const scenario = await firstScenario(page);
  const run = await api(page, "POST", "/runs", { scenario_id: scenario.scenario_id });
  await page.goto("/practice/" + run.run_id);
  for (const [i, name] of ["What do I say?", "Show me a start", "Show me the whole"].entries()) {
    await page.getByRole("button", { name }).click();
    await expect(page.locator(".hint")).toHaveCount(i + 1);
  }
  const words = page.locator("details.words");
  await expect(words).not.toHaveAttribute("open", /.*/);
  const asked = page.waitForRequest(r => r.url().endsWith("/hint") && r.postDataJSON().step === "words");
  await words.locator("summary").click();
  await asked;
  await expect.poll(async () => (await api(page, "GET", "/runs/" + run.run_id)).state.list_open).toBe(true);
});

test("a beginner builds a sentence from tiles, with special letters within reach", async ({ page }) => {
  await signUp(page, { level: "A1" });
  const scenario = await firstScenario(page);
  const run = await api(page, "POST", "/runs", { scenario_id: scenario.scenario_id });
  await page.goto("/practice/" + run.run_id);
  const tiles = page.getByRole("toolbar", { name: "Words to build with" });
  await tabTo(page, ".tiles button");
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  const [one, two] = await tiles.getByRole("button").allInnerTexts();
  await expect(page.locator("#say")).toHaveValue(`${one} ${two}`);
  await tabTo(page, ".letters button");
  await page.keyboard.press("Enter");
  await expect(page.locator("#say")).toHaveValue(`${one} ${two}á`);
  await expect(page.locator("#say")).toBeFocused();
  const helped = page.waitForRequest(r => r.url().endsWith("/hint") && r.postDataJSON().step === "words");
  await page.keyboard.press("Enter");
  await helped;
  await expect(page.locator(".turn.learner:not(.pending)")).toHaveCount(1);
});

test.describe("when answers get lost", () => {
  test.use({ allow: { patterns: [/Failed to load resource/, /ERR_/] } });

  test("a turn whose answer was lost is said once", async ({ page }) => {
    await signUp(page);
    const scenario = await firstScenario(page);
    const run = await api(page, "POST", "/runs", { scenario_id: scenario.scenario_id });
    await page.goto("/practice/" + run.run_id);
    let lost = 0;
    await page.route("**/turns", async route => {
      if (lost++ > 0) return route.continue();
      await route.fetch(); // the server takes it
      await route.abort(); // the page never hears of it
    });
    await page.locator("#say").fill(lines(scenario.phases[0])[0]);
    await page.keyboard.press("Enter");
    await expect(page.locator(".turn.learner:not(.pending)")).toHaveCount(1);
    expect(lost).toBeGreaterThan(1);
    const now = await api(page, "GET", "/runs/" + run.run_id);
    expect(now.turns.filter(turn => turn.kind === "say").length).toBe(1);
  });

  test("reviews wait while the server is away and arrive once, also over a reload", async ({ page }) => {
    await signUp(page);
    await playByApi(page, await firstScenario(page));
    await page.goto("/review");
    await expect(page.locator("#show")).toBeVisible();
    await page.route("**/api/v1/reviews/*-*", route => route.abort());
    for (let i = 0; i < 2; i++) {
      await page.keyboard.press("Space");
      await expect(page.locator(".grades")).toBeVisible();
      await page.keyboard.press("3");
      await expect(page.locator(".grades")).toBeHidden();
    }
    await expect(page.locator(".unsent p")).toContainText("2 reviews are waiting");
    expect((await api(page, "GET", "/progress/summary?language=es")).today.reviews).toBe(0);
    await page.reload();
    await expect(page.locator(".unsent p")).toContainText("2 reviews are waiting");
    await page.unrouteAll({ behavior: "ignoreErrors" });
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await expect(page.locator(".unsent p")).toHaveCount(0);
    expect((await api(page, "GET", "/progress/summary?language=es")).today.reviews).toBe(2);
  });

  test("an answer taken back while the server is away leaves no review", async ({ page }) => {
    await signUp(page);
    await playByApi(page, await firstScenario(page));
    await page.goto("/review");
    await expect(page.locator("#show")).toBeVisible();
    await page.route("**/api/v1/reviews/*-*", async route => {
      if (route.request().method() === "PUT") await route.fetch();
      await route.abort();
    });
    await page.keyboard.press("Space");
    await expect(page.locator(".grades")).toBeVisible();
    await page.keyboard.press("1");
    await expect
      .poll(
        async () => (await api(page, "GET", "/progress/summary?language=es")).today.reviews,
        "the server has it, the page does not know",
      )
      .toBe(1);
    await page.keyboard.press("u");
    await page.unrouteAll({ behavior: "ignoreErrors" });
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await expect.poll(async () => (await api(page, "GET", "/progress/summary?language=es")).today.reviews).toBe(0);
    await expect(page.locator(".unsent p")).toHaveCount(0);
  });
});

test("single keys can be switched off; Space and Enter stay", async ({ page }) => {
  await signUp(page);
  await playByApi(page, await firstScenario(page));
  await api(page, "PATCH", "/me", { single_key_shortcuts: false });
  await page.goto("/review");
  await expect(page.locator("#show")).toBeVisible();
  const face = await page.locator(".face").innerText();
  await page.keyboard.press("Space");
  await expect(page.locator(".grades")).toBeVisible();
  for (const key of ["1", "e", "-", "@", "?"]) await page.keyboard.press(key);
  await expect(page.locator(".grades")).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.locator(".face")).toHaveText(face);
  await page.keyboard.press("Enter");
  await expect(page.locator(".grades")).toBeHidden();
});

test("a card can be edited, suspended and brought back", async ({ page }) => {
  await signUp(page);
  await playByApi(page, await firstScenario(page));
  await page.goto("/review");
  await page.locator("#show").click();
  await page.keyboard.press("e");
  const field = page.getByRole("dialog").getByLabel("Translation");
  await field.fill("my own meaning");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.locator(".meanings")).toContainText("my own meaning");
  const face = await page.locator(".face").innerText();
  await page.keyboard.press("@");
  await expect(page.locator(".toast")).toContainText("Suspended");
  await expect(page.locator(".face")).not.toHaveText(face);
  await page.locator(".toast").getByRole("button", { name: "Undo" }).click();
  await expect(page.locator(".face")).toHaveText(face);
});

test("nothing moves for those who asked for stillness, and keys leave fields alone", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await signUp(page);
  await page.goto("/vocabulary");
  await page.getByLabel("Search your words").fill("u1?");
  await expect(page.getByLabel("Search your words")).toHaveValue("u1?");
  expect(await page.evaluate(() => getComputedStyle(document.querySelector(".rail a")).transitionDuration)).toBe("0s");
});
