import { minutes } from "../lib/fmt";
import { t } from "../lib/i18n";
import { languageName } from "../lib/names";
import { inNative } from "../lib/text";
import type { Category, ScenarioCard as Card } from "../lib/types";
import { Icon, L, Says } from "./parts";

export const CATEGORIES: Category[] = [
  "restaurant",
  "travel",
  "shopping",
  "business",
  "social",
  "healthcare",
  "emergency",
  "daily_life",
  "hobbies",
  "education",
];
const ICON: Record<Category, string> = {
  restaurant: "utensils",
  travel: "plane",
  shopping: "shopping-bag",
  business: "briefcase",
  social: "users",
  healthcare: "heart-pulse",
  emergency: "siren",
  daily_life: "coffee",
  hobbies: "palette",
  education: "graduation-cap",
};
export const CategoryIcon = ({ category }: { category: Category }) => (
  <span class="category-icon">
    <Icon name={ICON[category] ?? "messages-square"} />
  </span>
);

/** Language, level, minutes. */
export const Facts = ({ s }: { s: Pick<Card, "language" | "cefr_level" | "difficulty" | "estimated_duration"> }) => (
  <ul class="facts">
    <li>{languageName(s.language)}</li>
    <li class="level">{s.cefr_level ?? t(`difficulty.${s.difficulty}`)}</li>
    <li>
      <Icon name="clock" />
      {minutes(s.estimated_duration)}
    </li>
  </ul>
);

/** A scenario in a list; the whole card is its link. */
export function ScenarioCard({ s, level = 2 }: { s: Card; level?: 2 | 3 }) {
  const Heading = `h${level}` as "h2" | "h3";
  const title = inNative(s, "title", s.language);
  return (
    <article class="card scenario-card">
      <CategoryIcon category={s.category} />
      <Heading>
        <a href={"/scenarios/" + encodeURIComponent(s.scenario_id)}>
          <L lang={title.lang} text={title.text} />
        </a>
      </Heading>
      <p class="about">
        <Says said={inNative(s, "description", s.language)} />
      </p>
      <Facts s={s} />
      {s.open_run_id ? (
        <p class="status going">
          <Icon name="arrow-right" />
          {t("card.open")}
        </p>
      ) : s.times_completed > 0 ? (
        <p class="status done">
          <Icon name="circle-check" />
          {t("card.completed", { n: s.times_completed, score: s.best_score ?? 0 })}
        </p>
      ) : null}
    </article>
  );
}

export const ScenarioGrid = ({ items, level }: { items: Card[]; level?: 2 | 3 }) => (
  <ul class="grid">
    {items.map(s => (
      <li key={s.scenario_id}>
        <ScenarioCard s={s} {...(level && { level })} />
      </li>
    ))}
  </ul>
);
