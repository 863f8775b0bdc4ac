import { api, expect, freshName, heading, PASSWORD, signUp, test } from "./fixtures.mjs";

test("the setup link makes the first admin, who invites others", async ({ page, browser }) => {
  test.skip(!process.env.SETUP, "the setup link was used already");
  await page.goto("/setup?token=" + process.env.SETUP);
  await heading(page, "Set up this server");
  await page.getByLabel("User name").fill(freshName("boss"));
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Create the first account" }).click();
  await heading(page, "Today");
  expect((await api(page, "GET", "/me")).role).toBe("admin");
  await page.goto("/settings/invites");
  await page.getByRole("button", { name: "Create an invite link" }).click();
  const link = await page.getByLabel("Invite link").inputValue();
  expect(link).toMatch(/\/register\?token=.{20,}/);

  const guest = await browser.newPage();
  await guest.goto(link);
  await guest.getByLabel("User name").fill(freshName("guest"));
  await guest.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await guest.getByRole("button", { name: "Create account" }).click();
  await heading(guest, "Today");
  await guest.close();
});

test.describe("refusals", () => {
  test.use({ allow: { patterns: [/status of 4\d\d/] } });

  test("a wrong password is refused in words, the right one leads where one wanted to go", async ({
    page,
    browser,
  }) => {
    const who = await signUp(page);
    const other = await browser.newPage();
    await other.goto("/vocabulary?q=a");
    await heading(other, "Sign in");
    await other.getByLabel("User name").fill(who.username);
    await other.getByLabel("Password", { exact: true }).fill("not the password at all");
    await other.keyboard.press("Enter");
    await expect(other.getByRole("alert")).toContainText("do not match");
    await other.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await other.keyboard.press("Enter");
    await heading(other, "Words");
    expect(new URL(other.url()).search).toBe("?q=a");
    await other.close();
  });

  test("a login session that ended asks to sign in again and goes on where one was", async ({ page }) => {
    const who = await signUp(page);
    await page.goto("/", { waitUntil: "networkidle" }); // what Home still asks for must not be what finds the session ended
    await heading(page, "Today");
    await page.context().clearCookies();
    await page.locator(".rail").getByRole("link", { name: "Progress" }).click();
    await heading(page, "Sign in");
    await expect(page.getByText("You were signed out")).toBeVisible();
    await page.getByLabel("User name").fill(who.username);
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.keyboard.press("Enter");
    await heading(page, "Progress");
  });

  test("what the server objects to stands beside the field", async ({ page }) => {
    const who = await signUp(page);
    await page.context().clearCookies();
    await page.addInitScript(() => localStorage.clear());
    const invite = (process.env.INVITE ?? "").split(",")[0];
    await page.goto("/register" + (invite ? "?token=" + invite : ""));
    await page.getByLabel("User name").fill(who.username);
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "Create account" }).click();
    const field = page.getByLabel("User name");
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(page.locator("#" + (await field.getAttribute("aria-describedby")).split(" ")[0])).toContainText(
      "taken",
    );
    await expect(page.locator(".form-fault")).toBeFocused();
  });
});

test("profile, theme, keys, languages and login sessions", async ({ page, browser }) => {
  const who = await signUp(page);
  await page.goto("/settings");
  await page.getByLabel("Name shown to others").fill("Ana María");
  await page.getByLabel("My day begins at").selectOption("6");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.locator(".toast")).toContainText("Saved");
  await page.getByRole("radio", { name: "Dark" }).check({ force: true });
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.getByRole("checkbox", { name: /Single keys/ }).uncheck();
  await expect.poll(async () => (await api(page, "GET", "/me")).single_key_shortcuts).toBe(false);
  const me = await api(page, "GET", "/me");
  expect([me.display_name, me.rollover_hour]).toEqual(["Ana María", 6]);
  await page.reload();
  await heading(page, "Settings");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");

  await page.getByRole("link", { name: "Languages" }).click();
  await page.getByLabel("Add a language").selectOption("fr");
  await page.getByRole("button", { name: "Save" }).click();
  await expect
    .poll(async () =>
      (await api(page, "GET", "/me")).languages
        .map(l => l.language)
        .sort()
        .join(),
    )
    .toBe("es,fr");

  const other = await browser.newPage();
  await other.goto("/login");
  await other.getByLabel("User name").fill(who.username);
  await other.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await other.keyboard.press("Enter");
  await heading(other, "Today");
  await page.goto("/settings/security");
  await expect(page.locator(".session")).toHaveCount(2);
  await page.getByRole("button", { name: /^Sign out .+,/ }).click();
  await expect(page.locator(".session")).toHaveCount(1);
  await other.close();
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await heading(page, "Practise a real conversation in your browser");
});
