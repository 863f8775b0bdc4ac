import { signal } from "@preact/signals";
import { api, ApiError, whenSignedOut } from "./api";
import { LOCALES, setLocale } from "./i18n";
import { keep, kept } from "./keep";
import { forgetAll } from "./load";
import { navigate } from "./router";
import type { Language, LearnerLanguage, Me } from "./types";

/** Who is signed in; null nobody, undefined not known yet (or the server did not answer). */
export const me = signal<Me | null | undefined>(undefined);
/** The language being learnt now, of those of the learner. */
export const studying = signal<Language>(kept("studying") ?? "");

/** The learner's row of ${language}, if they learn it. */
export const learning = (language: Language): LearnerLanguage | undefined =>
  me.value?.languages.find(l => l.language === language);

export function study(language: Language): void {
  studying.value = language;
  keep("studying", language);
}

/** Show the pages for ${who}. */
export async function signedIn(who: Me): Promise<void> {
  keep("user", who.user_id);
  if (!who.languages.some(l => l.language === studying.value))
    study((who.languages.find(l => l.is_primary) ?? who.languages[0])?.language ?? "");
  me.value = who;
  if (LOCALES.includes(who.ui_language)) await setLocale(who.ui_language);
}

export function signedOut(): void {
  keep("user", null);
  forgetAll();
  study("");
  me.value = null;
}

/**
 * Find out who is signed in. A device that nobody signed in on is not asked about: the server would
 * only answer 401. Throws when the server does not answer.
 */
export async function findMe(): Promise<void> {
  if (!kept("user")) {
    me.value = null;
    return;
  }
  try {
    await signedIn(await api("GET /me", {}));
  } catch (x) {
    if (!(x instanceof ApiError) || x.status !== 401) throw x;
    signedOut();
  }
}

whenSignedOut(() => {
  if (!me.value) return;
  signedOut();
  navigate("/login?expired=1&next=" + encodeURIComponent(location.pathname + location.search), true);
});
