// The card under review: its question, then everything known about it.
import { maybe, rich, t } from "../lib/i18n";
import { interval } from "../lib/fmt";
import { native } from "../lib/text";
import type { Card, Preview, Rating } from "../lib/types";
import { SpeechButtons } from "./conversation";
import { Icon, L } from "./parts";

/** The sentence of a source with the card's text taken out, for cards that ask for it. */
const gapped = (card: Card): string | null => {
  const sentence = card.sources.find(s => s.sentence?.includes(card.text))?.sentence;
  return sentence ? sentence.replace(card.text, "＿＿＿") : null;
};

const Meanings = ({ card, big }: { card: Card; big?: boolean }) =>
  card.translations.length ? (
    <ul class={big ? "meanings face" : "meanings"}>
      {card.translations.map(m => (
        <li key={m.language + m.text}>
          <L lang={m.language} text={m.text} />
          {m.language !== native() && <span class="tag">{m.language}</span>}
        </li>
      ))}
    </ul>
  ) : (
    <p class="quiet">{t("review.no_meaning")}</p>
  );

/** What is asked, by the kind of card. */
function Question({ card, shown }: { card: Card; shown: boolean }) {
  const gap = card.card_type === "cloze" ? gapped(card) : null;
  if (card.card_type === "recognition" || shown)
    return (
      <p class="face">
        <L lang={card.language} text={card.text} />
      </p>
    );
  if (card.card_type === "listening")
    return (
      <p class="face quiet">
        <Icon name="volume-2" />
      </p>
    );
  return (
    <>
      {gap && (
        <p class="face">
          <L lang={card.language} text={gap} />
        </p>
      )}
      <Meanings card={card} big={!gap} />
    </>
  );
}

export function ReviewCard({ card, shown }: { card: Card; shown: boolean }) {
  const kind = maybe("speech", card.part_of_speech ?? "");
  return (
    <article class="flash" aria-label={t("review.card")}>
      <p class="flash-kind">
        {t(`review.${card.card_type}`)}
        {card.leech && <span class="tag">{t("review.leech")}</span>}
      </p>
      <Question card={card} shown={shown} />
      {(shown || card.card_type === "listening" || card.card_type === "recognition") && (
        <div class="flash-tools">
          <SpeechButtons text={card.text} lang={card.language} />
        </div>
      )}
      <div class="answer" aria-live="polite">
        {shown && (
          <>
            {(card.reading || kind) && (
              <p class="quiet">
                {card.reading && <L lang={card.language} text={card.reading} />}
                {card.reading && kind && " · "}
                {kind}
              </p>
            )}
            <Meanings card={card} />
            {card.sources.map(
              (s, i) =>
                (s.sentence || s.learner_sentence || s.title) && (
                  <div key={i} class="source">
                    {s.sentence && s.sentence !== card.text && (
                      <p>
                        <L lang={card.language} text={s.sentence} />
                      </p>
                    )}
                    {s.learner_sentence && (
                      <p class="yours">
                        {rich("review.you_said", { sentence: <L lang={card.language} text={s.learner_sentence} /> })}
                      </p>
                    )}
                    {s.title && s.scenario_id && (
                      <p class="quiet">
                        {rich("review.from", {
                          title: <a href={"/scenarios/" + encodeURIComponent(s.scenario_id)}>{s.title}</a>,
                        })}
                      </p>
                    )}
                  </div>
                ),
            )}
          </>
        )}
      </div>
    </article>
  );
}

export const RATINGS: { rating: Rating; name: "again" | "hard" | "good" | "easy" }[] = [
  { rating: 1, name: "again" },
  { rating: 2, name: "hard" },
  { rating: 3, name: "good" },
  { rating: 4, name: "easy" },
];

/** The four answers, each with its key and when the card would come back. */
export const Grades = ({ preview, keys, grade }: { preview: Preview[]; keys: boolean; grade: (r: Rating) => void }) => (
  <div class="grades" role="group" aria-label={t("review.grades")}>
    {RATINGS.map(({ rating, name }) => {
      const p = preview.find(x => x.rating === rating);
      return (
        <button key={name} id={"grade-" + rating} type="button" class={`grade ${name}`} onClick={() => grade(rating)}>
          <span class="grade-name">
            {keys && <kbd aria-hidden="true">{rating}</kbd>}
            {t(`grade.${name}`)}
          </span>
          <span class="grade-when">{p ? interval(p.seconds) : ""}</span>
        </button>
      );
    })}
  </div>
);
