import { day, dayAfter } from "../lib/fmt";
import { rich, t } from "../lib/i18n";
import { useApi } from "../lib/load";
import { learning, me, studying } from "../lib/session";
import { inNative } from "../lib/text";
import type { Counts, Difficulty, Level, RunLine, ScenarioCard, Summary } from "../lib/types";
import { Week } from "../ui/chart";
import { Failed, Head, Icon, L, Skeleton } from "../ui/parts";
import { ScenarioGrid } from "../ui/scenario-card";

const PACE = 12; // seconds a review takes, until the learner's own are known
const SHOWN = 4;
/** With more new cards waiting than this many days' worth, playing again beats a new scenario. */
const WAITING_DAYS = 3;

const difficultyOf = (level: Level): Difficulty => (level < "B" ? "beginner" : level < "C" ? "intermediate" : "advanced");

/** Scenarios for this level first, those not finished before those finished. */
export const suited = (items: ScenarioCard[], level: Level): ScenarioCard[] => {
  const rank = (s: ScenarioCard): number => (s.times_completed > 0 ? 4 : 0) + (s.cefr_level === level ? 0 : s.difficulty === difficultyOf(level) ? 1 : 2);
  return [...items].sort((a, b) => rank(a) - rank(b));
};

interface Todo { href: string; lead: string; what: preact.ComponentChildren; more?: string; icon: string }

/** The one thing to do now. */
function todo(counts: Counts, runs: RunLine[], scenarios: ScenarioCard[], summary: Summary | undefined, level: Level): Todo | null {
  const due = counts.new + counts.learning + counts.review;
  if (due > 0) {
    const pace = summary && summary.today.reviews > 4 ? summary.today.seconds / summary.today.reviews : PACE;
    return { href: "/review", lead: "", what: t("home.review", { n: due }), more: t("home.about", { n: Math.max(1, Math.round(due * pace / 60)) }), icon: "layers" };
  }
  const [open] = runs;
  if (open) return { href: "/practice/" + open.run_id, lead: t("home.continue"), what: <L lang={open.language} text={open.title} />, more: t("practice.part", { n: open.phase, of: open.phase_count }), icon: "messages-square" };
  const again = summary?.recent_runs.find(r => r.status === "completed");
  if (again && summary && summary.cards.new > WAITING_DAYS * (learning(studying.value)?.new_per_day ?? 10))
    return { href: "/scenarios/" + again.scenario_id, lead: t("home.replay"), what: <L lang={studying.value} text={again.title} />, more: t("home.replay_why", { n: summary.cards.new }), icon: "rotate-ccw" };
  const next = suited(scenarios, level)[0];
  if (!next) return null;
  const title = inNative(next, "title", next.language);
  return { href: "/scenarios/" + next.scenario_id, lead: t("home.next"), what: <L lang={title.lang} text={title.text} />, icon: "messages-square" };
}

function ThisWeek({ summary }: { summary: Summary }) {
  const days = Array.from({ length: 7 }, (_, i) => dayAfter(summary.day, i - 6)).map(d => ({ d, value: summary.reviews_per_day.find(r => r.day === d)?.reviews ?? 0 }));
  const { current, active_today } = summary.streak;
  return <section class="card this-week">
    <h2>{t("home.week")}</h2>
    <Week days={days.map(({ d, value }) => ({ tick: day(d, "letter"), label: day(d, "long"), value }))} summary={t("home.week_summary", { n: days.reduce((sum, d) => sum + d.value, 0) })} />
    <p>{current > 0 ? t(active_today ? "home.streak" : "home.streak_today", { n: current }) : t("home.no_streak")}</p>
  </section>;
}

export default function Home() {
  const language = studying.value;
  const queue = useApi("GET /reviews/queue", language ? { query: { language, limit: 1 } } : null);
  const runs = useApi("GET /runs", { query: { status: "open", limit: 5 } });
  const scenarios = useApi("GET /scenarios", language ? { query: { language, limit: 30 } } : null);
  const summary = useApi("GET /progress/summary", language ? { query: { language } } : null);
  const name = me.value?.display_name || me.value?.username || "";
  const level = learning(language)?.level ?? "A1";
  const head = <Head title={t("home.title")} line={rich("home.hello", { name: <bdi>{name}</bdi> })} />;
  if (!language) return <>{head}<a class="card do-now" href="/settings/languages"><Icon name="languages" /><span class="what"><strong>{t("home.choose_language")}</strong></span><Icon name="chevron-right" /></a></>;
  const fault = [queue, runs, scenarios].find(l => l.fault !== undefined && l.data === undefined);
  if (fault) return <>{head}<Failed fault={fault.fault} again={() => [queue, runs, scenarios, summary].forEach(l => l.again())} /></>;
  if (!queue.data || !runs.data || !scenarios.data || (!summary.data && summary.fault === undefined)) return <>{head}<Skeleton rows={4} /></>;
  const open = runs.data.items.filter(r => r.language === language);
  const now = todo(queue.data.counts, open, scenarios.data.items, summary.data, level);
  const nothingDue = now?.href !== "/review";
  const begun = (summary.data?.runs.started ?? 0) > 0;
  const offered = suited(scenarios.data.items, level).filter(s => !s.open_run_id && now?.href !== "/scenarios/" + s.scenario_id).slice(0, SHOWN);
  return <>
    {head}
    <div class={begun ? "home-top" : ""}>
      <section class="do">
        {now ? <a id="primary" class="do-now" href={now.href}><Icon name={now.icon} />
          <span class="what"><strong>{now.lead && <>{now.lead} </>}{now.what}</strong>{now.more && <span class="more">{now.more}</span>}</span>
          <Icon name="chevron-right" /></a> : <p>{t("home.no_scenarios")}</p>}
        {nothingDue && begun && <p class="quiet">{t("home.nothing_due")}</p>}
        {!nothingDue && open[0] && <p class="also"><a href={"/practice/" + open[0].run_id}><Icon name="messages-square" />{t("home.continue")} <L lang={open[0].language} text={open[0].title} /></a></p>}
      </section>
      {begun && summary.data && <ThisWeek summary={summary.data} />}
    </div>
    {offered.length > 0 && <section class="offered">
      <div class="section-head"><h2>{t("home.for_you")}</h2><a href="/discover">{t("home.all")}</a></div>
      <ScenarioGrid items={offered} level={3} />
    </section>}
  </>;
}
