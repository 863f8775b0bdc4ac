import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { locale, t } from "../lib/i18n";
import { useApi } from "../lib/load";
import { ownName } from "../lib/names";
import { navigate, route } from "../lib/router";
import { signedIn } from "../lib/session";
import type { Level, Site } from "../lib/types";
import type { PageProps } from "../main";
import {
  browserLanguage,
  Form,
  FormFault,
  Input,
  LEVELS,
  levelOptions,
  objection,
  Password,
  Select,
  spokenOptions,
} from "../ui/form";
import { useAction } from "../ui/action";
import { Button, Head, Load, Notice } from "../ui/parts";

/** The token within an invite: the link as it was sent, or the token alone. */
const tokenOf = (text: string): string => /[?&]token=([^&\s]+)/.exec(text)?.[1] ?? text.trim();

function InviteNeeded() {
  const [link, setLink] = useState("");
  return (
    <Form
      submit={() => {
        const query = new URLSearchParams(location.search);
        query.set("token", tokenOf(link));
        if (tokenOf(link)) navigate("/register?" + query);
      }}
    >
      <p>{t("register.invite_needed")}</p>
      <Input
        label={t("register.invite")}
        value={link}
        change={setLink}
        required
        autocapitalize="none"
        spellcheck={false}
        help={t("register.invite_help")}
      />
      <Button type="submit" kind="primary">
        {t("continue")}
      </Button>
    </Form>
  );
}

interface Wish {
  username: string;
  display_name: string;
  password: string;
  native_language: string;
  language: string;
  level: Level;
}
interface PartProps {
  form: Wish;
  change: (c: Partial<Wish>) => void;
  site: Site;
  fault: unknown;
}

/** What the address says of the learner (the welcome page asked), and the browser. */
function firstWish(site: Site, query: URLSearchParams): Wish {
  const native_language = query.get("native") ?? browserLanguage(site.languages);
  const level = LEVELS.find(l => l === query.get("level")) ?? "A1";
  return {
    username: "",
    display_name: "",
    password: "",
    native_language,
    language: query.get("language") ?? site.languages.find(l => l !== native_language) ?? "en",
    level,
  };
}

const Who = ({ form, change, site, fault }: PartProps) => (
  <>
    <Input
      label={t("form.username")}
      name="username"
      value={form.username}
      change={v => change({ username: v })}
      autocomplete="username"
      autocapitalize="none"
      spellcheck={false}
      required
      minLength={3}
      maxLength={30}
      pattern="[A-Za-z0-9_]+"
      help={t("form.username_help")}
      error={objection(fault, "username")}
    />
    <Password
      label={t("form.password")}
      value={form.password}
      change={v => change({ password: v })}
      autocomplete="new-password"
      minLength={site.password_min_length}
      help={t("form.password_help", { n: site.password_min_length })}
      error={objection(fault, "password")}
    />
    <Input
      label={t("form.display_name")}
      value={form.display_name}
      change={v => change({ display_name: v })}
      autocomplete="nickname"
      maxLength={100}
      help={t("form.display_name_help")}
      error={objection(fault, "display_name")}
    />
  </>
);

const What = ({ form, change, site, fault }: PartProps) => (
  <>
    <Select
      label={t("welcome.language")}
      value={form.language}
      options={site.languages.map(l => ({ value: l, text: ownName(l), lang: l }))}
      change={v => change({ language: v })}
      error={objection(fault, "language")}
    />
    <Select
      label={t("form.level")}
      value={form.level}
      options={levelOptions()}
      change={v => change({ level: v })}
      error={objection(fault, "level")}
    />
    <Select
      label={t("welcome.native")}
      value={form.native_language}
      options={spokenOptions(site.languages)}
      change={v => change({ native_language: v })}
      error={objection(fault, "native_language")}
    />
  </>
);

function Account({ site, query, first }: { site: Site; query: URLSearchParams; first: boolean }) {
  const token = query.get("token") ?? "";
  const [form, setForm] = useState(() => firstWish(site, query));
  const { busy, fault, run } = useAction(async () => {
    const { display_name, username, ...rest } = form;
    const body = {
      ...rest,
      username: username.trim().toLowerCase(),
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      ui_language: locale.value,
      ...(display_name.trim() && { display_name: display_name.trim() }),
      ...(token && { token }),
    };
    await signedIn(await api("POST /auth/register", { body }));
  });
  const part = { form, site, fault, change: (c: Partial<Wish>) => setForm({ ...form, ...c }) };
  return (
    <Form submit={() => run()}>
      <FormFault fault={fault} />
      <Who {...part} />
      <What {...part} />
      <Button type="submit" kind="primary" class="big" busy={busy}>
        {t(first ? "setup.submit" : "register.submit")}
      </Button>
    </Form>
  );
}

/** Making an account: by anyone, by invite, or (at /setup) the first one, which runs the server. */
export default function Register({ query }: PageProps) {
  const site = useApi("GET /site", {});
  const first = route.value.path === "/setup";
  const token = query.get("token");
  return (
    <div class="narrow">
      <Head title={t(first ? "setup.title" : "register.title")} line={t(first ? "setup.line" : "register.line")} />
      {first && !token ? (
        <Notice kind="warn">{t("setup.no_token")}</Notice>
      ) : (
        <Load of={site} rows={5}>
          {s =>
            token || (s.registration === "open" && !query.get("invited")) ? (
              <Account site={s} query={query} first={first} />
            ) : s.registration === "closed" ? (
              <Notice>{t("register.closed")}</Notice>
            ) : (
              <InviteNeeded />
            )
          }
        </Load>
      )}
      {!first && (
        <p class="quiet">
          {t("register.have_account")} <a href="/login">{t("login.submit")}</a>
        </p>
      )}
    </div>
  );
}
