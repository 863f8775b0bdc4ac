// What happens in a conversation: every step goes to the server, and its answer is put behind what is known.
import { useEffect, useRef, useState } from "preact/hooks";
import { useAction } from "../ui/action";
import type { Aside } from "../ui/conversation";
import { api, ApiError } from "./api";
import { useDraft } from "./draft";
import { maybe, t } from "./i18n";
import { intent } from "./intent";
import { speak } from "./speech";
import type { HintStep, Run, Step } from "./types";

const QUIET = 45_000; // ms without a sign from the learner before a start is offered

export type Move = "next" | "skip" | "complete" | "abandon";
export interface HintState {
  goal: string;
  shown: { step: HintStep; text: string }[];
}

/** The turns of ${step} put behind those of ${run}; a repeated answer changes nothing. */
export function stepped(run: Run, step: Step): Run {
  const known = new Set(run.turns.map(turn => turn.number));
  return { ...run, state: step.state, turns: [...run.turns, ...step.turns.filter(turn => !known.has(turn.number))] };
}

const lastNumber = (run: Run): number => run.turns.at(-1)?.number ?? 0;

type Call = <B extends object>(name: "turns" | "hint" | "next" | "skip", body: B) => Promise<Step>;

/** Calls that move ${run} on, and the run as it is after the last of them. */
function useCalls(run: Run, change: (run: Run) => void, reload: () => void): { latest: { current: Run }; call: Call } {
  const latest = useRef(run);
  latest.current = run;
  const call: Call = async (name, body) => {
    const i = intent(`${name}.${run.run_id}`, { body, after: lastNumber(latest.current) });
    try {
      // the four addresses take different bodies and give the same answer
      const step = await api(`POST /runs/{id}/${name}` as "POST /runs/{id}/turns", {
        path: { id: run.run_id },
        body: body as never,
        key: i.key,
      });
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
  return { latest, call };
}

/** True once nothing has changed in ${signs} for a while. */
function useIdle(signs: unknown[]): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    setIdle(false);
    const timer = setTimeout(() => setIdle(true), QUIET);
    return () => clearTimeout(timer);
  }, signs);
  return idle;
}

/** What the page remarks on an answer: goals reached, and why a turn did not count. */
function remarks(run: Run, step: Step): Omit<Aside, "after">[] {
  const goals = run.state.phases.flatMap(p => p.goals);
  const list: Omit<Aside, "after">[] = step.goals_reached.map(reached => ({
    kind: "good",
    text: t("practice.goal_reached", { goal: goals.find(g => g.id === reached.id)?.translation ?? reached.text }),
  }));
  const notice = step.notice && !step.turns.some(turn => turn.kind === step.notice) && maybe("notice", step.notice);
  return notice ? [...list, { kind: "info", text: notice }] : list;
}

/** The conversation of ${run}: ${helped} says whether the words of the part are in sight. */
export function useTalk(run: Run, change: (run: Run) => void, reload: () => void, helped: () => boolean) {
  const { latest, call } = useCalls(run, change, reload);
  const [text, setText] = useDraft("draft." + run.run_id, "");
  const [pending, setPending] = useState("");
  const [asides, setAsides] = useState<Aside[]>([]);
  const [given, setGiven] = useState<HintState>({ goal: "", shown: [] });
  const idle = useIdle([run.turns.length, text]);
  const showWords = async () => {
    if (!latest.current.state.list_open) await call("hint", { step: "words" });
  };

  const say = useAction(async () => {
    const said = text.trim();
    setPending(said);
    try {
      if (helped()) await showWords();
      const step = await call("turns", { text: said });
      setText("");
      const after = step.turns.find(turn => turn.kind === "say")?.number ?? lastNumber(latest.current);
      setAsides(list => [...list, ...remarks(latest.current, step).map(r => ({ ...r, after }))]);
      const slow = step.turns.find(turn => turn.kind === "slower");
      if (slow?.text) speak(slow.text, run.language, true);
    } finally {
      setPending("");
    }
  });
  const ask = useAction(async (step: HintStep) => {
    const { hint } = await call("hint", { step });
    if (hint)
      setGiven(h => ({
        goal: hint.goal,
        shown: [
          ...(h.goal === hint.goal ? h.shown : []).filter(x => x.step !== hint.step),
          { step: hint.step, text: hint.text },
        ],
      }));
  });
  const open = useAction(showWords);
  const move = useAction(async (how: Move) => {
    if (how === "next" || how === "skip") {
      await call(how, {});
      document.getElementById("say")?.focus();
      return;
    }
    const i = intent(`${how}.${run.run_id}`, {});
    await api(`POST /runs/{id}/${how}`, { path: { id: run.run_id }, body: {}, key: i.key });
    i.done();
    setText("");
    reload();
  });
  const goal = run.state.current_goal ?? "";
  const hints: HintState = given.goal === goal ? given : { goal, shown: [] };
  return { text, setText, pending, asides, idle, hints, say, ask, open, move };
}
