import { type Key, t } from "../lib/i18n";
import { route } from "../lib/router";
import { me } from "../lib/session";
import { Head } from "./parts";

const TABS: { href: string; name: Key; admin?: boolean }[] = [
  { href: "/settings", name: "settings.profile" },
  { href: "/settings/languages", name: "settings.languages" },
  { href: "/settings/security", name: "settings.security" },
  { href: "/settings/invites", name: "settings.invites", admin: true },
];

/** The heading of the settings and the way between them. */
export const SettingsHead = () => (
  <>
    <Head title={t("nav.settings")} />
    <nav class="tabs" aria-label={t("nav.settings")}>
      {TABS.filter(x => !x.admin || me.value?.role === "admin").map(x => (
        <a key={x.href} href={x.href} aria-current={route.value.path === x.href ? "page" : undefined}>
          {t(x.name)}
        </a>
      ))}
    </nav>
  </>
);
