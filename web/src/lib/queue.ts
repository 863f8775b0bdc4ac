import type { Card, Counts, Queue, Rating } from "./types";

/** One answer given: its review id, the card as it was, the answer. */
export interface Given {
  id: string;
  card: Card;
  rating: Rating;
}

/** The cards of a sitting: the first is the one shown. Everything here is pure. */
export interface Sitting {
  cards: Card[];
  counts: Counts;
  given: Given[]; // oldest first; what undo walks back
  unsent: string[]; // card ids answered here of which the server has not told yet
}

export const emptySitting: Sitting = { cards: [], counts: { new: 0, learning: 0, review: 0 }, given: [], unsent: [] };

const bucket = (card: Card): keyof Counts =>
  card.state === "new" ? "new" : card.state === "review" ? "review" : "learning";
const count = (counts: Counts, card: Card, by: 1 | -1): Counts => ({
  ...counts,
  [bucket(card)]: Math.max(0, counts[bucket(card)] + by),
});

/** Take in what the server says is due: what is shown stays first, what was just answered stays out. */
export function refill(s: Sitting, queue: Queue): Sitting {
  const [shown] = s.cards;
  const fresh = queue.items.filter(c => c.card_id !== shown?.card_id && !s.unsent.includes(c.card_id));
  return { ...s, cards: shown ? [shown, ...fresh] : fresh, counts: s.unsent.length ? s.counts : queue.counts };
}

export function answer(s: Sitting, id: string, rating: Rating): Sitting {
  const [card, ...rest] = s.cards;
  if (!card) return s;
  return {
    cards: rest,
    counts: count(s.counts, card, -1),
    given: [...s.given, { id, card, rating }],
    unsent: [...s.unsent, card.card_id],
  };
}

/** The server has told of ${card}; its counts are right once nothing else is on its way. */
export function told(s: Sitting, card: string, counts: Counts | null): Sitting {
  const unsent = s.unsent.filter(c => c !== card);
  return { ...s, unsent, counts: counts && !unsent.length ? counts : s.counts };
}

/** Walk back the last answer; its card is shown again. */
export function undo(s: Sitting): { sitting: Sitting; taken: Given | null } {
  const taken = s.given.at(-1);
  if (!taken) return { sitting: s, taken: null };
  return {
    taken,
    sitting: {
      cards: [taken.card, ...s.cards.filter(c => c.card_id !== taken.card.card_id)],
      counts: count(s.counts, taken.card, 1),
      given: s.given.slice(0, -1),
      unsent: s.unsent.filter(c => c !== taken.card.card_id),
    },
  };
}

/** Lay the card shown aside (buried, suspended). */
export const without = (s: Sitting, card: Card): Sitting => ({
  ...s,
  cards: s.cards.filter(c => c.card_id !== card.card_id),
  counts: count(s.counts, card, -1),
});

/** Lay a card back on top, as it was. */
export const withAgain = (s: Sitting, card: Card): Sitting => ({
  ...s,
  cards: [card, ...s.cards.filter(c => c.card_id !== card.card_id)],
  counts: count(s.counts, card, 1),
});
