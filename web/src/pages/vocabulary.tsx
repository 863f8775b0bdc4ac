import { useEffect, useState } from "preact/hooks";
import { api } from "../lib/api";
import { number, relative } from "../lib/fmt";
import { t } from "../lib/i18n";
import { useApi } from "../lib/load";
import { setQuery } from "../lib/router";
import { studying } from "../lib/session";
import { native } from "../lib/text";
import type { VocabularyItem } from "../lib/types";
import type { PageProps } from "../main";
import { SpeechButtons } from "../ui/conversation";
import { Field } from "../ui/form";
import { useAction } from "../ui/action";
import { Button, Empty, Failed, Head, L, LinkButton, Load } from "../ui/parts";
import { toast } from "../ui/toast";
import { EditTranslation } from "../ui/translation";

const PAUSE = 250; // ms without typing before a search
const SOLID = 21; // days of stability from which a word counts as firm

/** How well a word is known, in a word. */
function standing(v: VocabularyItem): string {
  if (v.suspended) return t("vocabulary.suspended");
  if (v.state === null || v.state === "new") return t("vocabulary.new");
  if (v.stability !== null && v.stability >= SOLID) return t("vocabulary.firm");
  return t("vocabulary.learning");
}

function Row({ v, edit, change }: { v: VocabularyItem; edit: () => void; change: (v: VocabularyItem) => void }) {
  const { run, busy } = useAction(async (suspended: boolean) => {
    if (!v.card_id) return;
    const send = (s: boolean) => api("PATCH /cards/{id}", { path: { id: v.card_id ?? "" }, body: { suspended: s }, key: crypto.randomUUID() });
    const flags = await send(suspended);
    change({ ...v, suspended: flags.suspended });
    toast(t(suspended ? "review.suspended" : "vocabulary.resumed"), () => void send(!suspended).then(f => change({ ...v, suspended: f.suspended })));
  });
  return <li class={`word-row ${v.suspended ? "off" : ""}`}>
    <div class="word"><p><L lang={v.language} text={v.text} class="term" />{v.reading && <L lang={v.language} text={v.reading} class="reading" />}</p>
      <p class="translation">{v.translation ? <L lang={v.translation_language ?? native()} text={v.translation} /> : t("review.no_meaning")}</p></div>
    <p class="standing"><span class="tag">{standing(v)}</span>{v.due_at && !v.suspended && v.state !== "new" && <span class="quiet">{relative(v.due_at, Date.now())}</span>}</p>
    <div class="row-tools"><SpeechButtons text={v.text} lang={v.language} />
      <Button kind="quiet" icon="pencil" label={t("vocabulary.edit", { word: v.text })} onClick={edit} />
      {v.card_id && <Button kind="quiet" icon={v.suspended ? "rotate-ccw" : "circle-pause"} busy={busy} label={t(v.suspended ? "vocabulary.resume" : "vocabulary.suspend", { word: v.text })} onClick={() => run(!v.suspended)} />}</div>
  </li>;
}

export default function Vocabulary({ query }: PageProps) {
  const [typed, setTyped] = useState(query.get("q") ?? "");
  const [editing, setEditing] = useState<VocabularyItem | null>(null);
  const filter = { language: studying.value, q: query.get("q") ?? "", limit: 50 };
  const first = useApi("GET /vocabulary", { query: filter });
  const [added, setAdded] = useState<{ items: VocabularyItem[]; next: string | null } | null>(null);
  useEffect(() => {
    if (typed.trim() === filter.q) return;
    const timer = setTimeout(() => setQuery({ q: typed.trim() }), PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  useEffect(() => setAdded(null), [filter.q, filter.language]);
  const next = added ? added.next : first.data?.next;
  const { busy, fault, run } = useAction(async () => {
    const page = await api("GET /vocabulary", { query: { ...filter, ...(next && { cursor: next }) } });
    setAdded({ items: [...(added?.items ?? []), ...page.items], next: page.next });
  });
  const put = (list: VocabularyItem[], v: VocabularyItem) => list.map(x => x.item_id === v.item_id ? { ...x, ...v } : x);
  const change = (v: VocabularyItem) => {
    if (first.data) first.set({ ...first.data, items: put(first.data.items, v) });
    if (added) setAdded({ ...added, items: put(added.items, v) });
  };
  return <>
    <Head title={t("nav.vocabulary")} line={t("vocabulary.line")} />
    <search class="filters one"><Field label={t("vocabulary.search")}>{props => <input {...props} type="search" value={typed} autocomplete="off" onInput={e => setTyped(e.currentTarget.value)} />}</Field></search>
    <Load of={first} rows={6}>{data => {
      const items = [...data.items, ...(added?.items ?? [])];
      return <>
        <p class="count" role="status">{t("vocabulary.count", { n: data.total ?? items.length, shown: number(data.total ?? items.length) })}</p>
        {items.length ? <ul class="words-table">{items.map(v => <Row key={v.item_id} v={v} edit={() => setEditing(v)} change={change} />)}</ul>
          : filter.q ? <Empty icon="search" text={t("vocabulary.none")}><Button onClick={() => { setTyped(""); setQuery({ q: "" }); }}>{t("discover.clear")}</Button></Empty>
          : <Empty icon="book-open-text" text={t("vocabulary.empty")}><LinkButton kind="primary" href="/discover">{t("runs.find")}</LinkButton></Empty>}
        {fault !== undefined && <Failed fault={fault} again={() => run()} />}
        {next && <p class="more"><Button busy={busy} onClick={() => run()}>{t("more")}</Button></p>}
      </>;
    }}</Load>
    {editing && <EditTranslation item={{ ...editing, translation: editing.translation ?? "" }} close={() => setEditing(null)} done={change} />}
  </>;
}
