import { useEffect, useState } from "preact/hooks";
import { api } from "../lib/api";
import { duration, number } from "../lib/fmt";
import { rich, t } from "../lib/i18n";
import { intent } from "../lib/intent";
import { useApi } from "../lib/load";
import { navigate, route } from "../lib/router";
import { me } from "../lib/session";
import { gaps, inNative, native, translation } from "../lib/text";
import type { Choice, Phase, Scenario as Document, Texts } from "../lib/types";
import type { PageProps } from "../main";
import { SpeechButtons } from "../ui/conversation";
import { useAction } from "../ui/action";
import { Confirm } from "../ui/dialog";
import { Button, explain, Failed, Head, Icon, L, LinkButton, Load, Notice, Says } from "../ui/parts";
import { CategoryIcon, Facts } from "../ui/scenario-card";

/** A text in the language learnt; its translation shows on tap. */
function Tap({
  text,
  lang,
  texts,
  extra,
}: {
  text: string;
  lang: string;
  texts: Texts;
  extra?: string | null | undefined;
}) {
  const [open, setOpen] = useState(false);
  const said = translation(texts);
  if (!said)
    return (
      <span class="tap none">
        <L lang={lang} text={text} />
        {extra && (
          <span class="reading" lang={lang}>
            {extra}
          </span>
        )}
      </span>
    );
  return (
    <button type="button" class="tap" aria-expanded={open} onClick={() => setOpen(!open)}>
      <L lang={lang} text={text} />
      {extra && (
        <span class="reading" lang={lang}>
          {extra}
        </span>
      )}
      {open && (
        <span class="translation">
          <Says said={said} />
          {said.lang !== native() && <span class="tag">{said.lang}</span>}
        </span>
      )}
    </button>
  );
}

function PhaseView({ p, number: n, lang }: { p: Phase; number: number; lang: string }) {
  const notes = p.translations[native()]?.cultural_notes;
  return (
    <li>
      <details class="phase" open={n === 1}>
        <summary>
          <span class="step">{n}</span>
          <span>
            <strong>
              <Says said={inNative(p, "name", lang)} />
            </strong>
            <span class="quiet">
              <Says said={inNative(p, "description", lang)} />
            </span>
          </span>
          <Icon name="chevron-down" />
        </summary>
        <div class="phase-body">
          <h3>{t("scenario.goals")}</h3>
          <ul class="plain-list">
            {p.success_criteria.map(c => (
              <li key={c.id}>
                <Icon name="target" />
                {c.translations[native()] ? (
                  <L lang={native()} text={c.translations[native()] ?? ""} />
                ) : (
                  <L lang={lang} text={c.text} />
                )}
              </li>
            ))}
          </ul>
          <h3>{t("scenario.words")}</h3>
          <ul class="taps">
            {p.key_vocabulary.map(w => (
              <li key={w.term}>
                <Tap text={w.term} lang={lang} texts={w.translations} extra={w.reading} />
              </li>
            ))}
          </ul>
          <h3>{t("scenario.phrases")}</h3>
          <ul class="taps wide">
            {p.essential_phrases.map(f => (
              <li key={f.text}>
                <Tap text={gaps(f.text)} lang={lang} texts={f.translations} />
                <SpeechButtons text={gaps(f.text)} lang={lang} />
              </li>
            ))}
          </ul>
          {p.cultural_notes && (
            <aside class="culture">
              <h3>{t("scenario.culture")}</h3>
              <p>{notes ? <L lang={native()} text={notes} /> : <L lang={lang} text={p.cultural_notes} />}</p>
            </aside>
          )}
        </div>
      </details>
    </li>
  );
}

function Numbers({ id }: { id: string }) {
  const stats = useApi("GET /scenarios/{id}/stats", { path: { id } });
  const s = stats.data;
  if (!s || s.starts === 0) return null;
  return (
    <section class="card stats">
      <h2>{t("scenario.stats")}</h2>
      <dl class="pairs">
        <dt>{t("scenario.learners")}</dt>
        <dd>{number(s.learners)}</dd>
        <dt>{t("scenario.completions")}</dt>
        <dd>{number(s.completions)}</dd>
        {s.average_seconds !== null && (
          <>
            <dt>{t("scenario.average")}</dt>
            <dd>{duration(s.average_seconds)}</dd>
          </>
        )}
        {s.rating_average !== null && (
          <>
            <dt>{t("scenario.rating")}</dt>
            <dd>
              {number(Math.round(s.rating_average * 10) / 10)} ({number(s.rating_count)})
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}

function Choices({ s, choice, choose }: { s: Document; choice: string; choose: (id: string) => void }) {
  if (!s.choices.length) return null;
  const all: Choice[] = [{ id: "", text: t("scenario.any_choice"), translations: {} }, ...s.choices];
  return (
    <fieldset class="choices">
      <legend>{t("scenario.choice")}</legend>
      {all.map(c => (
        <label key={c.id} class="radio">
          <input type="radio" name="choice" checked={choice === c.id} onChange={() => choose(c.id)} />
          <span lang={c.id ? (c.translations[native()] ? native() : s.language) : undefined}>
            {c.translations[native()] ?? c.text}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

const Visitor = () => (
  <section class="card play">
    <p>{t("scenario.sign_in")}</p>
    <LinkButton kind="primary" class="big" href={"/login?next=" + encodeURIComponent(route.value.path)}>
      {t("login.submit")}
    </LinkButton>
    <LinkButton href="/">{t("scenario.try")}</LinkButton>
  </section>
);

/** Go on with the open run, or close it for a new one. */
function GoOn({ run, busy, restart }: { run: string; busy: boolean; restart: () => void }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <LinkButton kind="primary" class="big" icon="arrow-right" href={"/practice/" + run}>
        {t("scenario.continue")}
      </LinkButton>
      <Button kind="quiet" icon="rotate-ccw" busy={busy} onClick={() => setAsking(true)}>
        {t("scenario.restart")}
      </Button>
      {asking && (
        <Confirm
          title={t("scenario.restart")}
          text={t("scenario.restart_text")}
          yes={t("scenario.restart")}
          close={() => setAsking(false)}
          run={restart}
        />
      )}
    </>
  );
}

/** Start, continue or start over; and what this learner did here before. */
function Play({ s }: { s: Document }) {
  const mine = useApi("GET /scenarios/{id}/me", { path: { id: s.scenario_id } });
  const [choice, setChoice] = useState("");
  const { busy, fault, run } = useAction(async (restart: boolean) => {
    const body = { scenario_id: s.scenario_id, ...(choice && { choice }), ...(restart && { restart }) };
    const i = intent("start." + s.scenario_id, body);
    const begun = await api("POST /runs", { body, key: i.key });
    i.done();
    navigate("/practice/" + begun.run_id);
  });
  const m = mine.data;
  const tried = m && m.times_attempted > 0;
  return (
    <section class="card play">
      {fault !== undefined && (
        <Notice kind="bad" role="alert">
          {explain(fault)}
        </Notice>
      )}
      {mine.fault !== undefined && !m && <Failed fault={mine.fault} again={mine.again} />}
      {m?.open_run_id ? (
        <GoOn run={m.open_run_id} busy={busy} restart={() => run(true)} />
      ) : (
        <>
          <Choices s={s} choice={choice} choose={setChoice} />
          <Button kind="primary" class="big" icon="messages-square" busy={busy} onClick={() => run(false)}>
            {t(tried ? "scenario.again" : "scenario.start")}
          </Button>
        </>
      )}
      {tried && (
        <p class="quiet">
          {m.times_completed > 0
            ? t("scenario.mine", { n: m.times_completed, score: m.best_score ?? 0 })
            : t("scenario.mine_started", { n: m.times_attempted })}
        </p>
      )}
    </section>
  );
}

const Scene = ({ s }: { s: Document }) => (
  <section class="card">
    <h2>{t("scenario.scene")}</h2>
    <p>
      <Says said={inNative(s, "setting", s.language)} />
    </p>
    <dl class="pairs">
      <dt>{t("scenario.you_are")}</dt>
      <dd>
        <Says said={inNative(s, "user_role", s.language)} />
      </dd>
      <dt>{t("scenario.partner_is")}</dt>
      <dd>
        <Says said={inNative(s, "partner_role", s.language)} />
      </dd>
    </dl>
    {s.prerequisites.length > 0 && (
      <p class="quiet">
        {rich("scenario.before", { what: <L lang={s.language} text={s.prerequisites.join(" · ")} /> })}
      </p>
    )}
  </section>
);

function Culture({ s }: { s: Document }) {
  const notes = Object.entries(s.cultural_context);
  if (!notes.length) return null;
  return (
    <section class="card">
      <h2>{t("scenario.culture")}</h2>
      {notes.map(([k, v]) => (
        <p key={k} lang={s.language}>
          {v}
        </p>
      ))}
    </section>
  );
}

function View({ s }: { s: Document }) {
  const lang = s.language;
  const title = inNative(s, "title", lang);
  useEffect(() => {
    // a count; when it fails nothing is lost for the reader
    if (me.value)
      api("PUT /scenarios/{id}/view", { path: { id: s.scenario_id }, key: crypto.randomUUID() }).catch(() => {});
  }, [s.scenario_id]);
  return (
    <>
      <Head
        title={title.text}
        lang={title.lang}
        back={{ href: "/discover", name: t("nav.discover") }}
        line={<Says said={inNative(s, "description", lang)} />}
      />
      <div class="scenario-head">
        <CategoryIcon category={s.category} />
        <Facts s={s} />
        {title.lang !== lang && (
          <p class="original">
            <L lang={lang} text={s.title} />
          </p>
        )}
      </div>
      <div class="columns">
        <div class="main-column">
          <Scene s={s} />
          <section>
            <h2>{t("scenario.parts", { n: s.phases.length })}</h2>
            <p class="quiet">{t("scenario.tap")}</p>
            <ol class="phases">
              {s.phases.map((p, i) => (
                <PhaseView key={p.phase_id} p={p} number={i + 1} lang={lang} />
              ))}
            </ol>
          </section>
          <Culture s={s} />
        </div>
        {me.value ? <Play s={s} /> : <Visitor />}
        <Numbers id={s.scenario_id} />
      </div>
    </>
  );
}

export default function Scenario({ params }: PageProps) {
  const scenario = useApi("GET /scenarios/{id}", { path: { id: params[0] ?? "" } });
  if (!scenario.data)
    return (
      <>
        <Head title={t("scenario.title")} back={{ href: "/discover", name: t("nav.discover") }} />
        <Load of={scenario} rows={6}>
          {() => null}
        </Load>
      </>
    );
  return <View s={scenario.data} />;
}
