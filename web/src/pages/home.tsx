import { day, dayAfter } from "../lib/fmt";
import { rich, t } from "../lib/i18n";
import { together, useApi } from "../lib/load";
import { learning, me, studying } from "../lib/session";
import { inNative } from "../lib/text";
import type { Counts, Difficulty, Level, RunLine, ScenarioCard, Summary } from "../lib/types";
import { Week } from "../ui/chart";
import { Head, Icon, L, Load } from "../ui/parts";
import { ScenarioGrid } from "../ui/scenario-card";

const PACE = 12; // seconds a review takes, until the learner's own are known
const SHOWN = 4;
/** With more new cards waiting than this many days' worth, playing again beats a new scenario. */
const WAITING_DAYS = 3;

const difficultyOf = (level: Level): Difficulty =>
  level < "B" ? "beginner" : level < "C" ? "intermediate" : "advanced";

/** Scenarios for this level first, those not finished before those finished. */
export const suited = (items: ScenarioCard[], level: Level): ScenarioCard[] => {
  const rank = (s: ScenarioCard): number =>
    (s.times_completed > 0 ? 4 : 0) + (s.cefr_level === level ? 0 : s.difficulty === difficultyOf(level) ? 1 : 2);
  return [...items].sort((a, b) => rank(a) - rank(b));
};

interface Todo {
  href: string;
  lead: string;
  what: preact.ComponentChildren;
  more?: string;
  icon: string;
}

/** The one thing to do now. */
function todo(counts: Counts, runs: RunLine[], scenarios: ScenarioCard[], summary: Summary, level: Level): Todo | null {
  const due = counts.new + counts.learning + counts.review;
  if (due > 0) {
    const pace = summary.today.reviews > 4 ? summary.today.seconds / summary.today.reviews : PACE;
    return {
      href: "/review",
      lead: "",
      what: t("home.review", { n: due }),
      more: t("home.about", { n: Math.max(1, Math.round((due * pace) / 60)) }),
      icon: "layers",
    };
  }
  const [open] = runs;
  if (open)
    return {
      href: "/practice/" + open.run_id,
      lead: t("home.continue"),
      what: <L lang={open.language} text={open.title} />,
      more: t("practice.part", { n: open.phase, of: open.phase_count }),
      icon: "messages-square",
    };
  const again = summary.recent_runs.find(r => r.status === "completed");
  if (again && summary.cards.new > WAITING_DAYS * (learning(studying.value)?.new_per_day ?? 10))
    return {
      href: "/scenarios/" + again.scenario_id,
      lead: t("home.replay"),
      what: <L lang={studying.value} text={again.title} />,
      more: t("home.replay_why", { n: summary.cards.new }),
      icon: "rotate-ccw",
    };
  const next = suited(scenarios, level)[0];
  if (!next) return null;
  const title = inNative(next, "title", next.language);
  return {
    href: "/scenarios/" + next.scenario_id,
    lead: t("home.next"),
    what: <L lang={title.lang} text={title.text} />,
    icon: "messages-square",
  };
}

function ThisWeek({ summary }: { summary: Summary }) {
  const days = Array.from({ length: 7 }, (_, i) => dayAfter(summary.day, i - 6)).map(d => ({
    d,
    value: summary.reviews_per_day.find(r => r.day === d)?.reviews ?? 0,
  }));
  const { current, active_today } = summary.streak;
  return (
    <section class="card this-week">
      <h2>{t("home.week")}</h2>
      <Week
        days={days.map(({ d, value }) => ({ tick: day(d, "letter"), label: day(d, "long"), value }))}
        summary={t("home.week_summary", { n: days.reduce((sum, d) => sum + d.value, 0) })}
      />
      <p>{current > 0 ? t(active_today ? "home.streak" : "home.streak_today", { n: current }) : t("home.no_streak")}</p>
    </section>
  );
}

/** The one primary button, and beside it at most one quiet way on. */
function Do({ now, open, begun }: { now: Todo | null; open: RunLine | undefined; begun: boolean }) {
  const review = now?.href === "/review";
  return (
    <section class="do">
      {now ? (
        <a id="primary" class="do-now" href={now.href}>
          <Icon name={now.icon} />
          <span class="what">
            <strong>
              {now.lead && <>{now.lead} </>}
              {now.what}
            </strong>
            {now.more && <span class="more">{now.more}</span>}
          </span>
          <Icon name="chevron-right" />
        </a>
      ) : (
        <p>{t("home.no_scenarios")}</p>
      )}
      {!review && begun && <p class="quiet">{t("home.nothing_due")}</p>}
      {review && open && (
        <p class="also">
          <a href={"/practice/" + open.run_id}>
            <Icon name="messages-square" />
            {t("home.continue")} <L lang={open.language} text={open.title} />
          </a>
        </p>
      )}
    </section>
  );
}

function Offered({ items }: { items: ScenarioCard[] }) {
  if (!items.length) return null;
  return (
    <section class="offered">
      <div class="section-head">
        <h2>{t("home.for_you")}</h2>
        <a href="/discover">{t("home.all")}</a>
      </div>
      <ScenarioGrid items={items} level={3} />
    </section>
  );
}

function Today({ language }: { language: string }) {
  const queue = useApi("GET /reviews/queue", { query: { language, limit: 1 } });
  const runs = useApi("GET /runs", { query: { status: "open", limit: 5 } });
  const scenarios = useApi("GET /scenarios", { query: { language, limit: 30 } });
  const progress = useApi("GET /progress/summary", { query: { language } });
  const level = learning(language)?.level ?? "A1";
  const needed = together(together(queue, runs), together(scenarios, progress));
  return (
    <Load of={needed} rows={4}>
      {([[{ counts }, { items }], [{ items: list }, summary]]) => {
        const open = items.filter(r => r.language === language);
        const now = todo(counts, open, list, summary, level);
        const begun = summary.runs.started > 0;
        const others = suited(list, level).filter(s => !s.open_run_id && now?.href !== "/scenarios/" + s.scenario_id);
        return (
          <>
            <div class={begun ? "home-top" : ""}>
              <Do now={now} open={open[0]} begun={begun} />
              {begun && <ThisWeek summary={summary} />}
            </div>
            <Offered items={others.slice(0, SHOWN)} />
          </>
        );
      }}
    </Load>
  );
}

export default function Home() {
  const language = studying.value;
  const name = me.value?.display_name || me.value?.username || "";
  return (
    <>
      <Head title={t("home.title")} line={rich("home.hello", { name: <bdi>{name}</bdi> })} />
      {language ? (
        <Today language={language} />
      ) : (
        <a id="primary" class="do-now" href="/settings/languages">
          <Icon name="languages" />
          <span class="what">
            <strong>{t("home.choose_language")}</strong>
          </span>
          <Icon name="chevron-right" />
        </a>
      )}
    </>
  );
}
