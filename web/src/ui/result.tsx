import { duration, list, percent, shortDate } from "../lib/fmt";
import { rich, t } from "../lib/i18n";
import { intent } from "../lib/intent";
import { api } from "../lib/api";
import { navigate } from "../lib/router";
import { native } from "../lib/text";
import type { ResultCard, Run, RunResult } from "../lib/types";
import { SpeechButtons } from "./conversation";
import { useAction } from "./action";
import { Button, explain, Head, Icon, L, LinkButton, Notice } from "./parts";

function Learn({ result, lang }: { result: RunResult; lang: string }) {
  const cards: ResultCard[] = result.cards.filter(c => c.level !== "own");
  const days = new Map<string, number>();
  for (const c of result.cards)
    if (c.due_at && c.state !== "new") {
      const d = shortDate(c.due_at);
      days.set(d, (days.get(d) ?? 0) + 1);
    }
  return (
    <section class="card">
      <h2>{t("result.learn")}</h2>
      <p>
        {t("result.learn_now", { n: result.due_now })}
        {result.due_later > 0 && <> {t("result.learn_later", { n: result.due_later })}</>}
      </p>
      {days.size > 0 && (
        <p class="quiet">{list([...days].slice(0, 5).map(([d, n]) => t("result.on_day", { n, day: d })))}</p>
      )}
      {cards.length > 0 && (
        <details>
          <summary>
            {t("result.all_words", { n: cards.length })}
            <Icon name="chevron-down" />
          </summary>
          <ul class="word-list">
            {cards.map(c => (
              <li key={c.card_id}>
                <span>
                  <L lang={lang} text={c.text} />
                  {c.translation && (
                    <span class="translation">
                      <L lang={native()} text={c.translation} />
                    </span>
                  )}
                </span>
                <span class="tag">{t(`evidence.${c.level}`)}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** Whether two sentences differ in nothing but capitals, punctuation and spaces. */
const same = (a: string, b: string): boolean => {
  const bare = (text: string): string =>
    text
      .normalize("NFC")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();
  return bare(a) === bare(b);
};

function Dialogue({ run, result }: { run: Run; result: RunResult }) {
  const lang = run.language;
  const goals = run.state.phases.flatMap(p => p.goals);
  const said = (phase: number, goal: string): string[] =>
    run.turns
      .filter(turn => turn.phase === phase && turn.matches?.some(m => m.kind === "goal" && m.text === goal))
      .map(turn => turn.text ?? "");
  if (!result.model_dialogue.length) return null;
  return (
    <section>
      <h2>{t("result.model")}</h2>
      <p class="quiet">{t("result.model_line")}</p>
      <ol class="models">
        {result.model_dialogue.map((m, i) => (
          <li key={i} class="card">
            <p class="quiet">{goals.find(g => g.text === m.goal)?.translation ?? <L lang={lang} text={m.goal} />}</p>
            <p class="model">
              <L lang={lang} text={m.model} />
              <SpeechButtons text={m.model} lang={lang} />
            </p>
            {said(m.phase, m.goal).map(text =>
              same(text, m.model) ? (
                <p key={text} class="status done">
                  <Icon name="check" />
                  {t("result.said_so")}
                </p>
              ) : (
                <p key={text} class="yours">
                  {rich("review.you_said", { sentence: <L lang={lang} text={text} /> })}
                </p>
              ),
            )}
          </li>
        ))}
      </ol>
      <details>
        <summary>
          {t("result.transcript")}
          <Icon name="chevron-down" />
        </summary>
        <ul class="transcript">
          {run.turns
            .filter(turn => turn.who === "partner" || turn.kind === "say")
            .map(turn => (
              <li key={turn.number} class={turn.who}>
                <span class="speaker">{t(turn.who === "partner" ? "practice.partner" : "practice.you")}</span>{" "}
                <L lang={lang} text={turn.text ?? ""} />
              </li>
            ))}
        </ul>
      </details>
    </section>
  );
}

const Tile = ({ value, name }: { value: string | number; name: string }) => (
  <li class="tile">
    <strong>{value}</strong>
    <span>{name}</span>
  </li>
);

const Own = ({ words, lang }: { words: string[]; lang: string }) => (
  <section class="card">
    <h2>{t("result.own_title")}</h2>
    {words.length ? (
      <ul class="chips">
        {words.map(w => (
          <li key={w}>
            <Icon name="check" />
            <L lang={lang} text={w} />
          </li>
        ))}
      </ul>
    ) : (
      <p>{t("result.own_none")}</p>
    )}
  </section>
);

function Polish({ result, lang }: { result: RunResult; lang: string }) {
  const list = result.polish.filter(p => p.wanted);
  if (!list.length) return null;
  return (
    <section class="card">
      <h2>{t("result.polish")}</h2>
      <ul class="word-list">
        {list.map((p, i) => (
          <li key={i}>
            <span>
              {p.seen && (
                <>
                  <L lang={lang} text={p.seen} class="seen" /> <Icon name="arrow-right" />{" "}
                </>
              )}
              <strong lang={lang}>{p.wanted}</strong>
            </span>
            <SpeechButtons text={p.wanted ?? ""} lang={lang} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Next({ scenarios, lang }: { scenarios: RunResult["next_scenarios"]; lang: string }) {
  if (!scenarios.length) return null;
  return (
    <section>
      <h2>{t("result.next")}</h2>
      <ul class="next">
        {scenarios.map(s => (
          <li key={s.scenario_id}>
            <a class="card row-link" href={"/scenarios/" + encodeURIComponent(s.scenario_id)}>
              <span>
                <strong lang={lang}>{s.title}</strong>
                <span class="quiet">{t(`result.reason_${s.reason}`, { n: s.shared_words })}</span>
              </span>
              <Icon name="chevron-right" />
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Play the same scenario again. */
function Again({ run }: { run: Run }) {
  const restart = useAction(async () => {
    const body = { scenario_id: run.scenario_id };
    const i = intent("start." + run.scenario_id, body);
    const begun = await api("POST /runs", { body, key: i.key });
    i.done();
    navigate("/practice/" + begun.run_id);
  });
  return (
    <>
      <Button icon="rotate-ccw" busy={restart.busy} onClick={() => restart.run()}>
        {t("scenario.again")}
      </Button>
      {restart.fault !== undefined && (
        <Notice kind="bad" role="alert">
          {explain(restart.fault)}
        </Notice>
      )}
    </>
  );
}

/** What came of a run that is over. */
export function Result({ run }: { run: Run }) {
  const { result, language: lang } = run;
  const back = { href: "/practice", name: t("nav.practice") };
  if (!result)
    return (
      <>
        <Head title={run.title} lang={lang} back={back} />
        <Notice>{t("result.abandoned")}</Notice>
        <div class="actions">
          <Again run={run} />
        </div>
      </>
    );
  const due = result.due_now;
  return (
    <div class="result">
      <Head
        title={t(result.partial ? "result.partial" : "result.title")}
        back={back}
        line={<L lang={lang} text={run.title} />}
      />
      <ul class="tiles-row">
        <Tile value={result.completion_score} name={t("result.score")} />
        <Tile value={`${result.phases_completed}/${result.phases_total}`} name={t("result.parts")} />
        <Tile value={result.vocabulary_mastered.length} name={t("result.own")} />
        <Tile value={duration(result.seconds)} name={t("result.time")} />
      </ul>
      <div class="actions">
        {due > 0 ? (
          <LinkButton kind="primary" icon="layers" href="/review">
            {t("home.review", { n: due })}
          </LinkButton>
        ) : (
          <LinkButton kind="primary" href="/">
            {t("nav.home")}
          </LinkButton>
        )}
        <Again run={run} />
      </div>
      <Own words={result.vocabulary_mastered} lang={lang} />
      {result.cards.length > 0 && <Learn result={result} lang={lang} />}
      <Polish result={result} lang={lang} />
      <Dialogue run={run} result={result} />
      <Next scenarios={result.next_scenarios} lang={lang} />
      <p class="quiet">{t("result.known", { share: percent(result.success_rate, 1) })}</p>
    </div>
  );
}
