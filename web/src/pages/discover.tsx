import { useRef } from "preact/hooks";
import { api } from "../lib/api";
import { number } from "../lib/fmt";
import { t } from "../lib/i18n";
import { useApi } from "../lib/load";
import { ownName } from "../lib/names";
import { setQuery } from "../lib/router";
import { studying } from "../lib/session";
import type { PageProps } from "../main";
import { Select } from "../ui/form";
import { More, Search, usePaged, useSearch } from "../ui/paged";
import { labelled } from "../ui/segments";
import { Button, Empty, Head, Load } from "../ui/parts";
import { CATEGORIES, ScenarioGrid } from "../ui/scenario-card";

const LIMIT = 24; // scenarios of a page
const DIFFICULTIES = ["beginner", "intermediate", "advanced"] as const;

/** The categories as tabs: arrows move, the chosen one fills the panel below. */
function CategoryTabs({ value, change }: { value: string; change: (v: string) => void }) {
  const ref = useRef<HTMLDivElement>(null);
  const all = ["", ...CATEGORIES];
  const move = (e: KeyboardEvent): void => {
    const at = all.indexOf(value);
    const to =
      e.key === "ArrowRight"
        ? at + 1
        : e.key === "ArrowLeft"
          ? at - 1
          : e.key === "Home"
            ? 0
            : e.key === "End"
              ? all.length - 1
              : -1;
    const next = all[(to + all.length) % all.length];
    if ((to < 0 && e.key !== "ArrowLeft") || next === undefined) return;
    e.preventDefault();
    change(next);
    (ref.current?.children[all.indexOf(next)] as HTMLElement | undefined)?.focus();
  };
  return (
    <div ref={ref} class="tabs categories" role="tablist" aria-label={t("discover.categories")} onKeyDown={move}>
      {all.map(c => (
        <button
          key={c}
          type="button"
          role="tab"
          id={"tab-" + c}
          aria-controls="results"
          aria-selected={c === value}
          tabIndex={c === value ? 0 : -1}
          onClick={() => change(c)}
        >
          {c ? t(`category.${c as (typeof CATEGORIES)[number]}`) : t("discover.all")}
        </button>
      ))}
    </div>
  );
}

interface Filter {
  language: string;
  category: string;
  difficulty: string;
  q: string;
}

/** What the address asks for; without a language, the one being learnt. */
function filterOf(query: URLSearchParams): Filter {
  const given = query.get("language") ?? studying.value;
  const [category, difficulty, q] = ["category", "difficulty", "q"].map(name => query.get(name) ?? "");
  return { language: given === "all" ? "" : given, category: category ?? "", difficulty: difficulty ?? "", q: q ?? "" };
}

function Filters({ filter, typed, change }: { filter: Filter; typed: string; change: (typed: string) => void }) {
  const site = useApi("GET /site", {});
  const languages = site.data?.languages ?? [filter.language].filter(Boolean);
  return (
    <search class="filters">
      <Search label={t("discover.search")} typed={typed} change={change} />
      <Select
        label={t("discover.language")}
        value={filter.language || "all"}
        change={v => setQuery({ language: v })}
        options={[
          { value: "all", text: t("discover.all_languages") },
          ...languages.map(l => ({ value: l, text: ownName(l), lang: l })),
        ]}
      />
      <Select
        label={t("discover.difficulty")}
        value={filter.difficulty}
        change={v => setQuery({ difficulty: v })}
        options={[{ value: "", text: t("discover.any") }, ...labelled(DIFFICULTIES, "difficulty")]}
      />
    </search>
  );
}

export default function Discover({ query }: PageProps) {
  const [typed, setTyped] = useSearch(query);
  const filter = filterOf(query);
  const asked = { ...filter, limit: LIMIT };
  const first = useApi("GET /scenarios", { query: asked });
  const list = usePaged(JSON.stringify(filter), first.data, cursor =>
    api("GET /scenarios", { query: { ...asked, cursor } }),
  );
  const clear = () => {
    setTyped("");
    setQuery({ q: "", category: "", difficulty: "", language: "all" });
  };
  return (
    <>
      <Head title={t("nav.discover")} line={t("discover.line")} />
      <Filters filter={filter} typed={typed} change={setTyped} />
      <CategoryTabs value={filter.category} change={v => setQuery({ category: v })} />
      <div id="results" role="tabpanel" aria-labelledby={"tab-" + filter.category}>
        <Load of={first} rows={4}>
          {({ total = list.items.length, total_is_lower_bound }) => (
            <>
              <p class="count" role="status">
                {t(total_is_lower_bound ? "discover.count_least" : "discover.count", {
                  n: total,
                  shown: number(total),
                })}
              </p>
              {list.items.length ? (
                <ScenarioGrid items={list.items} />
              ) : (
                <Empty icon="search" text={t("discover.empty")}>
                  <Button onClick={clear}>{t("discover.clear")}</Button>
                </Empty>
              )}
              <More list={list} />
            </>
          )}
        </Load>
      </div>
    </>
  );
}
