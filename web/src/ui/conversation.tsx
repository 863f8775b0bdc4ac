// The conversation: what was said, and the place to say something.
import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { maybe, rich, t } from "../lib/i18n";
import { speak, voiceFor } from "../lib/speech";
import { appendWord, letters, marked, native, tiles } from "../lib/text";
import type { Language, Remark, RunState, Turn } from "../lib/types";
import { Button, Icon, L } from "./parts";

/** What the page says between two turns: a goal reached, why a turn did not count. */
export interface Aside {
  after: number;
  kind: "good" | "info";
  text: string;
}

const REMARK_DELAY = 700; // ms; the partner answers first

function RemarkLine({ remark, lang, fresh }: { remark: Remark; lang: Language; fresh: boolean }) {
  const [shown, setShown] = useState(!fresh);
  useEffect(() => {
    if (shown) return;
    const timer = setTimeout(() => setShown(true), REMARK_DELAY);
    return () => clearTimeout(timer);
  }, []);
  if (!shown) return null;
  const wanted = <strong lang={lang}>{remark.wanted}</strong>;
  if (!remark.wanted) return null;
  return (
    <p class="remark">
      <Icon name="pencil" />
      <span>
        {remark.outcome === "almost"
          ? rich("remark.almost", { wanted })
          : rich(maybe("remark", remark.remark) ? `remark.${remark.remark}` : "remark.spelling", {
              wanted,
              seen: <span lang={lang}>{remark.seen}</span>,
            })}
      </span>
    </p>
  );
}

/** Listen, slowly, translate: only what is possible here. */
export function SpeechButtons({ text, lang }: { text: string; lang: Language }) {
  if (!voiceFor(lang)) return null;
  return (
    <>
      <Button kind="quiet" icon="volume-2" label={t("listen")} onClick={() => speak(text, lang)} />
      <Button kind="quiet" icon="turtle" label={t("listen_slowly")} onClick={() => speak(text, lang, true)} />
    </>
  );
}

function PartnerTurn({ turn, lang, name }: { turn: Turn; lang: Language; name: string }) {
  const [translated, setTranslated] = useState(false);
  return (
    <div class="turn partner">
      <p class="speaker">
        <bdi>{name}</bdi>
      </p>
      <div class="bubble">
        <p lang={lang}>{turn.text ?? ""}</p>
        {translated && turn.translation && (
          <p class="translation" lang={native()}>
            {turn.translation}
          </p>
        )}
      </div>
      <div class="turn-tools">
        <SpeechButtons text={turn.text ?? ""} lang={lang} />
        {turn.translation && (
          <Button
            kind="quiet"
            icon="languages"
            label={t("translate")}
            pressed={translated}
            onClick={() => setTranslated(!translated)}
          />
        )}
      </div>
    </div>
  );
}

function LearnerTurn({ turn, lang, fresh }: { turn: Turn; lang: Language; fresh: boolean }) {
  const spans = (turn.matches ?? []).filter(m => m.kind !== "goal");
  return (
    <div class="turn learner">
      <p class="speaker">{t("practice.you")}</p>
      <div class="bubble">
        <p lang={lang}>
          {marked(turn.text ?? "", spans).map((part, i) =>
            part.span ? (
              <mark key={i} class={part.span.outcome === "almost" ? "near" : "hit"}>
                {part.text}
              </mark>
            ) : (
              part.text
            ),
          )}
        </p>
      </div>
      {turn.remark && <RemarkLine remark={turn.remark} lang={lang} fresh={fresh} />}
    </div>
  );
}

interface LogProps {
  turns: Turn[];
  state: RunState;
  lang: Language;
  partner: string;
  asides?: Aside[];
  pending?: string;
  seen: number;
}

/** Everything said so far; turns after number ${seen} are new to the reader. ${pending} is on its way. */
export function Log({ turns, state, lang, partner, asides = [], pending, seen }: LogProps) {
  let phase = 0;
  const rows: ComponentChildren[] = [];
  for (const turn of turns) {
    if (turn.phase !== phase && state.phase_count > 1) {
      phase = turn.phase;
      rows.push(
        <p key={"p" + phase} class="divider">
          <span>
            {t("practice.part", { n: phase, of: state.phase_count })}:{" "}
            <L lang={lang} text={state.phases[phase - 1]?.name ?? ""} />
          </span>
        </p>,
      );
    }
    if (turn.who === "partner" && turn.text)
      rows.push(<PartnerTurn key={turn.number} turn={turn} lang={lang} name={partner} />);
    else if (turn.kind === "say")
      rows.push(<LearnerTurn key={turn.number} turn={turn} lang={lang} fresh={turn.number > seen} />);
    for (const [i, aside] of asides.entries())
      if (aside.after === turn.number)
        rows.push(
          <p key={"a" + i} class={`aside ${aside.kind}`}>
            <Icon name={aside.kind === "good" ? "circle-check" : "info"} />
            <span>{aside.text}</span>
          </p>,
        );
  }
  return (
    <div class="log" role="log" aria-label={t("practice.log")}>
      {rows}
      {pending && (
        <div class="turn learner pending">
          <p class="speaker">{t("practice.you")}</p>
          <div class="bubble">
            <p lang={lang}>{pending}</p>
          </div>
        </div>
      )}
    </div>
  );
}

/** A row of buttons walked by the arrow keys, so that Tab passes it in one step. */
function Keys({
  label,
  values,
  lang,
  pick,
  class: c,
}: {
  label: string;
  values: string[];
  lang: Language;
  pick: (v: string) => void;
  class: string;
}) {
  const ref = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const move = (e: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[e.key];
    const to = step
      ? (at + step + values.length) % values.length
      : e.key === "Home"
        ? 0
        : e.key === "End"
          ? values.length - 1
          : -1;
    if (to < 0) return;
    e.preventDefault();
    setAt(to);
    (ref.current?.children[to] as HTMLElement | undefined)?.focus();
  };
  return (
    <div ref={ref} class={c} role="toolbar" aria-label={label} onKeyDown={move}>
      {values.map((v, i) => (
        <button
          key={v}
          type="button"
          lang={lang}
          tabIndex={i === Math.min(at, values.length - 1) ? 0 : -1}
          onMouseDown={e => e.preventDefault()}
          onClick={e => {
            setAt(i);
            pick(e.shiftKey ? v.toLocaleUpperCase(lang) : v);
          }}
        >
          {v}
        </button>
      ))}
    </div>
  );
}

interface ComposerProps {
  lang: Language;
  value: string;
  change: (v: string) => void;
  send: () => void;
  busy: boolean;
  words?: string[];
  tapped?: () => void;
  children?: ComponentChildren;
  tools?: ComponentChildren;
  limit: number;
}

/** The field itself, and how to put a letter at its caret. */
function useField(value: string, change: (v: string) => void) {
  const ref = useRef<HTMLTextAreaElement>(null);
  const caret = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (caret.current === null) return;
    ref.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  }, [value]);
  const insert = (letter: string): void => {
    const from = ref.current?.selectionStart ?? value.length;
    const to = ref.current?.selectionEnd ?? from;
    caret.current = from + letter.length;
    change(value.slice(0, from) + letter + value.slice(to));
    ref.current?.focus();
  };
  return { ref, insert };
}

interface LineProps extends Pick<ComposerProps, "lang" | "value" | "limit" | "change" | "send"> {
  field: RefObject<HTMLTextAreaElement | null>;
}

const Line = ({ field, lang, value, limit, change, send }: LineProps) => (
  <textarea
    ref={field}
    id="say"
    rows={1}
    maxLength={limit}
    lang={lang}
    value={value}
    aria-label={t("practice.say")}
    placeholder={t("practice.say")}
    autocomplete="off"
    spellcheck={false}
    enterkeyhint="send"
    onInput={e => change(e.currentTarget.value)}
    onKeyDown={e => {
      if (e.key === "Enter" && !e.shiftKey && !e.isComposing) {
        e.preventDefault();
        send();
      }
    }}
  />
);

/**
 * Where the learner writes: Enter sends, Shift+Enter makes a new line. ${words} gives tiles to build with,
 * ${tapped} is told of each tap.
 */
export function Composer({
  lang,
  value,
  change,
  send,
  busy,
  words = [],
  tapped,
  children,
  tools,
  limit,
}: ComposerProps) {
  const { ref, insert } = useField(value, change);
  const [building, setBuilding] = useState(words.length > 0);
  const special = letters(lang);
  const build = (word: string) => {
    tapped?.();
    change(appendWord(value, word, lang));
  };
  return (
    <form
      class="composer"
      onSubmit={e => {
        e.preventDefault();
        send();
      }}
    >
      {children}
      {building && words.length > 0 && (
        <Keys class="tiles" label={t("practice.tiles")} values={tiles(words, lang)} lang={lang} pick={build} />
      )}
      <div class="composer-tools">
        {special.length > 0 && (
          <Keys class="letters" label={t("practice.letters")} values={special} lang={lang} pick={insert} />
        )}
        {words.length > 0 && (
          <Button kind="quiet" pressed={building} onClick={() => setBuilding(!building)}>
            {t("practice.build")}
          </Button>
        )}
        {tools}
      </div>
      <div class="composer-row">
        <Line field={ref} lang={lang} value={value} limit={limit} change={change} send={send} />
        <Button type="submit" kind="primary" icon="send-horizontal" busy={busy} label={t("practice.send")} />
      </div>
    </form>
  );
}

const NEAR = 160; // px from the end of the page that count as being there

/** Keep the end of the conversation in view: when something is added, and when what stands there grows. */
export function useEnd(length: number): void {
  const go = useRef<(smooth: boolean) => void>(() => {});
  const first = useRef(true);
  useEffect(() => {
    const root = document.documentElement;
    let there = true;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    go.current = smooth => {
      there = true;
      scrollTo({ top: root.scrollHeight, behavior: smooth && !still ? "smooth" : "auto" });
    };
    const look = () => {
      there = root.scrollHeight - innerHeight - scrollY < NEAR;
    };
    const grown = new ResizeObserver(() => {
      if (there) go.current(true);
    });
    addEventListener("scrollend", look);
    grown.observe(document.body);
    return () => {
      removeEventListener("scrollend", look);
      grown.disconnect();
    };
  }, []);
  useEffect(() => {
    const smooth = !first.current;
    first.current = false;
    requestAnimationFrame(() => go.current(smooth));
  }, [length]);
}
