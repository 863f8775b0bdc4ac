// One sitting of reviews: cards come from the server, answers go through the outbox, both may be late.
import { useEffect, useRef, useState } from "preact/hooks";
import { toast } from "../ui/toast";
import { api } from "./api";
import { dayAfter } from "./fmt";
import { t } from "./i18n";
import { useApi } from "./load";
import { answer, emptySitting, refill, type Sitting, told, undo, without, withAgain } from "./queue";
import { outbox } from "./reviews";
import type { Card, Language, Rating } from "./types";

const FETCH = 30,
  LOW = 5; // cards asked for, cards left when more are asked for
const LONGEST = 600_000; // ms a review may have taken

type Flags = { suspended: boolean } | { buried_until: string | null };

/** The cards due in ${language}: `ready` once the server has said which. */
function useCards(language: Language) {
  const queue = useApi("GET /reviews/queue", { query: { ...(language && { language }), limit: FETCH } }, true);
  const [s, setS] = useState<Sitting>(emptySitting);
  const [ready, setReady] = useState(false);
  const asked = useRef(false); // for more cards, since the last answer that arrived
  useEffect(() => {
    setS(emptySitting);
    setReady(false);
  }, [language]);
  useEffect(() => {
    const { data } = queue;
    if (!data || queue.fault !== undefined) return;
    setS(now => refill(now, data));
    setReady(true);
  }, [queue.data]);
  useEffect(() => {
    outbox.settled = (entry, reply) => {
      asked.current = false;
      const card = entry.body?.card_id ?? reply?.card?.card_id ?? "";
      setS(now => told(now, card, reply && "counts" in reply ? reply.counts : null));
    };
    return () => {
      outbox.settled = () => {};
    };
  }, []);
  useEffect(() => {
    if (!ready || s.unsent.length || s.cards.length >= LOW || asked.current || !s.given.length) return;
    asked.current = true;
    queue.again();
  }, [s]);
  return { queue, s, setS, ready };
}

/** Laying a card aside by ${change}, with a way back by ${restore}. */
function useFlags(setS: (f: (s: Sitting) => Sitting) => void, failed: (fault: unknown) => void) {
  return (what: Card, change: Flags, words: string, restore: Flags): void => {
    const send = (body: Flags) =>
      api("PATCH /cards/{id}", { path: { id: what.card_id }, body, key: crypto.randomUUID() });
    const putBack = () => setS(now => withAgain(now, what));
    setS(now => without(now, what));
    send(change).then(
      () =>
        toast(words, () => {
          putBack();
          send(restore).catch(failed);
        }),
      x => {
        putBack();
        failed(x);
      },
    );
  };
}

/** A sitting and all that can be done with the card shown. */
export function useSitting(language: Language) {
  const { queue, s, setS, ready } = useCards(language);
  const [fault, setFault] = useState<unknown>();
  const [turned, setTurned] = useState(""); // the showing whose answer is seen
  const card = s.cards[0];
  const showing = `${card?.card_id ?? ""} ${s.given.length}`; // names this card at this turn
  const since = useRef(Date.now());
  useEffect(() => {
    since.current = Date.now();
  }, [showing]);

  const grade = (rating: Rating): void => {
    if (!card) return;
    const id = crypto.randomUUID(),
      now = new Date();
    setS(answer(s, id, rating));
    setTurned("");
    outbox
      .put(id, {
        card_id: card.card_id,
        rating,
        duration_ms: Math.min(LONGEST, now.getTime() - since.current),
        answered_at: now.toISOString(),
      })
      .catch(setFault);
  };
  const back = (): void => {
    const { sitting, taken } = undo(s);
    if (!taken) return;
    setS(sitting);
    setTurned("");
    outbox.undo(taken.id).catch(setFault);
    toast(t("review.undone"));
  };
  const flag = useFlags(setS, setFault);
  return {
    queue,
    s,
    ready,
    fault,
    card,
    showing,
    shown: turned === showing,
    grade,
    back,
    show: () => setTurned(showing),
    bury: () => {
      if (card && queue.data)
        flag(card, { buried_until: dayAfter(queue.data.day, 1) }, t("review.buried"), { buried_until: null });
    },
    suspend: () => {
      if (card) flag(card, { suspended: true }, t("review.suspended"), { suspended: false });
    },
    /** Show ${translations} on ${edited} from now on. */
    edited: (edited: Card, translations: Card["translations"]) =>
      setS(now => ({ ...now, cards: now.cards.map(c => (c.card_id === edited.card_id ? { ...c, translations } : c)) })),
  };
}
