import { useState } from "preact/hooks";
import { changeMe } from "../lib/account";
import { LOCALES, t } from "../lib/i18n";
import { useApi } from "../lib/load";
import { ownName } from "../lib/names";
import { me } from "../lib/session";
import { setTheme, theme, THEMES } from "../lib/theme";
import type { Me, MeChange } from "../lib/types";
import { Form, FormFault, Input, objection, Select, spokenOptions } from "../ui/form";
import { useAction } from "../ui/action";
import { Segments, labelled } from "../ui/segments";
import { Button, Load } from "../ui/parts";
import { SettingsHead } from "../ui/settings";
import { toast } from "../ui/toast";

const zones = (extra: string): { value: string; text: string }[] =>
  [...new Set([extra, "UTC", ...Intl.supportedValuesOf("timeZone")])]
    .sort()
    .map(value => ({ value, text: value.replace(/_/g, " ") }));
const HOURS = Array.from({ length: 24 }, (_, h) => ({ value: String(h), text: `${String(h).padStart(2, "0")}:00` }));

interface Fields {
  display_name: string;
  email: string;
  timezone: string;
  rollover_hour: string;
  ui_language: string;
  native_language: string;
}

const fields = (who: Me): Fields => ({
  display_name: who.display_name,
  email: who.email ?? "",
  timezone: who.timezone,
  rollover_hour: String(who.rollover_hour),
  ui_language: who.ui_language,
  native_language: who.native_language,
});

/** What of ${form} differs from ${who}. */
function changes(form: Fields, who: Me): MeChange {
  const all: MeChange = {
    ...form,
    display_name: form.display_name.trim(),
    email: form.email.trim() || null,
    rollover_hour: Number(form.rollover_hour),
  };
  return Object.fromEntries(Object.entries(all).filter(([k, v]) => v !== who[k as keyof Me]));
}

const Where = ({
  form,
  change,
  taught,
  fault,
}: {
  form: Fields;
  change: (c: Partial<Fields>) => void;
  taught: string[];
  fault: unknown;
}) => (
  <div class="two">
    <Select
      label={t("settings.ui_language")}
      value={form.ui_language}
      options={LOCALES.map(l => ({ value: l, text: ownName(l), lang: l }))}
      change={v => change({ ui_language: v })}
      error={objection(fault, "ui_language")}
    />
    <Select
      label={t("welcome.native")}
      value={form.native_language}
      options={spokenOptions(taught)}
      change={v => change({ native_language: v })}
      help={t("settings.native_help")}
      error={objection(fault, "native_language")}
    />
    <Select
      label={t("settings.timezone")}
      value={form.timezone}
      options={zones(form.timezone)}
      change={v => change({ timezone: v })}
      error={objection(fault, "timezone")}
    />
    <Select
      label={t("settings.rollover")}
      value={form.rollover_hour}
      options={HOURS}
      change={v => change({ rollover_hour: v })}
      help={t("settings.rollover_help")}
      error={objection(fault, "rollover_hour")}
    />
  </div>
);

function Profile({ who, taught }: { who: Me; taught: string[] }) {
  const [form, setForm] = useState(() => fields(who));
  const change = (c: Partial<Fields>) => setForm({ ...form, ...c });
  const { busy, fault, run } = useAction(async () => {
    const changed = changes(form, who);
    if (Object.keys(changed).length) await changeMe(changed);
    toast(t("settings.saved"));
  });
  return (
    <Form submit={() => run()}>
      <FormFault fault={fault} />
      <Input
        label={t("form.display_name")}
        value={form.display_name}
        change={v => change({ display_name: v })}
        autocomplete="nickname"
        required
        maxLength={100}
        help={t("settings.username", { name: who.username })}
        error={objection(fault, "display_name")}
      />
      <Input
        label={t("settings.email")}
        type="email"
        value={form.email}
        change={v => change({ email: v })}
        autocomplete="email"
        help={t("settings.email_help")}
        error={objection(fault, "email")}
      />
      <Where form={form} change={change} taught={taught} fault={fault} />
      <Button type="submit" kind="primary" busy={busy}>
        {t("save")}
      </Button>
    </Form>
  );
}

/** Single keys act without a modifier on the review page; whoever dictates or types by accident turns them off. */
function Keyboard({ who }: { who: Me }) {
  const [wanted, setWanted] = useState(who.single_key_shortcuts);
  const { busy, fault, run } = useAction(async (on: boolean) => {
    setWanted(on);
    try {
      await changeMe({ single_key_shortcuts: on });
    } catch (x) {
      setWanted(!on);
      throw x;
    }
    toast(t("settings.saved"));
  });
  return (
    <>
      <FormFault fault={fault} />
      <label class="radio">
        <input type="checkbox" checked={wanted} aria-busy={busy} onChange={e => run(e.currentTarget.checked)} />
        <span>
          {t("settings.single_keys")}
          <span class="quiet">{t("settings.single_keys_help")}</span>
        </span>
      </label>
    </>
  );
}

export default function ProfilePage() {
  const site = useApi("GET /site", {});
  const who = me.value;
  if (!who) return null;
  return (
    <>
      <SettingsHead />
      <section class="card">
        <h2>{t("settings.profile")}</h2>
        <Load of={site}>{s => <Profile key={who.user_id} who={who} taught={s.languages} />}</Load>
      </section>
      <section class="card">
        <h2>{t("settings.appearance")}</h2>
        <Segments
          name="theme"
          legend={t("settings.theme")}
          value={theme.value}
          options={labelled(THEMES, "theme")}
          change={setTheme}
        />
      </section>
      <section class="card">
        <h2>{t("settings.keyboard")}</h2>
        <Keyboard who={who} />
      </section>
    </>
  );
}
