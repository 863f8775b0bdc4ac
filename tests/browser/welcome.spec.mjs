import { expect, heading, tabTo, test } from "./fixtures.mjs";

test("three turns without an account, by keyboard", async ({ page }) => {
  await page.goto("/");
  await heading(page, "Practise a real conversation in your browser");
  await tabTo(page, "input[name=language]");
  await expect(page.locator("input[name=language]")).toHaveCount(8);
  const spanish = page.locator("input[name=language][value=es]");
  for (let i = 0; i < 8 && !(await spanish.isChecked()); i++) await page.keyboard.press("ArrowRight");
  await expect(spanish).toBeChecked();
  await page.keyboard.press("Enter");
  await heading(page, "A first conversation");
  for (const text of [
    "Buenas tardes, quería reservar una mesa.",
    "Somos cuatro personas.",
    "Para mañana, por favor.",
  ]) {
    if (await page.locator("#after").count()) break;
    await expect(page.locator("#say")).toBeFocused();
    const said = await page.locator(".turn.learner:not(.pending)").count();
    await page.keyboard.type(text);
    await page.keyboard.press("Enter");
    await expect(page.locator(".turn.learner:not(.pending)")).toHaveCount(said + 1);
  }
  await expect(page.locator("#after")).toBeFocused();
  const after = page.locator(".after");
  await expect(after.getByRole("link", { name: "Sign in" })).toBeVisible();
  await expect(after.getByRole("link", { name: /Create account|I have an invite/ }).first()).toHaveAttribute(
    "href",
    /language=es/,
  );
  expect((await page.context().cookies()).length, "nothing is stored").toBe(0);
  await page.goBack();
  await expect(page.locator("input[name=language][value=es]")).toBeChecked();
});

test("the page speaks Spanish when asked", async ({ page }) => {
  await page.goto("/");
  await page.locator(".topbar select").selectOption("es");
  await heading(page, "Practica una conversación de verdad en tu navegador");
  await expect(page.locator("html")).toHaveAttribute("lang", "es");
  await page.reload();
  await heading(page, "Practica una conversación de verdad en tu navegador");
});
