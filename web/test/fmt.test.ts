import assert from "node:assert/strict";
import { test } from "node:test";
import { day, dayAfter, duration, interval, percent, relative } from "../src/lib/fmt";
import { type Catalog, useCatalog } from "../src/lib/i18n";
import { languageName, ownName } from "../src/lib/names";
import en from "../src/locales/en.json";
import es from "../src/locales/es.json";

const DAY = 86_400;
const english = (): void => useCatalog("en", en as unknown as Catalog);

test("intervals are shown in their largest sensible unit", () => {
  english();
  const cases: [number, string][] = [
    [10, "1 min"],
    [60, "1 min"],
    [600, "10 min"],
    [3600, "1 hr"],
    [DAY, "1 day"],
    [4 * DAY, "4 days"],
    [29 * DAY, "29 days"],
    [37 * DAY, "1.2 mths"],
    [400 * DAY, "1.1 yrs"],
  ];
  for (const [seconds, shown] of cases) assert.equal(interval(seconds), shown);
});

test("times spent are whole minutes, then hours", () => {
  english();
  assert.equal(duration(0), "0 min");
  assert.equal(duration(5), "1 min");
  assert.equal(duration(640), "11 min");
  assert.equal(duration(7200), "2 hr");
});

test("a share of nothing is a dash", () => {
  english();
  assert.equal(percent(0, 0), "–");
  assert.equal(percent(9, 10), "90%");
});

test("a learner's day is not moved by a time zone", () => {
  english();
  for (const zone of ["Pacific/Kiritimati", "Pacific/Pago_Pago"]) {
    process.env["TZ"] = zone;
    assert.equal(day("2026-03-01"), "Mar 1");
  }
  assert.equal(dayAfter("2026-02-28", 1), "2026-03-01");
  assert.equal(dayAfter("2026-01-01", -1), "2025-12-31");
  assert.equal(dayAfter("2028-02-28", 1), "2028-02-29");
});

test("distances in time", () => {
  english();
  const now = Date.parse("2026-11-20T12:00:00Z");
  assert.equal(relative("2026-11-20T12:09:00.000Z", now), "in 9 minutes");
  assert.equal(relative("2026-11-20T09:00:00.000Z", now), "3 hours ago");
  assert.equal(relative("2026-11-21T12:00:00.000Z", now), "tomorrow");
});

test("languages have two names", () => {
  useCatalog("es", es as unknown as Catalog);
  assert.equal(languageName("de"), "Alemán");
  assert.equal(ownName("de"), "Deutsch");
  assert.equal(ownName("es"), "Español");
});
