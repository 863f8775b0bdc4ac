import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../lib/i18n";
import { useApi } from "../lib/load";
import { learning } from "../lib/session";
import { hush } from "../lib/speech";
import { type Move, useTalk } from "../lib/talk";
import type { Run, RunState } from "../lib/types";
import type { PageProps } from "../main";
import { Composer, Log, useEnd } from "../ui/conversation";
import { Confirm } from "../ui/dialog";
import { Button, Failed, Head, Load } from "../ui/parts";
import { HintButton, Hints, Rail, Stepper } from "../ui/practice-rail";
import { Result } from "../ui/result";

const LIMIT = 500; // characters of a turn

/** What leads on from here: the next part, the end, or nothing yet. */
function wayOn(state: RunState): "next" | "complete" | null {
  if (state.can_advance && state.phase < state.phase_count) return "next";
  const atEnd = state.phase === state.phase_count && state.phases[state.phase - 1]?.complete;
  return state.can_complete && (atEnd || state.phases.every(p => p.complete || p.skipped)) ? "complete" : null;
}

/** The part is done: on to the next. */
const Onward = ({ way, busy, go }: { way: "next" | "complete"; busy: boolean; go: (m: Move) => void }) => (
  <div class="onward">
    <p>{t(way === "next" ? "practice.part_done" : "practice.all_done")}</p>
    <Button kind="primary" icon={way === "next" ? "arrow-right" : "flag"} busy={busy} onClick={() => go(way)}>
      {t(way === "next" ? "practice.next" : "practice.finish")}
    </Button>
  </div>
);

/** The quiet ways out of a part or of the run; the last two ask first. */
function Ways({ state, way, busy, go }: { state: RunState; way: string | null; busy: boolean; go: (m: Move) => void }) {
  const [asking, setAsking] = useState<"complete" | "abandon" | null>(null);
  const done = state.phases.filter(p => p.complete).length;
  return (
    <>
      {state.phase < state.phase_count && !state.can_advance && (
        <Button kind="quiet" icon="skip-forward" busy={busy} onClick={() => go("skip")}>
          {t("practice.skip")}
        </Button>
      )}
      {state.can_complete && way !== "complete" && (
        <Button kind="quiet" icon="flag" onClick={() => setAsking("complete")}>
          {t("practice.finish_early")}
        </Button>
      )}
      {!state.can_complete && (
        <Button kind="quiet" icon="circle-x" onClick={() => setAsking("abandon")}>
          {t("practice.give_up")}
        </Button>
      )}
      {asking === "complete" && (
        <Confirm
          title={t("practice.finish_early")}
          text={t("practice.finish_text", { n: done, of: state.phase_count })}
          yes={t("practice.finish")}
          close={() => setAsking(null)}
          run={() => go("complete")}
        />
      )}
      {asking === "abandon" && (
        <Confirm
          title={t("practice.give_up")}
          text={t("practice.give_up_text")}
          yes={t("practice.give_up")}
          close={() => setAsking(null)}
          run={() => go("abandon")}
        />
      )}
    </>
  );
}

type Talking = ReturnType<typeof useTalk>;

/** Where the learner answers: the field, hints, what went wrong, the way on. */
function Answering({ run, talk, reload, tapped }: { run: Run; talk: Talking; reload: () => void; tapped: () => void }) {
  const { language: lang, state } = run;
  const way = wayOn(state);
  const send = () => {
    if (talk.text.trim() && !talk.say.busy) talk.say.run();
  };
  const failed = [talk.say, talk.ask, talk.open, talk.move].find(a => a.fault !== undefined);
  const again = () => {
    if (failed === talk.say) send();
    else {
      failed?.forget();
      reload();
    }
  };
  const words = learning(lang)?.level === "A1" ? (state.phases[state.phase - 1]?.items ?? []).map(i => i.text) : [];
  const hint = !way && state.current_goal && (
    <HintButton
      hints={talk.hints}
      busy={talk.ask.busy}
      ask={talk.ask.run}
      offer={talk.idle && talk.hints.shown.length === 0}
    />
  );
  return (
    <Composer
      key={state.phase}
      lang={lang}
      value={talk.text}
      change={talk.setText}
      send={send}
      busy={talk.say.busy}
      words={words}
      tapped={tapped}
      limit={LIMIT}
      tools={hint}
    >
      {failed && <Failed fault={failed.fault} again={again} />}
      {way ? <Onward way={way} busy={talk.move.busy} go={talk.move.run} /> : <Hints hints={talk.hints} lang={lang} />}
    </Composer>
  );
}

function Talk({ run, change, reload }: { run: Run; change: (run: Run) => void; reload: () => void }) {
  const { language: lang, state } = run;
  const scenario = useApi("GET /scenarios/{id}", { path: { id: run.scenario_id } });
  // At A1 the list stands open at first where there is room beside the conversation; elsewhere the tiles do.
  const [listShown, setListShown] = useState(
    () => learning(lang)?.level === "A1" && run.variant === 0 && matchMedia("(min-width: 64rem)").matches,
  );
  const built = useRef(false); // a tile was used in the draft
  const talk = useTalk(run, change, reload, () => listShown || built.current);
  const last = run.turns.at(-1)?.number ?? 0;
  const seen = useRef(last);
  useEffect(() => {
    seen.current = last;
    built.current = false;
  }, [last]);
  useEffect(() => hush, []);
  useEnd(run.turns.length + (talk.pending ? 1 : 0));
  const toggle = (shown: boolean) => {
    setListShown(shown);
    if (shown) talk.open.run();
  };
  return (
    <>
      <Stepper state={state} lang={lang} />
      <div class="practice">
        <div class="talk">
          <Log
            turns={run.turns}
            state={state}
            lang={lang}
            partner={scenario.data?.partner_role ?? t("practice.partner")}
            asides={talk.asides}
            pending={talk.pending}
            seen={seen.current}
          />
          <Answering
            run={run}
            talk={talk}
            reload={reload}
            tapped={() => {
              built.current = true;
            }}
          />
        </div>
        <Rail state={state} lang={lang} shown={listShown} toggle={toggle}>
          <Ways state={state} way={wayOn(state)} busy={talk.move.busy} go={talk.move.run} />
        </Rail>
      </div>
    </>
  );
}

export default function Practice({ params }: PageProps) {
  const run = useApi("GET /runs/{id}", { path: { id: params[0] ?? "" } }, true);
  const data = run.data;
  const back = {
    href: data ? "/scenarios/" + encodeURIComponent(data.scenario_id) : "/practice",
    name: t("practice.leave"),
  };
  if (!data)
    return (
      <>
        <Head title={t("nav.practice")} back={back} />
        <Load of={run} rows={5}>
          {() => null}
        </Load>
      </>
    );
  if (data.status === "open")
    return (
      <>
        <Head title={data.title} lang={data.language} back={back} />
        <Talk run={data} change={run.set} reload={run.again} />
      </>
    );
  return <Result run={data} />;
}
