import { useState } from "preact/hooks";
import { changeMe } from "../lib/account";
import { t } from "../lib/i18n";
import { useApi } from "../lib/load";
import { ownName } from "../lib/names";
import { me } from "../lib/session";
import type { LearnerLanguage, Level } from "../lib/types";
import { Form, FormFault, Input, levelOptions, objection, Select } from "../ui/form";
import { useAction } from "../ui/action";
import { Button, Load } from "../ui/parts";
import { SettingsHead } from "../ui/settings";
import { toast } from "../ui/toast";

const FRESH = { level: "A1" as Level, desired_retention: 0.9, new_per_day: 10, reviews_per_day: 200 };

/** The rows as text, so that a half-typed number stays as typed. */
interface Row {
  language: string;
  level: Level;
  retention: string;
  fresh: string;
  reviews: string;
}
const row = (l: LearnerLanguage): Row => ({
  language: l.language,
  level: l.level,
  retention: String(Math.round(l.desired_retention * 100)),
  fresh: String(l.new_per_day),
  reviews: String(l.reviews_per_day),
});

interface RowProps {
  r: Row;
  i: number;
  fault: unknown;
  main: boolean;
  change: (c: Partial<Row>) => void;
  choose: () => void;
  remove: (() => void) | null;
}

function LanguageRow({ r, i, fault, main, change, choose, remove }: RowProps) {
  const number = { type: "number", inputMode: "numeric", step: 1, required: true } as const;
  return (
    <fieldset class="card language">
      <legend>
        <span lang={r.language}>{ownName(r.language)}</span>
      </legend>
      <div class="two">
        <Select label={t("form.level")} value={r.level} options={levelOptions()} change={v => change({ level: v })} />
        <Input
          {...number}
          min={70}
          max={99}
          label={t("languages.retention")}
          help={t("languages.retention_help")}
          value={r.retention}
          change={v => change({ retention: v })}
          error={objection(fault, `languages/${i}/desired_retention`)}
        />
        <Input
          {...number}
          min={0}
          max={9999}
          label={t("languages.new")}
          value={r.fresh}
          change={v => change({ fresh: v })}
          error={objection(fault, `languages/${i}/new_per_day`)}
        />
        <Input
          {...number}
          min={0}
          max={9999}
          label={t("languages.reviews")}
          value={r.reviews}
          change={v => change({ reviews: v })}
          error={objection(fault, `languages/${i}/reviews_per_day`)}
        />
      </div>
      <div class="actions">
        <label class="radio">
          <input type="radio" name="primary" checked={main} onChange={choose} />
          <span>{t("languages.primary")}</span>
        </label>
        {remove && (
          <Button kind="quiet" icon="trash-2" onClick={remove}>
            {t("languages.remove")}
          </Button>
        )}
      </div>
    </fieldset>
  );
}

const learnt = (r: Row, primary: string): LearnerLanguage => ({
  language: r.language,
  level: r.level,
  is_primary: r.language === primary,
  desired_retention: Number(r.retention) / 100,
  new_per_day: Number(r.fresh),
  reviews_per_day: Number(r.reviews),
});

function Languages({ taught, mine }: { taught: string[]; mine: LearnerLanguage[] }) {
  const [rows, setRows] = useState(mine.map(row));
  const [primary, setPrimary] = useState(mine.find(l => l.is_primary)?.language ?? mine[0]?.language ?? "");
  const { busy, fault, run } = useAction(async () => {
    await changeMe({ languages: rows.map(r => learnt(r, primary)) });
    toast(t("settings.saved"));
  });
  const change = (i: number, c: Partial<Row>) => setRows(rows.map((r, j) => (i === j ? { ...r, ...c } : r)));
  const add = (language: string) => {
    if (!language) return;
    setRows([...rows, row({ ...FRESH, language, is_primary: false })]);
    if (!rows.length) setPrimary(language);
  };
  const remove = (i: number) => {
    const rest = rows.filter((_, j) => j !== i);
    setRows(rest);
    if (rows[i]?.language === primary) setPrimary(rest[0]?.language ?? "");
  };
  const left = taught.filter(l => !rows.some(r => r.language === l));
  return (
    <Form submit={() => run()}>
      <FormFault fault={fault} />
      {rows.map((r, i) => (
        <LanguageRow
          key={r.language}
          r={r}
          i={i}
          fault={fault}
          main={r.language === primary}
          change={c => change(i, c)}
          choose={() => setPrimary(r.language)}
          remove={rows.length > 1 ? () => remove(i) : null}
        />
      ))}
      {left.length > 0 && (
        <Select
          label={t("languages.add")}
          value=""
          change={add}
          options={[
            { value: "", text: t("languages.choose") },
            ...left.map(l => ({ value: l, text: ownName(l), lang: l })),
          ]}
        />
      )}
      <Button type="submit" kind="primary" busy={busy}>
        {t("save")}
      </Button>
    </Form>
  );
}

export default function LanguagesPage() {
  const site = useApi("GET /site", {});
  const who = me.value;
  if (!who) return null;
  return (
    <>
      <SettingsHead />
      <h2>{t("settings.languages")}</h2>
      <p class="quiet">{t("languages.line")}</p>
      <Load of={site}>{s => <Languages taught={s.languages} mine={who.languages} />}</Load>
    </>
  );
}
