// What stands beside the conversation: parts, goals, words, hints.
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../lib/i18n";
import type { HintState } from "../lib/talk";
import { gaps, native } from "../lib/text";
import type { HintStep, Language, PhaseItem, RunPhase, RunState } from "../lib/types";
import { Button, Icon, L } from "./parts";

/** The parts of the run as steps. */
export function Stepper({ state, lang }: { state: RunState; lang: Language }) {
  const now = state.phases[state.phase - 1];
  return (
    <div class="stepper">
      <ol aria-label={t("practice.parts")}>
        {state.phases.map(p => {
          const mark = p.complete ? "done" : p.skipped ? "skipped" : p.number === state.phase ? "now" : "";
          return (
            <li
              key={p.number}
              class={`${mark} ${p.number === state.phase ? "now" : ""}`}
              aria-current={p.number === state.phase ? "step" : undefined}
            >
              <span class="step">{p.complete ? <Icon name="check" /> : p.number}</span>
              <span class="step-name">
                <L lang={lang} text={p.name} />
              </span>
              {mark && mark !== "now" && <span class="sr">{t(`practice.${mark}`)}</span>}
            </li>
          );
        })}
      </ol>
      {now && <progress max={1000} value={now.progress} aria-label={t("practice.progress")} />}
    </div>
  );
}

const STEPS: HintStep[] = ["meaning", "start", "model"];

/** The hints given for the current goal. */
export const Hints = ({ hints, lang }: { hints: HintState; lang: Language }) => (
  <div class="hints" role="status">
    {hints.shown.map(h => (
      <p key={h.step} class="hint">
        <Icon name="lightbulb" />
        <span>
          <span class="hint-kind">{t(`hint.${h.step}`)}</span>{" "}
          <L lang={h.step === "meaning" ? native() : lang} text={h.text} />
        </span>
      </p>
    ))}
  </div>
);

/** Asks for the next of the three hints; after a while of silence it offers a start. */
export function HintButton({
  hints,
  busy,
  ask,
  offer,
}: {
  hints: HintState;
  busy: boolean;
  ask: (step: HintStep) => void;
  offer: boolean;
}) {
  const next = STEPS.find(s => !hints.shown.some(h => h.step === s));
  if (!next) return null;
  return (
    <Button kind="quiet" icon="lightbulb" class="hint-button" busy={busy} onClick={() => ask(offer ? "start" : next)}>
      {t(offer ? "hint.offer" : `hint.ask_${next}`)}
    </Button>
  );
}

function Words({
  items,
  lang,
  shown,
  toggle,
}: {
  items: PhaseItem[];
  lang: Language;
  shown: boolean;
  toggle: (shown: boolean) => void;
}) {
  return (
    <details
      class="words"
      open={shown}
      onToggle={e => {
        if (e.currentTarget.open !== shown) toggle(e.currentTarget.open);
      }}
    >
      <summary>
        {t("practice.words", { n: items.length })}
        <Icon name="chevron-down" />
      </summary>
      <p class="quiet">{t("practice.words_help")}</p>
      <ul>
        {items.map(i => (
          <li key={i.kind + i.text} class={i.level && i.level !== "missed" ? "used" : ""}>
            <L lang={lang} text={gaps(i.text)} />
            {i.translation && (
              <span class="translation">
                <L lang={i.translation_language ?? native()} text={gaps(i.translation)} />
              </span>
            )}
            {i.level && i.level !== "missed" && <span class="tag">{t(`evidence.${i.level}`)}</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}

const Goals = ({ phase, current, lang }: { phase: RunPhase; current: string | null; lang: Language }) => (
  <ul class="goals">
    {phase.goals.map(g => {
      const done = g.state !== "open";
      return (
        <li key={g.id} class={done ? "done" : g.id === current ? "now" : ""}>
          <Icon name={done ? "circle-check" : "circle"} />
          <span>
            <L lang={g.translation ? native() : lang} text={g.translation ?? g.text} />
            <span class="sr"> {t(done ? "practice.goal_done" : "practice.goal_open")}</span>
          </span>
        </li>
      );
    })}
  </ul>
);

/** Whether there is room beside the conversation. */
function useWide(): boolean {
  const [wide, setWide] = useState(() => matchMedia("(min-width: 64rem)").matches);
  useEffect(() => {
    const media = matchMedia("(min-width: 64rem)");
    const change = () => setWide(media.matches);
    media.addEventListener("change", change);
    return () => media.removeEventListener("change", change);
  }, []);
  return wide;
}

interface RailProps {
  state: RunState;
  lang: Language;
  shown: boolean;
  toggle: (shown: boolean) => void;
  children: ComponentChildren;
}

/** Goals and words of the current part; on narrow screens folded above the conversation. */
export function Rail({ state, lang, shown, toggle, children }: RailProps) {
  const phase = state.phases[state.phase - 1];
  const wide = useWide();
  if (!phase) return null;
  const title = t("practice.goals", { n: phase.goals.filter(g => g.state !== "open").length, of: phase.goals.length });
  const goals = <Goals phase={phase} current={state.current_goal} lang={lang} />;
  const words = phase.items.length > 0 && <Words items={phase.items} lang={lang} shown={shown} toggle={toggle} />;
  const ways = <div class="rail-actions">{children}</div>;
  return (
    <aside class="practice-rail" aria-label={t("practice.help")}>
      {wide ? (
        <>
          <section>
            <h2>{title}</h2>
            {goals}
          </section>
          {words}
          {ways}
        </>
      ) : (
        <>
          <details class="goals-fold">
            <summary>
              {title}
              <Icon name="chevron-down" />
            </summary>
            {goals}
            {ways}
          </details>
          {words}
        </>
      )}
    </aside>
  );
}
