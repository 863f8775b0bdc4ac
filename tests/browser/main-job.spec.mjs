// The main job by keyboard alone: make an account, pick a scenario, play it to its end, review its words, see the progress.
import { api, expect, freshName, heading, lines, PASSWORD, tabTo, test } from "./fixtures.mjs";

const type = (page, text) => page.keyboard.type(text);
const press = (page, key) => page.keyboard.press(key);

async function register(page) {
  const invite = (process.env.INVITE ?? "").split(",")[0];
  await page.goto("/register?language=es&native=en&level=A2" + (invite ? "&token=" + invite : ""));
  await heading(page, "Create an account");
  await tabTo(page, "input[name=username]");
  const name = freshName("kb");
  await type(page, name);
  await tabTo(page, "input[autocomplete=new-password]");
  await type(page, PASSWORD);
  await press(page, "Enter");
  await heading(page, "Today");
  return name;
}

/** Say ${text} and wait for the answer. */
async function say(page, text) {
  const said = await page.locator(".turn.learner:not(.pending)").count();
  await tabTo(page, "#say");
  await type(page, text);
  await press(page, "Enter");
  await expect(page.locator(".turn.learner:not(.pending)")).toHaveCount(said + 1);
  await expect(page.locator("#say")).toHaveValue("");
}

test("by keyboard alone from the account to the progress", async ({ page }) => {
  test.setTimeout(240_000);
  await register(page);

  // exactly one primary button, and it leads to a scenario
  await expect(page.locator("main .do-now")).toHaveCount(1);
  await tabTo(page, "#primary");
  await press(page, "Enter");
  await expect(page.locator("h1")).toBeFocused();
  await page.waitForURL(/\/scenarios\//);
  const scenario = await api(page, "GET", new URL(page.url()).pathname);
  await tabTo(page, ".play .btn.primary");
  await press(page, "Enter");
  await page.waitForURL(/\/practice\/\d+/);
  await expect(page.locator(".turn.partner").first()).toBeVisible();

  for (const [i, phase] of scenario.phases.entries()) {
    const onward = page.locator(".onward .btn");
    for (const text of lines(phase)) {
      if (await onward.count()) break;
      await say(page, text);
    }
    await expect(onward, `part ${i + 1} is complete`).toBeVisible();
    await press(page, "Shift+Tab"); // the button stands before the field
    await tabTo(page, ".onward .btn");
    await press(page, "Enter");
    if (i + 1 < scenario.phases.length) await expect(page.locator(".divider")).toHaveCount(i + 2);
  }

  // the result: what is due now is what the API says
  await heading(page, /Finished|A good part done/);
  const run = await api(page, "GET", "/runs/" + page.url().split("/").at(-1));
  expect(run.status).toBe("completed");
  expect(run.result.cards.length).toBeGreaterThan(3);
  const queue = await api(page, "GET", "/reviews/queue?language=es&limit=50");
  expect(queue.counts.new, "words to learn today").toBeGreaterThan(0);
  await tabTo(page, ".result .btn.primary");
  await press(page, "Enter");

  // review: Space shows and says Good, numbers rate, u takes back
  await heading(page, "Review");
  await expect(page.locator("#show")).toBeVisible();
  const first = await page.locator(".face").innerText();
  await press(page, "Space");
  await expect(page.locator(".grade.good")).toBeVisible();
  await expect(page.locator(".meanings li, .answer .quiet").first()).toBeVisible();
  await expect(page.locator(".grade-when").nth(2)).not.toBeEmpty();
  await press(page, "1");
  await expect(page.locator(".grade.good")).toBeHidden();
  await press(page, "u");
  await expect(page.locator(".face")).toHaveText(first);
  let reviews = 0;
  while (reviews < 60) {
    await expect(page.locator("#show, .empty").first()).toBeVisible();
    if (await page.locator(".empty").count()) break;
    await press(page, "Space");
    await expect(page.locator(".grades")).toBeVisible();
    await press(page, reviews % 3 === 2 ? "4" : "3");
    await expect(page.locator(".grades")).toBeHidden();
    reviews++;
  }
  expect(reviews).toBeGreaterThanOrEqual(queue.counts.new);
  await expect(page.locator(".unsent p")).toHaveCount(0);

  // the progress shows the numbers of the API
  await tabTo(page, ".rail a[href='/progress']");
  await press(page, "Enter");
  await heading(page, "Progress");
  const summary = await api(page, "GET", "/progress/summary?language=es");
  expect(summary.today.reviews).toBe(reviews);
  expect(summary.runs.completed).toBe(1);
  await expect(page.locator(".tile").first().locator("strong")).toHaveText(String(reviews));

  // the words are there
  await tabTo(page, ".rail a[href='/vocabulary']");
  await press(page, "Enter");
  await heading(page, "Words");
  await expect(page.locator(".word-row")).not.toHaveCount(0);
});
