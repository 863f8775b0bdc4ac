import { useEffect, useRef, useState } from "preact/hooks";
import { relative } from "../lib/fmt";
import { type Key, t } from "../lib/i18n";
import { useKeys } from "../lib/keys";
import { outbox } from "../lib/reviews";
import { me, studying } from "../lib/session";
import { useSitting } from "../lib/sitting";
import { hush, speak } from "../lib/speech";
import type { Card, Counts } from "../lib/types";
import { problems, waiting } from "../lib/unsent";
import { Dialog } from "../ui/dialog";
import { Button, Empty, explain, Failed, Head, LinkButton, Notice, Skeleton } from "../ui/parts";
import { Grades, ReviewCard } from "../ui/review-card";
import { EditTranslation } from "../ui/translation";

const SOON = 20 * 60_000; // ms; a card due sooner is waited for here

const KEYS: [string, Key][] = [
  ["Space", "keys.show"],
  ["1–4", "keys.grade"],
  ["U · Ctrl+Z", "keys.undo"],
  ["K", "keys.know"],
  ["E", "keys.edit"],
  ["R", "keys.replay"],
  ["-", "keys.bury"],
  ["@", "keys.suspend"],
  ["?", "keys.help"],
];

const Help = ({ close }: { close: () => void }) => (
  <Dialog title={t("keys.title")} close={close}>
    <dl class="keys">
      {KEYS.map(([key, name]) => (
        <div key={key}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{t(name)}</dd>
        </div>
      ))}
    </dl>
    <p class="quiet">
      <a href="/settings">{t("keys.off")}</a>
    </p>
  </Dialog>
);

const Left = ({ counts }: { counts: Counts }) => (
  <ul class="counts" aria-label={t("review.counts")}>
    {(["new", "learning", "review"] as const).map(k => (
      <li key={k} class={k}>
        <strong>{counts[k]}</strong> {t(`count.${k}`)}
      </li>
    ))}
  </ul>
);

/** Nothing to show: when the next card comes, or that the day is done. */
function Done({ done, next, again }: { done: number; next: string | null; again: () => void }) {
  const left = next ? Date.parse(next) - Date.now() : Infinity;
  useEffect(() => {
    if (left > SOON) return;
    const timer = setTimeout(again, Math.max(1000, left + 500));
    return () => clearTimeout(timer);
  }, [next]);
  return (
    <Empty icon="circle-check" text={done ? t("review.done", { n: done }) : t("home.nothing_due")}>
      {next && <p class="quiet">{t("review.next", { when: relative(next, Date.now()) })}</p>}
      <div class="actions">
        <LinkButton kind="primary" icon="messages-square" href="/discover">
          {t("review.talk")}
        </LinkButton>
        <LinkButton href="/">{t("nav.home")}</LinkButton>
      </div>
    </Empty>
  );
}

/** Reviews the server refused, until they are seen. */
function Problems() {
  const list = problems.value;
  if (!list.length) return null;
  return (
    <Notice kind="warn" role="alert">
      <p>{t("review.problems", { n: list.length })}</p>
      <Button onClick={() => list.forEach(e => void outbox.dismiss(e))}>{t("review.dismiss")}</Button>
    </Notice>
  );
}

/** Put the focus on the next step, once the reader has begun to use the page. */
function useNextStep(showing: string, to: string): void {
  const before = useRef("");
  useEffect(() => {
    if (to && before.current && before.current !== showing + to)
      document.getElementById(to)?.focus({ preventScroll: true });
    if (to) before.current = showing + to;
  }, [showing, to]);
}

type Sit = ReturnType<typeof useSitting>;

function Foot({
  sit,
  card,
  keys,
  edit,
  help,
}: {
  sit: Sit;
  card: Card;
  keys: boolean;
  edit: () => void;
  help: () => void;
}) {
  return (
    <div class="review-foot">
      {sit.shown ? (
        <Grades preview={card.preview} keys={keys} grade={sit.grade} />
      ) : (
        <Button kind="primary" class="big show" id="show" onClick={sit.show}>
          {t("review.show")}
        </Button>
      )}
      <div class="review-tools">
        <Button kind="quiet" icon="undo-2" disabled={!sit.s.given.length} onClick={sit.back}>
          {t("undo")}
        </Button>
        {card.state === "new" && (
          <Button kind="quiet" icon="check" onClick={() => sit.grade(4)}>
            {t("review.know")}
          </Button>
        )}
        {sit.shown && (
          <Button kind="quiet" icon="pencil" onClick={edit}>
            {t("edit")}
          </Button>
        )}
        <Button kind="quiet" icon="calendar-clock" onClick={sit.bury}>
          {t("review.bury")}
        </Button>
        <Button kind="quiet" icon="circle-pause" onClick={sit.suspend}>
          {t("review.suspend")}
        </Button>
        {keys && (
          <Button kind="quiet" icon="keyboard" class="keys-button" onClick={help}>
            {t("keys.button")}
          </Button>
        )}
      </div>
    </div>
  );
}

/** What stands where the card would be when there is none. */
function NoCard({ sit }: { sit: Sit }) {
  const { s, queue, ready } = sit;
  if (queue.fault !== undefined && !ready) return <Failed fault={queue.fault} again={queue.again} />;
  if (!ready || s.unsent.length > 0)
    return ready && waiting.value ? <Notice>{t("unsent", { n: waiting.value })}</Notice> : <Skeleton rows={3} />;
  return <Done done={s.given.length} next={queue.data?.next_due_at ?? null} again={queue.again} />;
}

type Shown = "help" | "edit" | null;

/** What each key does now. */
function keysOf(sit: Sit, open: (d: Shown) => void): Record<string, () => void> {
  const { card, shown } = sit;
  const on = () => (shown ? sit.grade(3) : sit.show());
  return {
    " ": on,
    Enter: on,
    u: sit.back,
    "-": sit.bury,
    "@": sit.suspend,
    "?": () => open("help"),
    ...(shown && {
      1: () => sit.grade(1),
      2: () => sit.grade(2),
      3: () => sit.grade(3),
      4: () => sit.grade(4),
      e: () => open("edit"),
    }),
    ...(card && { r: () => speak(card.text, card.language) }),
    ...(card?.state === "new" && { k: () => sit.grade(4) }),
  };
}

function Edit({ sit, card, close }: { sit: Sit; card: Card; close: () => void }) {
  const [first, ...rest] = card.translations;
  return (
    <EditTranslation
      item={{ item_id: card.item_id, text: card.text, language: card.language, translation: first?.text ?? "" }}
      close={close}
      done={item => {
        if (item.translation)
          sit.edited(card, [{ language: item.translation_language ?? "", text: item.translation }, ...rest]);
      }}
    />
  );
}

export default function Review() {
  const sit = useSitting(studying.value);
  const [dialog, setDialog] = useState<Shown>(null);
  const { s, card, shown } = sit;
  const keys = me.value?.single_key_shortcuts ?? true;
  const left = s.counts.new + s.counts.learning + s.counts.review;
  useEffect(() => hush, []);
  useNextStep(sit.showing, dialog || !card ? "" : shown ? "grade-3" : "show");
  useKeys(keysOf(sit, setDialog), keys);
  return (
    <div class="sitting">
      <Head title={t("nav.review")} back={{ href: "/", name: t("nav.home") }}>
        <Left counts={s.counts} />
      </Head>
      <progress
        class="thin"
        max={s.given.length + left || 1}
        value={s.given.length}
        aria-label={t("review.progress")}
      />
      <Problems />
      {sit.fault !== undefined && (
        <Notice kind="bad" role="alert">
          {explain(sit.fault)}
        </Notice>
      )}
      {card ? (
        <>
          <ReviewCard key={sit.showing} card={card} shown={shown} />
          <Foot sit={sit} card={card} keys={keys} edit={() => setDialog("edit")} help={() => setDialog("help")} />
        </>
      ) : (
        <NoCard sit={sit} />
      )}
      {!card && s.given.length > 0 && (
        <p class="center">
          <Button kind="quiet" icon="undo-2" onClick={sit.back}>
            {t("undo")}
          </Button>
        </p>
      )}
      {dialog === "help" && <Help close={() => setDialog(null)} />}
      {dialog === "edit" && card && <Edit sit={sit} card={card} close={() => setDialog(null)} />}
    </div>
  );
}
