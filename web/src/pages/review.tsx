import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../lib/api";
import { dayAfter, relative } from "../lib/fmt";
import { type Key, t } from "../lib/i18n";
import { useApi } from "../lib/load";
import { answer, emptySitting, refill, type Sitting, told, undo, without, withAgain } from "../lib/queue";
import { outbox } from "../lib/reviews";
import { me, studying } from "../lib/session";
import { hush, speak } from "../lib/speech";
import type { Card, Rating } from "../lib/types";
import { problems, waiting } from "../lib/unsent";
import { Dialog } from "../ui/dialog";
import { Button, Empty, explain, Failed, Head, LinkButton, Notice, Skeleton } from "../ui/parts";
import { Grades, ReviewCard } from "../ui/review-card";
import { toast } from "../ui/toast";
import { EditTranslation } from "../ui/translation";

const FETCH = 30, LOW = 5; // cards asked for, cards left when more are asked for
const SOON = 20 * 60_000; // ms; a card due sooner is waited for here
const LONGEST = 600_000; // ms a review may have taken

const KEYS: [string, Key][] = [["Space", "keys.show"], ["1–4", "keys.grade"], ["U · Ctrl+Z", "keys.undo"], ["K", "keys.know"], ["E", "keys.edit"], ["R", "keys.replay"], ["-", "keys.bury"], ["@", "keys.suspend"], ["?", "keys.help"]];

const Help = ({ close }: { close: () => void }) => <Dialog title={t("keys.title")} close={close}>
  <dl class="keys">{KEYS.map(([key, name]) => <div key={key}><dt><kbd>{key}</kbd></dt><dd>{t(name)}</dd></div>)}</dl>
  <p class="quiet"><a href="/settings">{t("keys.off")}</a></p>
</Dialog>;

/** Nothing to show: when the next card comes, or that the day is done. */
function Done({ done, next, again }: { done: number; next: string | null; again: () => void }) {
  const left = next ? Date.parse(next) - Date.now() : Infinity;
  useEffect(() => {
    if (left > SOON) return;
    const timer = setTimeout(again, Math.max(1000, left + 500));
    return () => clearTimeout(timer);
  }, [next]);
  return <Empty icon="circle-check" text={done ? t("review.done", { n: done }) : t("home.nothing_due")}>
    {next && <p class="quiet">{t("review.next", { when: relative(next, Date.now()) })}</p>}
    <div class="actions"><LinkButton kind="primary" icon="messages-square" href="/discover">{t("review.talk")}</LinkButton><LinkButton href="/">{t("nav.home")}</LinkButton></div>
  </Empty>;
}

function Problems() {
  const list = problems.value;
  if (!list.length) return null;
  return <Notice kind="warn" role="alert"><p>{t("review.problems", { n: list.length })}</p><Button onClick={() => list.forEach(e => void outbox.dismiss(e))}>{t("review.dismiss")}</Button></Notice>;
}

export default function Review() {
  const language = studying.value;
  const queue = useApi("GET /reviews/queue", { query: { ...(language && { language }), limit: FETCH } }, true);
  const [s, setS] = useState<Sitting>(emptySitting);
  const [shown, setShown] = useState(false);
  const [dialog, setDialog] = useState<"help" | "edit" | null>(null);
  const [fault, setFault] = useState<unknown>();
  const [ready, setReady] = useState(false);
  const since = useRef(Date.now());
  const card = s.cards[0];
  const keys = me.value?.single_key_shortcuts ?? true;

  useEffect(() => { setS(emptySitting); setReady(false); }, [language]);
  useEffect(() => { if (queue.data && queue.fault === undefined) { const data = queue.data; setS(now => refill(now, data)); setReady(true); } }, [queue.data]);
  useEffect(() => {
    outbox.sent = (entry, reply) => {
      setS(now => told(now, entry.body?.card_id ?? reply.card?.card_id ?? "", "counts" in reply ? reply.counts : null));
      asked.current = false;
    };
    return () => { outbox.sent = () => {}; hush(); };
  }, []);
  const asked = useRef(false); // one refill at a time, and none twice for the same cards
  useEffect(() => {
    if (!ready || s.unsent.length || s.cards.length >= LOW || asked.current || !s.given.length) return;
    asked.current = true;
    queue.again();
  }, [s]);
  useEffect(() => { setShown(false); since.current = Date.now(); }, [card?.card_id, s.given.length]);
  const focused = useRef("");
  useEffect(() => { // the next key press is the next step
    const to = shown ? "grade-3" : card ? "show" : "";
    if (to && to !== focused.current && (focused.current || shown) && !dialog) document.getElementById(to)?.focus({ preventScroll: true });
    if (to) focused.current = to;
  }, [shown, card?.card_id]);

  const grade = (rating: Rating): void => {
    if (!card) return;
    const id = crypto.randomUUID(), now = new Date();
    setS(answer(s, id, rating));
    outbox.put(id, { card_id: card.card_id, rating, duration_ms: Math.min(LONGEST, now.getTime() - since.current), answered_at: now.toISOString() }).catch(setFault);
  };
  const back = (): void => {
    const { sitting, taken } = undo(s);
    if (!taken) return;
    setS(sitting);
    outbox.undo(taken.id).catch(setFault);
    toast(t("review.undone"));
  };
  const flag = (what: Card, change: { suspended: boolean } | { buried_until: string | null }, words: string, restore: { suspended: boolean } | { buried_until: string | null }): void => {
    setS(now => without(now, what));
    const send = (body: typeof change) => api("PATCH /cards/{id}", { path: { id: what.card_id }, body, key: crypto.randomUUID() });
    send(change).then(() => toast(words, () => { setS(now => withAgain(now, what)); send(restore).catch(setFault); }), x => { setS(now => withAgain(now, what)); setFault(x); });
  };
  const bury = (): void => { if (card && queue.data) flag(card, { buried_until: dayAfter(queue.data.day, 1) }, t("review.buried"), { buried_until: null }); };
  const suspend = (): void => { if (card) flag(card, { suspended: true }, t("review.suspended"), { suspended: false }); };

  const acts: Record<string, () => void> = {
    " ": () => (shown ? grade(3) : setShown(true)), Enter: () => (shown ? grade(3) : setShown(true)),
    ...(shown && { 1: () => grade(1), 2: () => grade(2), 3: () => grade(3), 4: () => grade(4) }),
    u: back, r: () => { if (card) speak(card.text, card.language); }, e: () => { if (card && shown) setDialog("edit"); },
    k: () => { if (card?.state === "new") grade(4); }, "-": bury, "@": suspend, "?": () => setDialog("help"),
  };
  const latest = useRef(acts);
  latest.current = acts;
  useEffect(() => {
    const press = (e: KeyboardEvent): void => {
      const on = e.target as HTMLElement;
      if (e.isComposing || e.repeat || on.closest("input, textarea, select, dialog")) return;
      if ((e.ctrlKey || e.metaKey) && !e.altKey && e.key.toLowerCase() === "z") { e.preventDefault(); latest.current["u"]?.(); return; }
      if (e.ctrlKey || e.metaKey || (e.altKey && e.key !== "@") || ((e.key === " " || e.key === "Enter") && on.closest("button, a, summary"))) return;
      if (!keys && e.key !== " " && e.key !== "Enter") return;
      const act = latest.current[e.key.length === 1 ? e.key.toLowerCase() : e.key];
      if (act) { e.preventDefault(); act(); }
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [keys]);

  const left = s.counts.new + s.counts.learning + s.counts.review;
  return <div class="sitting">
    <Head title={t("nav.review")} back={{ href: "/", name: t("nav.home") }}>
      <ul class="counts" aria-label={t("review.counts")}>{(["new", "learning", "review"] as const).map(k => <li key={k} class={k}><strong>{s.counts[k]}</strong> {t(`count.${k}`)}</li>)}</ul>
    </Head>
    <progress class="thin" max={s.given.length + left || 1} value={s.given.length} aria-label={t("review.progress")} />
    <Problems />
    {fault !== undefined && <Notice kind="bad" role="alert">{explain(fault)}</Notice>}
    {!card && queue.fault !== undefined && !ready ? <Failed fault={queue.fault} again={queue.again} />
      : !card && (!ready || s.unsent.length > 0) ? (waiting.value && s.unsent.length && ready ? <Notice>{t("unsent", { n: waiting.value })}</Notice> : <Skeleton rows={3} />)
      : !card ? <Done done={s.given.length} next={queue.data?.next_due_at ?? null} again={queue.again} />
      : <>
        <ReviewCard key={card.card_id + s.given.length} card={card} shown={shown} />
        <div class="review-foot">
          {shown ? <Grades preview={card.preview} keys={keys} grade={grade} />
            : <Button kind="primary" class="big show" id="show" onClick={() => setShown(true)}>{t("review.show")}</Button>}
          <div class="review-tools">
            <Button kind="quiet" icon="undo-2" disabled={!s.given.length} onClick={back}>{t("undo")}</Button>
            {card.state === "new" && <Button kind="quiet" icon="check" onClick={() => grade(4)}>{t("review.know")}</Button>}
            {shown && <Button kind="quiet" icon="pencil" onClick={() => setDialog("edit")}>{t("edit")}</Button>}
            <Button kind="quiet" icon="calendar-clock" onClick={bury}>{t("review.bury")}</Button>
            <Button kind="quiet" icon="circle-pause" onClick={suspend}>{t("review.suspend")}</Button>
            {keys && <Button kind="quiet" icon="keyboard" class="keys-button" onClick={() => setDialog("help")}>{t("keys.button")}</Button>}
          </div>
        </div>
      </>}
    {!card && s.given.length > 0 && <p class="center"><Button kind="quiet" icon="undo-2" onClick={back}>{t("undo")}</Button></p>}
    {dialog === "help" && <Help close={() => setDialog(null)} />}
    {dialog === "edit" && card && <EditTranslation item={{ item_id: card.item_id, text: card.text, language: card.language, translation: card.translations[0]?.text ?? "" }} close={() => setDialog(null)}
      done={item => setS(now => ({ ...now, cards: now.cards.map(c => c.card_id === card.card_id && item.translation ? { ...c, translations: [{ language: item.translation_language ?? "", text: item.translation }, ...c.translations.slice(1)] } : c) }))} />}
  </div>;
}
