import { useEffect, useRef, useState } from "preact/hooks";
import { api, ApiError } from "../lib/api";
import { useDraft } from "../lib/draft";
import { maybe, t } from "../lib/i18n";
import { intent } from "../lib/intent";
import { useApi } from "../lib/load";
import { learning } from "../lib/session";
import { hush, speak } from "../lib/speech";
import type { HintStep, Run, Step } from "../lib/types";
import type { PageProps } from "../main";
import { type Aside, Composer, Log, useEnd } from "../ui/conversation";
import { HintButton, Hints, type HintState, Rail, Stepper } from "../ui/practice-rail";
import { useAction } from "../ui/action";
import { Confirm } from "../ui/dialog";
import { Button, Failed, Head, Load } from "../ui/parts";
import { Result } from "../ui/result";

const LIMIT = 500; // characters of a turn
const QUIET = 45_000; // ms without a sign from the learner before a start is offered

type Move = "next" | "skip" | "complete" | "abandon";

/** The turns of ${step} put behind those of ${run}; a repeated answer changes nothing. */
function stepped(run: Run, step: Step): Run {
  const known = new Set(run.turns.map(turn => turn.number));
  return { ...run, state: step.state, turns: [...run.turns, ...step.turns.filter(turn => !known.has(turn.number))] };
}

function Talk({ run, change, reload }: { run: Run; change: (run: Run) => void; reload: () => void }) {
  const lang = run.language;
  const scenario = useApi("GET /scenarios/{id}", { path: { id: run.scenario_id } });
  const [text, setText] = useDraft("draft." + run.run_id, "");
  const [pending, setPending] = useState("");
  const [asides, setAsides] = useState<Aside[]>([]);
  const [hint, setHint] = useState<HintState>({ goal: "", shown: [] });
  const [idle, setIdle] = useState(false);
  const [asking, setAsking] = useState<"complete" | "abandon" | null>(null);
  const seen = useRef(run.turns.at(-1)?.number ?? 0);
  const latest = useRef(run);
  latest.current = run;
  const { state } = run;
  const phase = state.phases[state.phase - 1];
  const a1 = learning(lang)?.level === "A1";
  const [listShown, setListShown] = useState(a1 && run.variant === 0);

  const call = async <B extends object>(name: "turns" | "hint" | "next" | "skip", body: B): Promise<Step> => {
    const i = intent(`${name}.${run.run_id}`, { body, after: latest.current.turns.at(-1)?.number ?? 0 });
    const op = `POST /runs/{id}/${name}` as "POST /runs/{id}/turns";
    try {
      const step = await api(op, { path: { id: run.run_id }, body: body as { text: string } & B, key: i.key });
      i.done();
      latest.current = stepped(latest.current, step);
      change(latest.current);
      return step;
    } catch (x) {
      if (x instanceof ApiError && x.status >= 400 && x.status < 500 && x.status !== 429) i.done();
      if (x instanceof ApiError && (x.code === "run_over" || x.code === "phase_incomplete")) reload();
      throw x;
    }
  };
  const note = (kind: Aside["kind"], words: string | null) => {
    if (words) setAsides(list => [...list, { after: latest.current.turns.filter(turn => turn.kind === "say").at(-1)?.number ?? 0, kind, text: words }]);
  };
  const say = useAction(async () => {
    const said = text.trim();
    setPending(said);
    try {
      if (listShown && !latest.current.state.list_open) await call("hint", { step: "words" });
      const step = await call("turns", { text: said });
      setText("");
      for (const goal of step.goals_reached) note("good", t("practice.goal_reached", { goal: state.phases.flatMap(p => p.goals).find(g => g.id === goal.id)?.translation ?? goal.text }));
      if (step.notice && !step.turns.some(turn => turn.kind === step.notice)) note("info", maybe("notice", step.notice));
      const slow = step.turns.find(turn => turn.kind === "slower");
      if (slow) speak(slow.text ?? "", lang, true);
    } finally { setPending(""); }
  });
  const ask = useAction(async (step: HintStep) => {
    const answer = await call("hint", { step });
    const given = answer.hint;
    if (given) setHint(h => ({ goal: given.goal, shown: [...(h.goal === given.goal ? h.shown.filter(x => x.step !== given.step) : []), { step: given.step, text: given.text }] }));
  });
  const open = useAction(async () => { await call("hint", { step: "words" }); });
  const move = useAction(async (how: Move) => {
    if (how === "next" || how === "skip") { await call(how, {}); document.getElementById("say")?.focus(); return; }
    const i = intent(`${how}.${run.run_id}`, {});
    await api(`POST /runs/{id}/${how}`, { path: { id: run.run_id }, body: {}, key: i.key });
    i.done();
    setText("");
    reload();
  });

  useEffect(() => { seen.current = run.turns.at(-1)?.number ?? 0; }, [run.turns.length]);
  useEffect(() => {
    setIdle(false);
    const timer = setTimeout(() => setIdle(true), QUIET);
    return () => clearTimeout(timer);
  }, [run.turns.length, text]);
  useEffect(() => hush, []);
  useEnd(run.turns.length + (pending ? 1 : 0));

  const goal = state.current_goal ?? "";
  const hints: HintState = hint.goal === goal ? hint : { goal, shown: [] };
  const finished = state.phases.every(p => p.complete || p.skipped) || (phase?.complete && state.phase === state.phase_count);
  const onward = state.can_advance && state.phase < state.phase_count ? "next" : finished && state.can_complete ? "complete" : null;
  const fault = [say, ask, open, move].find(a => a.fault !== undefined);
  const send = () => { if (text.trim() && !say.busy) say.run(); };
  const words = a1 ? (phase?.items ?? []).map(i => i.text) : [];
  return <>
    <Stepper state={state} lang={lang} />
    <div class="practice">
      <div class="talk">
        <Log turns={run.turns} state={state} lang={lang} partner={scenario.data?.partner_role ?? t("practice.partner")} asides={asides} pending={pending} seen={seen.current} />
        <Composer key={state.phase} lang={lang} value={text} change={setText} send={send} busy={say.busy} words={words} limit={LIMIT}
          tools={!onward && goal && <HintButton hints={hints} busy={ask.busy} ask={ask.run} offer={idle && hints.shown.length === 0} />}>
          {fault && <Failed fault={fault.fault} again={fault === say ? send : () => { fault.forget(); reload(); }} />}
          {onward && <div class="onward"><p>{t(onward === "next" ? "practice.part_done" : "practice.all_done")}</p>
            <Button kind="primary" icon={onward === "next" ? "arrow-right" : "flag"} busy={move.busy} onClick={() => move.run(onward)}>{t(onward === "next" ? "practice.next" : "practice.finish")}</Button></div>}
          {!onward && <Hints hints={hints} lang={lang} />}
        </Composer>
      </div>
      <Rail state={state} lang={lang} shown={listShown} toggle={shown => { setListShown(shown); if (shown && !latest.current.state.list_open) open.run(); }}>
        {state.phase < state.phase_count && !state.can_advance && <Button kind="quiet" icon="skip-forward" busy={move.busy} onClick={() => move.run("skip")}>{t("practice.skip")}</Button>}
        {state.can_complete && onward !== "complete" && <Button kind="quiet" icon="flag" onClick={() => setAsking("complete")}>{t("practice.finish_early")}</Button>}
        {!state.can_complete && <Button kind="quiet" icon="circle-x" onClick={() => setAsking("abandon")}>{t("practice.give_up")}</Button>}
      </Rail>
    </div>
    {asking === "complete" && <Confirm title={t("practice.finish_early")} text={t("practice.finish_text", { n: state.phases.filter(p => p.complete).length, of: state.phase_count })} yes={t("practice.finish")} close={() => setAsking(null)} run={() => move.run("complete")} />}
    {asking === "abandon" && <Confirm title={t("practice.give_up")} text={t("practice.give_up_text")} yes={t("practice.give_up")} close={() => setAsking(null)} run={() => move.run("abandon")} />}
  </>;
}

export default function Practice({ params }: PageProps) {
  const run = useApi("GET /runs/{id}", { path: { id: params[0] ?? "" } }, true);
  const data = run.data;
  const back = { href: data ? "/scenarios/" + encodeURIComponent(data.scenario_id) : "/practice", name: t("practice.leave") };
  if (!data) return <><Head title={t("nav.practice")} back={back} /><Load of={run} rows={5}>{() => null}</Load></>;
  if (data.status === "open") return <><Head title={data.title} lang={data.language} back={back} /><Talk run={data} change={run.set} reload={run.again} /></>;
  return <Result run={data} />;
}
