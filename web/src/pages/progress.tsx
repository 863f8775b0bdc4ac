import { day, date, duration, number, percent } from "../lib/fmt";
import { t } from "../lib/i18n";
import { useApi } from "../lib/load";
import { studying } from "../lib/session";
import type { RetentionRow, Summary } from "../lib/types";
import { Bars } from "../ui/chart";
import { Empty, Head, Icon, L, LinkButton, Load } from "../ui/parts";

const PERIODS: RetentionRow["period"][] = ["today", "yesterday", "week", "month", "year", "all"];

const Tile = ({ value, name }: { value: string; name: string }) => (
  <li class="tile">
    <strong>{value}</strong>
    <span>{name}</span>
  </li>
);

/** Of the cards due, how many were still known: the first sentence, then the table. */
function Retention({ rows }: { rows: RetentionRow[] }) {
  const month = rows.find(r => r.period === "month");
  const passed = month ? month.young_passed + month.mature_passed : 0,
    total = month ? month.young_total + month.mature_total : 0;
  return (
    <section class="card">
      <h2>{t("progress.retention")}</h2>
      <p>
        {total > 0
          ? t("progress.retention_line", { share: percent(passed, total), n: total })
          : t("progress.retention_none")}
      </p>
      <div class="scroll" tabIndex={0} role="region" aria-label={t("progress.retention")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("progress.period")}</th>
              <th scope="col">{t("progress.young")}</th>
              <th scope="col">{t("progress.mature")}</th>
              <th scope="col">{t("progress.total")}</th>
              <th scope="col">{t("progress.answers")}</th>
            </tr>
          </thead>
          <tbody>
            {PERIODS.map(p => rows.find(r => r.period === p))
              .filter(r => r !== undefined)
              .map(r => (
                <tr key={r.period}>
                  <th scope="row">{t(`period.${r.period}`)}</th>
                  <td>{percent(r.young_passed, r.young_total)}</td>
                  <td>{percent(r.mature_passed, r.mature_total)}</td>
                  <td>{percent(r.young_passed + r.mature_passed, r.young_total + r.mature_total)}</td>
                  <td>{number(r.young_total + r.mature_total)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Forecast({ s }: { s: Summary }) {
  const due = s.due_forecast.reduce((sum, d) => sum + d.cards, 0);
  const peak = s.due_forecast.reduce(
    (best, d) => (d.cards > best.cards ? d : best),
    s.due_forecast[0] ?? { day: s.day, cards: 0 },
  );
  return (
    <section class="card">
      <h2>{t("progress.forecast")}</h2>
      <Bars
        caption={t("progress.forecast_line", { n: due })}
        unit={t("progress.day")}
        every={2}
        summary={t("progress.forecast_summary", { n: due, peak: peak.cards, day: day(peak.day, "long") })}
        bars={s.due_forecast.map((d, i) => ({
          label: i === 0 ? t("period.today") : day(d.day, "long"),
          tick: day(d.day),
          parts: [{ value: d.cards, name: t("progress.cards_due"), class: "bar brand" }],
        }))}
      />
    </section>
  );
}

function Reviews({ s }: { s: Summary }) {
  const reviews = s.reviews_per_day.reduce((sum, d) => sum + d.reviews, 0);
  return (
    <section class="card">
      <h2>{t("progress.reviews")}</h2>
      <Bars
        caption={t("progress.reviews_line", { n: reviews })}
        unit={t("progress.day")}
        every={5}
        summary={t("progress.reviews_summary", { n: reviews })}
        bars={s.reviews_per_day.map(d => ({
          label: day(d.day, "long"),
          tick: day(d.day),
          parts: [
            { value: d.correct, name: t("progress.correct"), class: "bar good" },
            { value: d.reviews - d.correct, name: t("progress.forgotten"), class: "bar warn" },
          ],
        }))}
      />
    </section>
  );
}

const Cards = ({ cards }: { cards: Summary["cards"] }) => (
  <section class="card">
    <h2>{t("progress.cards")}</h2>
    <dl class="pairs">
      {(["new", "learning", "review", "suspended"] as const).map(k => (
        <div key={k}>
          <dt>{t(`cards.${k}`)}</dt>
          <dd>{number(cards[k])}</dd>
        </div>
      ))}
    </dl>
    <p>
      <a href="/vocabulary">{t("progress.to_words")}</a>
    </p>
  </section>
);

function Recent({ s }: { s: Summary }) {
  if (!s.recent_runs.length) return null;
  return (
    <section>
      <div class="section-head">
        <h2>{t("progress.recent")}</h2>
        <a href="/practice">{t("home.all")}</a>
      </div>
      <ul class="lines">
        {s.recent_runs.map(r => (
          <li key={r.run_id}>
            <a class="card row-link" href={"/practice/" + r.run_id}>
              <span>
                <strong>
                  <L lang={s.language ?? studying.value} text={r.title} />
                </strong>
                <span class="quiet">
                  {t(`run.${r.status}`)}
                  {r.ended_at && " · " + date(r.ended_at)}
                </span>
              </span>
              {r.score !== null && <span class="score">{r.score}</span>}
              <Icon name="chevron-right" />
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function View({ s }: { s: Summary }) {
  return (
    <>
      <ul class="tiles-row">
        <Tile value={number(s.today.reviews)} name={t("progress.today")} />
        <Tile value={number(s.streak.current)} name={t("progress.streak", { n: s.streak.current })} />
        <Tile value={number(s.words_known)} name={t("progress.words", { total: number(s.words_total) })} />
        <Tile value={number(s.runs.completed)} name={t("progress.runs", { n: s.runs.completed })} />
        <Tile value={duration(s.today.seconds)} name={t("progress.time")} />
      </ul>
      <p class="quiet">
        {t("progress.today_line", {
          correct: percent(s.today.correct, s.today.reviews),
          fresh: s.today.new_cards,
          turns: s.today.learner_turns,
          longest: s.streak.longest,
        })}
      </p>
      <div class="charts">
        <Forecast s={s} />
        <Reviews s={s} />
      </div>
      <Retention rows={s.true_retention} />
      <Cards cards={s.cards} />
      <Recent s={s} />
    </>
  );
}

export default function Progress() {
  const language = studying.value;
  const summary = useApi("GET /progress/summary", { query: language ? { language } : {} });
  return (
    <>
      <Head title={t("nav.progress")} line={t("progress.line")} />
      <Load of={summary} rows={6}>
        {s =>
          s.runs.started === 0 && s.words_total === 0 ? (
            <Empty icon="chart-no-axes-column" text={t("progress.empty")}>
              <LinkButton kind="primary" href="/discover">
                {t("runs.find")}
              </LinkButton>
            </Empty>
          ) : (
            <View s={s} />
          )
        }
      </Load>
    </>
  );
}
