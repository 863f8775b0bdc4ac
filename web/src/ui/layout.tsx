import type { ComponentChildren } from "preact";
import { type Key, LOCALES, locale, setLocale, t } from "../lib/i18n";
import { ownName } from "../lib/names";
import { route } from "../lib/router";
import { me, study, studying } from "../lib/session";
import { waiting } from "../lib/unsent";
import { Icon } from "./parts";
import { Toasts } from "./toast";

const NAV: { href: string; icon: string; name: Key; bar: boolean }[] = [
  { href: "/", icon: "house", name: "nav.home", bar: true },
  { href: "/discover", icon: "compass", name: "nav.discover", bar: true },
  { href: "/practice", icon: "messages-square", name: "nav.practice", bar: true },
  { href: "/review", icon: "layers", name: "nav.review", bar: true },
  { href: "/vocabulary", icon: "book-open-text", name: "nav.vocabulary", bar: false },
  { href: "/progress", icon: "chart-no-axes-column", name: "nav.progress", bar: true },
  { href: "/settings", icon: "settings", name: "nav.settings", bar: false },
];
const SECTIONS: Record<string, string> = { scenarios: "/discover" };
const section = (path: string): string => {
  const first = path.split("/")[1] ?? "";
  return SECTIONS[first] ?? "/" + first;
};

const Links = ({ items }: { items: typeof NAV }) => (
  <>
    {items.map(n => (
      <li key={n.href}>
        <a href={n.href} aria-current={section(route.value.path) === n.href ? "page" : undefined}>
          <Icon name={n.icon} />
          <span>{t(n.name)}</span>
        </a>
      </li>
    ))}
  </>
);

export const Brand = () => (
  <a class="brand" href="/">
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" />
      <path class="one" d="M8 9.5h11a2.5 2.5 0 0 1 2.5 2.5v3.5A2.5 2.5 0 0 1 19 18h-5l-4 3.5V18H8z" />
      <path class="two" d="M24 13.5v8.5h-2v3l-3.4-3H15" />
    </svg>
    <span>Parlance</span>
  </a>
);

/** Which of the learner's languages the pages are about. */
function Studying() {
  const languages = me.value?.languages ?? [];
  if (languages.length < 2) return null;
  return (
    <label class="studying">
      <span class="sr">{t("nav.studying")}</span>
      <select value={studying.value} onChange={e => study(e.currentTarget.value)}>
        {languages.map(l => (
          <option key={l.language} value={l.language} lang={l.language} selected={l.language === studying.value}>
            {ownName(l.language)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The language of the page, for visitors; who is signed in finds it in the settings. */
const PageLanguage = () => (
  <label class="studying">
    <span class="sr">{t("settings.ui_language")}</span>
    <select value={locale.value} onChange={e => void setLocale(e.currentTarget.value)}>
      {LOCALES.map(l => (
        <option key={l} value={l} lang={l} selected={l === locale.value}>
          {ownName(l)}
        </option>
      ))}
    </select>
  </label>
);

function Unsent() {
  const n = waiting.value;
  return (
    <div role="status" class="unsent">
      {n > 0 && me.value && (
        <p>
          <Icon name="wifi-off" />
          {t("unsent", { n })}
        </p>
      )}
    </div>
  );
}

const Rail = ({ name }: { name: string }) => (
  <nav class="rail" aria-label={t("nav.main")}>
    <Brand />
    <Studying />
    <ul>
      <Links items={NAV} />
    </ul>
    <p class="who">
      <Icon name="circle-user-round" />
      <bdi>{name}</bdi>
    </p>
  </nav>
);

const TopBar = () => (
  <header class="topbar">
    <Brand />
    <Studying />
    <a class="btn quiet only-icon" href="/vocabulary" aria-label={t("nav.vocabulary")}>
      <Icon name="book-open-text" />
    </a>
    <a class="btn quiet only-icon" href="/settings" aria-label={t("nav.settings")}>
      <Icon name="settings" />
    </a>
  </header>
);

const VisitorBar = () => (
  <header class="topbar out">
    <Brand />
    <span class="gap" />
    <PageLanguage />
    <a class="btn quiet" href="/discover">
      {t("nav.discover")}
    </a>
    <a class="btn" href="/login">
      {t("login.submit")}
    </a>
  </header>
);

const BottomBar = () => (
  <nav class="bottombar" aria-label={t("nav.main")}>
    <ul>
      <Links items={NAV.filter(n => n.bar)} />
    </ul>
  </nav>
);

/** The frame of every page. A `task` (practice, review) has the room of the bars of narrow screens for itself. */
export function Layout({ children, task, wide }: { children: ComponentChildren; task: boolean; wide: boolean }) {
  const who = me.value;
  const skip = (e: Event) => {
    e.preventDefault();
    document.getElementById("main")?.focus();
  };
  return (
    <div class={`frame ${who ? "in" : "out"} ${task ? "task" : ""}`}>
      <a class="skip" href="#main" onClick={skip}>
        {t("skip_to_content")}
      </a>
      {who ? <Rail name={who.display_name || who.username} /> : <VisitorBar />}
      {who && !task && <TopBar />}
      <main id="main" tabIndex={-1} class={wide ? "wide" : ""}>
        <Unsent />
        {children}
      </main>
      {who && !task && <BottomBar />}
      <Toasts />
    </div>
  );
}
