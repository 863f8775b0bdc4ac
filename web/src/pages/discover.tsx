import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../lib/api";
import { number } from "../lib/fmt";
import { t } from "../lib/i18n";
import { useApi } from "../lib/load";
import { ownName } from "../lib/names";
import { setQuery } from "../lib/router";
import { studying } from "../lib/session";
import type { ScenarioCard } from "../lib/types";
import type { PageProps } from "../main";
import { Field, Select } from "../ui/form";
import { useAction } from "../ui/action";
import { labelled } from "../ui/segments";
import { Button, Empty, Failed, Head, Load } from "../ui/parts";
import { CATEGORIES, ScenarioGrid } from "../ui/scenario-card";

const PAUSE = 250; // ms without typing before a search
const DIFFICULTIES = ["beginner", "intermediate", "advanced"] as const;

/** The categories as tabs: arrows move, the chosen one fills the panel below. */
function CategoryTabs({ value, change }: { value: string; change: (v: string) => void }) {
  const ref = useRef<HTMLDivElement>(null);
  const all = ["", ...CATEGORIES];
  const move = (e: KeyboardEvent): void => {
    const at = all.indexOf(value);
    const to = e.key === "ArrowRight" ? at + 1 : e.key === "ArrowLeft" ? at - 1 : e.key === "Home" ? 0 : e.key === "End" ? all.length - 1 : -1;
    const next = all[(to + all.length) % all.length];
    if ((to < 0 && e.key !== "ArrowLeft") || next === undefined) return;
    e.preventDefault();
    change(next);
    (ref.current?.children[all.indexOf(next)] as HTMLElement | undefined)?.focus();
  };
  return <div ref={ref} class="tabs categories" role="tablist" aria-label={t("discover.categories")} onKeyDown={move}>
    {all.map(c => <button key={c} type="button" role="tab" id={"tab-" + c} aria-controls="results" aria-selected={c === value} tabIndex={c === value ? 0 : -1} onClick={() => change(c)}>
      {c ? t(`category.${c as (typeof CATEGORIES)[number]}`) : t("discover.all")}</button>)}
  </div>;
}

export default function Discover({ query }: PageProps) {
  const site = useApi("GET /site", {});
  const [typed, setTyped] = useState(query.get("q") ?? "");
  useEffect(() => {
    if (typed === (query.get("q") ?? "")) return;
    const timer = setTimeout(() => setQuery({ q: typed.trim() }), PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  const given = query.get("language") ?? studying.value;
  const filter = { language: given === "all" ? "" : given, category: query.get("category") ?? "", difficulty: query.get("difficulty") ?? "", q: query.get("q") ?? "" };
  const first = useApi("GET /scenarios", { query: { ...filter, limit: 24 } });
  const name = JSON.stringify(filter);
  const [rest, setRest] = useState<{ name: string; items: ScenarioCard[]; next: string | null }>({ name: "", items: [], next: null });
  const more = rest.name === name ? rest : { name, items: [] as ScenarioCard[], next: first.data?.next ?? null };
  const { busy, fault, run } = useAction(async () => {
    const page = await api("GET /scenarios", { query: { ...filter, limit: 24, ...(more.next && { cursor: more.next }) } });
    setRest({ name, items: [...more.items, ...page.items], next: page.next });
  });
  const clear = () => { setTyped(""); setQuery({ q: "", category: "", difficulty: "", language: "all" }); };
  return <>
    <Head title={t("nav.discover")} line={t("discover.line")} />
    <search class="filters">
      <Field label={t("discover.search")}>{props => <input {...props} type="search" value={typed} autocomplete="off" onInput={e => setTyped(e.currentTarget.value)} />}</Field>
      <Select label={t("discover.language")} value={filter.language || "all"} change={v => setQuery({ language: v })}
        options={[{ value: "all", text: t("discover.all_languages") }, ...(site.data?.languages ?? [filter.language].filter(Boolean)).map(l => ({ value: l, text: ownName(l), lang: l }))]} />
      <Select label={t("discover.difficulty")} value={filter.difficulty} change={v => setQuery({ difficulty: v })} options={[{ value: "", text: t("discover.any") }, ...labelled(DIFFICULTIES, "difficulty")]} />
    </search>
    <CategoryTabs value={filter.category} change={v => setQuery({ category: v })} />
    <div id="results" role="tabpanel" aria-labelledby={"tab-" + filter.category}>
      <Load of={first} rows={4}>{data => {
        const items = [...data.items, ...more.items];
        return <>
          <p class="count" role="status">{t(data.total_is_lower_bound ? "discover.count_least" : "discover.count", { n: data.total ?? items.length, shown: number(data.total ?? items.length) })}</p>
          {items.length ? <ScenarioGrid items={items} /> : <Empty icon="search" text={t("discover.empty")}><Button onClick={clear}>{t("discover.clear")}</Button></Empty>}
          {fault !== undefined && <Failed fault={fault} again={() => run()} />}
          {more.next && <p class="more"><Button busy={busy} onClick={() => run()}>{t("more")}</Button></p>}
        </>;
      }}</Load>
    </div>
  </>;
}
