// The shapes of the API, as the OpenAPI document gives them. Ids are strings, instants RFC 3339
// with milliseconds and Z, days YYYY-MM-DD in the learner's zone.

export type Id = string;
export type Instant = string;
export type Day = string;
export type Language = string;
export type Level = "A1" | "A2" | "B1" | "B2" | "C1" | "C2";
export type Difficulty = "beginner" | "intermediate" | "advanced";
export type Category =
  | "restaurant"
  | "travel"
  | "shopping"
  | "business"
  | "social"
  | "healthcare"
  | "emergency"
  | "daily_life"
  | "hobbies"
  | "education";
export type Rating = 1 | 2 | 3 | 4;
export type Texts = Record<Language, string>;

export interface Page<T> {
  items: T[];
  next: string | null;
  total?: number;
  total_is_lower_bound?: boolean;
}

export interface Site {
  version: string;
  registration: "open" | "invite" | "closed";
  password_min_length: number;
  languages: Language[];
}

export interface LearnerLanguage {
  language: Language;
  level: Level;
  is_primary: boolean;
  desired_retention: number;
  new_per_day: number;
  reviews_per_day: number;
}
export interface Me {
  user_id: Id;
  username: string;
  display_name: string;
  email: string | null;
  role: "learner" | "teacher" | "admin";
  timezone: string;
  rollover_hour: number;
  ui_language: Language;
  native_language: Language;
  single_key_shortcuts: boolean;
  created_at: Instant;
  languages: LearnerLanguage[];
}
export type MeChange = Partial<
  Pick<
    Me,
    | "display_name"
    | "email"
    | "timezone"
    | "rollover_hour"
    | "ui_language"
    | "native_language"
    | "single_key_shortcuts"
    | "languages"
  >
>;
export interface Registration {
  username: string;
  password: string;
  display_name?: string;
  email?: string;
  token?: string;
  timezone?: string;
  ui_language?: Language;
  native_language?: Language;
  language?: Language;
  level?: Level;
}
export interface LoginSession {
  session_id: Id;
  created_at: Instant;
  last_seen_at: Instant;
  user_agent: string | null;
  address: string | null;
  current: boolean;
}
export interface Invite {
  token: string;
  path: string;
  expires_at: Instant;
}

export interface ScenarioCard {
  scenario_id: Id;
  situation_id: Id;
  title: string;
  description: string;
  category: Category;
  difficulty: Difficulty;
  cefr_level: Level | null;
  language: Language;
  estimated_duration: number;
  phase_count: number;
  translations: Record<Language, { title?: string; description?: string }>;
  is_system_scenario: boolean;
  times_attempted: number;
  times_completed: number;
  best_score: number | null;
  open_run_id: Id | null;
}
export interface Term {
  term: string;
  translations: Texts;
  reading?: string | null;
  part_of_speech?: string | null;
  example?: string | null;
  variants?: string[];
}
export interface Phrase {
  text: string;
  translations: Texts;
  variants?: string[];
}
export interface Criterion {
  id: string;
  text: string;
  translations: Texts;
  model?: string | null;
}
export interface Phase {
  phase_id: Id;
  name: string;
  description: string;
  expected_duration_minutes: number;
  key_vocabulary: Term[];
  essential_phrases: Phrase[];
  learning_objectives: { text: string; translations: Texts }[];
  success_criteria: Criterion[];
  cultural_notes?: string | null;
  translations: Record<Language, { name?: string; description?: string; cultural_notes?: string }>;
}
export interface Choice {
  id: string;
  text: string;
  translations: Texts;
}
export interface Scenario {
  scenario_id: Id;
  situation_id: Id;
  version: number;
  language: Language;
  title: string;
  description: string;
  category: Category;
  difficulty: Difficulty;
  cefr_level: Level | null;
  estimated_duration: number;
  user_role: string;
  partner_role: string;
  setting: string;
  prerequisites: string[];
  learning_outcomes: string[];
  vocabulary_focus: string[];
  cultural_context: Record<string, string>;
  choices: Choice[];
  phases: Phase[];
  translations: Record<
    Language,
    { title?: string; description?: string; setting?: string; user_role?: string; partner_role?: string }
  >;
}
export interface ScenarioStats {
  starts: number;
  completions: number;
  learners: number;
  average_seconds: number | null;
  saved_count: number;
  rating_count: number;
  rating_average: number | null;
  views: number;
}
export interface ScenarioProgress {
  times_attempted: number;
  times_completed: number;
  seconds: number;
  best_score: number | null;
  last_attempt_at: Instant | null;
  last_completed_at: Instant | null;
  is_saved: boolean;
  open_run_id: Id | null;
}

export type EvidenceLevel = "own" | "supported" | "recited" | "hinted" | "almost" | "missed";
export interface Goal {
  id: string;
  text: string;
  translation: string | null;
  state: "open" | "confirmed" | "shown";
  hinted: boolean;
}
export interface PhaseItem {
  kind: "word" | "phrase";
  text: string;
  translation: string | null;
  translation_language: Language | null;
  level: EvidenceLevel | null;
}
export interface RunPhase {
  number: number;
  phase_id: Id;
  name: string;
  name_translation: string | null;
  progress: number;
  complete: boolean;
  visited: boolean;
  skipped: boolean;
  goals: Goal[];
  items: PhaseItem[];
}
export interface RunState {
  phase: number;
  phase_count: number;
  can_advance: boolean;
  can_complete: boolean;
  list_open: boolean;
  current_goal: string | null;
  phases: RunPhase[];
}
export type RemarkKind =
  | "accent"
  | "spelling"
  | "capital"
  | "article"
  | "measure"
  | "negation"
  | "informal"
  | "script"
  | "related"
  | "other_word";
export interface Remark {
  remark: RemarkKind;
  outcome: "remark" | "almost";
  seen: string | null;
  wanted: string | null;
}
/** begin and end count characters (code points) of the turn's text. */
export interface Match {
  kind: "word" | "phrase" | "goal";
  text: string;
  begin: number;
  end: number;
  outcome: "exact" | "remark" | "almost";
  level: EvidenceLevel | null;
}
export interface Turn {
  number: number;
  who: "learner" | "partner";
  kind: string;
  phase: number;
  text: string | null;
  translation: string | null;
  at: Instant;
  remark: Remark | null;
  matches: Match[] | null;
}
export type HintStep = "meaning" | "start" | "model";
export interface Step {
  turns: Turn[];
  state: RunState;
  goals_reached: { id: string; text: string }[];
  hint: { goal: string; step: HintStep; text: string } | null;
  notice: string | null;
}
export interface ResultCard {
  card_id: Id;
  kind: "word" | "phrase";
  text: string;
  translation: string | null;
  level: EvidenceLevel;
  state: CardState;
  due_at: Instant | null;
  learner_sentence: string | null;
}
export interface RunResult {
  run_id: Id;
  scenario_id: Id;
  partial: boolean;
  phases_completed: number;
  phases_total: number;
  success_rate: number;
  completion_score: number;
  seconds: number;
  vocabulary_mastered: string[];
  objectives_completed: number;
  cards: ResultCard[];
  cards_created: number;
  cards_existing: number;
  due_now: number;
  due_later: number;
  polish: { seen: string | null; wanted: string | null; remark: RemarkKind }[];
  model_dialogue: { phase: number; goal: string; model: string }[];
  next_scenarios: {
    scenario_id: Id;
    title: string;
    reason: "situation" | "category" | "words" | "level" | "new";
    shared_words: number;
  }[];
}
export type RunStatus = "open" | "completed" | "abandoned";
export interface Run {
  run_id: Id;
  scenario_id: Id;
  title: string;
  language: Language;
  version: number;
  status: RunStatus;
  variant: number;
  choice: string | null;
  started_at: Instant;
  ended_at: Instant | null;
  seconds: number;
  score: number | null;
  state: RunState;
  turns: Turn[];
  result?: RunResult | null;
}
export interface RunLine {
  run_id: Id;
  scenario_id: Id;
  title: string;
  language: Language;
  status: RunStatus;
  phase: number;
  phase_count: number;
  started_at: Instant;
  ended_at: Instant | null;
  seconds: number;
  score: number | null;
}

export type CardState = "new" | "learning" | "review" | "relearning";
export interface Preview {
  rating: Rating;
  state: CardState;
  seconds: number;
  due_at: Instant;
}
export interface CardSource {
  scenario_id: Id | null;
  title: string | null;
  sentence: string | null;
  learner_sentence: string | null;
}
export interface Card {
  card_id: Id;
  item_id: Id;
  kind: "word" | "phrase";
  card_type: "recognition" | "production" | "cloze" | "listening";
  state: CardState;
  language: Language;
  text: string;
  reading: string | null;
  part_of_speech: string | null;
  translations: { language: Language; text: string }[];
  sources: CardSource[];
  preview: Preview[];
  due_at: Instant;
  leech: boolean;
  reps: number;
  lapses: number;
}
export interface Counts {
  new: number;
  learning: number;
  review: number;
}
export interface Queue {
  items: Card[];
  counts: Counts;
  limits: { new_left: number; reviews_left: number };
  next_due_at: Instant | null;
  day: Day;
}
export interface Review {
  card_id: Id;
  rating: Rating;
  duration_ms: number;
  answered_at: Instant;
}
export interface CardAfter {
  card_id: Id;
  state: CardState;
  due_at: Instant;
  stability: number;
  difficulty: number;
  reps: number;
  lapses: number;
  leech: boolean;
}
export interface Reviewed {
  review_id: Id;
  card: CardAfter;
  counts: Counts;
}
export interface Undone {
  review_id: Id;
  card: CardAfter | null;
}
export interface CardFlags {
  card_id: Id;
  suspended: boolean;
  buried_until: Day | null;
  state: CardState;
  due_at: Instant;
}
export interface VocabularyItem {
  item_id: Id;
  kind: "word" | "phrase";
  language: Language;
  text: string;
  reading: string | null;
  translation: string | null;
  translation_language: Language | null;
  first_learned: Instant;
  card_id: Id | null;
  state: CardState | null;
  due_at: Instant | null;
  stability: number | null;
  suspended: boolean;
  buried_until: Day | null;
  leech: boolean;
}

export type TryLevel = "none" | "some" | "a_lot";
export interface TryTurns {
  scenario_id?: Id;
  language: Language;
  native_language: Language;
  level: TryLevel;
  turns: string[];
}
export interface TryAnswer {
  scenario_id: Id;
  title: string;
  user_role: string;
  partner_role: string;
  setting: string;
  turns: Turn[];
  state: RunState;
  over: boolean;
}

export interface RetentionRow {
  period: "today" | "yesterday" | "week" | "month" | "year" | "all";
  young_passed: number;
  young_total: number;
  mature_passed: number;
  mature_total: number;
}
export interface Summary {
  language: Language | null;
  day: Day;
  today: {
    reviews: number;
    correct: number;
    new_cards: number;
    seconds: number;
    runs_completed: number;
    learner_turns: number;
  };
  streak: { current: number; longest: number; active_today: boolean };
  due_forecast: { day: Day; cards: number }[];
  reviews_per_day: { day: Day; reviews: number; correct: number; seconds: number }[];
  true_retention: RetentionRow[];
  cards: { new: number; learning: number; review: number; suspended: number };
  words_known: number;
  words_total: number;
  runs: { started: number; completed: number; seconds: number };
  recent_runs: {
    run_id: Id;
    scenario_id: Id;
    title: string;
    status: RunStatus;
    score: number | null;
    ended_at: Instant | null;
  }[];
}
