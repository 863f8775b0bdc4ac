import { locale } from "./i18n";
import { me } from "./session";

const made = new Map<string, unknown>();
function cached<F>(name: string, make: (locale: string) => F): F {
  const key = locale.value + " " + name;
  if (!made.has(key)) made.set(key, make(locale.value));
  return made.get(key) as F;
}

/** The learner's time zone, or the browser's while nobody is signed in. */
const zone = (): string => me.value?.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;

const unit = (n: number, name: string, display: "short" | "long" = "short"): string =>
  cached(
    "unit " + name + display,
    l => new Intl.NumberFormat(l, { style: "unit", unit: name, unitDisplay: display, maximumFractionDigits: 1 }),
  ).format(n);

export const number = (n: number): string => cached("n", l => new Intl.NumberFormat(l)).format(n);

/** ${share} of 0-1 as a percentage without decimals; "–" when there is nothing to divide by. */
export const percent = (part: number, whole: number): string =>
  whole > 0
    ? cached("%", l => new Intl.NumberFormat(l, { style: "percent", maximumFractionDigits: 0 })).format(part / whole)
    : "–";

/** An interval of a card in seconds, in its largest sensible unit: "10 min", "4 days", "1.2 mths". */
export function interval(seconds: number): string {
  const steps: [number, string, number][] = [
    // up to so many seconds, unit, seconds in it
    [3600, "minute", 60],
    [86_400, "hour", 3600],
    [30 * 86_400, "day", 86_400],
    [365 * 86_400, "month", 30.4375 * 86_400],
    [Infinity, "year", 365.25 * 86_400],
  ];
  for (const [limit, name, size] of steps) {
    if (seconds >= limit) continue;
    const n = seconds / size;
    return unit(name === "month" || name === "year" ? Math.round(n * 10) / 10 : Math.max(1, Math.round(n)), name);
  }
  return "";
}

/** A time spent, in seconds: whole minutes, hours with one decimal from 90 minutes on. */
export const duration = (seconds: number): string =>
  seconds >= 5400
    ? unit(Math.round(seconds / 360) / 10, "hour")
    : unit(Math.max(seconds > 0 ? 1 : 0, Math.round(seconds / 60)), "minute");

export const minutes = (n: number): string => unit(n, "minute");

export const date = (instant: string): string =>
  cached("date" + zone(), l => new Intl.DateTimeFormat(l, { dateStyle: "medium", timeZone: zone() })).format(
    new Date(instant),
  );

/** The day of ${instant} without its year. */
export const shortDate = (instant: string): string =>
  cached(
    "short" + zone(),
    l => new Intl.DateTimeFormat(l, { day: "numeric", month: "short", timeZone: zone() }),
  ).format(new Date(instant));

export const dateTime = (instant: string): string =>
  cached(
    "datetime" + zone(),
    l => new Intl.DateTimeFormat(l, { dateStyle: "medium", timeStyle: "short", timeZone: zone() }),
  ).format(new Date(instant));

/** A day of the learner (YYYY-MM-DD), which no time zone may move. */
export function day(value: string, style: "short" | "weekday" | "letter" | "long" = "short"): string {
  const options: Record<typeof style, Intl.DateTimeFormatOptions> = {
    short: { day: "numeric", month: "short" },
    weekday: { weekday: "short" },
    letter: { weekday: "narrow" },
    long: { weekday: "long", day: "numeric", month: "long" },
  };
  return cached("day " + style, l => new Intl.DateTimeFormat(l, { ...options[style], timeZone: "UTC" })).format(
    new Date(value + "T00:00:00Z"),
  );
}

/** The day ${n} days after ${value}. */
export const dayAfter = (value: string, n: number): string =>
  new Date(Date.parse(value + "T00:00:00Z") + n * 86_400_000).toISOString().slice(0, 10);

/** How far ${instant} is from ${now} (ms), in words: "in 3 days", "2 hours ago". */
export function relative(instant: string, now: number): string {
  const seconds = (Date.parse(instant) - now) / 1000;
  const f = cached("rel", l => new Intl.RelativeTimeFormat(l, { numeric: "auto" }));
  const size = Math.abs(seconds);
  if (size < 3600) return f.format(Math.round(seconds / 60), "minute");
  if (size < 86_400) return f.format(Math.round(seconds / 3600), "hour");
  return f.format(Math.round(seconds / 86_400), "day");
}

export const list = (items: string[]): string =>
  cached("list", l => new Intl.ListFormat(l, { type: "conjunction" })).format(items);
