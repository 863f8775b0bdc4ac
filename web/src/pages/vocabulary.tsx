import { useState } from "preact/hooks";
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
import { More, Search, usePaged, useSearch } from "../ui/paged";
import { useAction } from "../ui/action";
import { Button, Empty, Head, L, LinkButton, Load } from "../ui/parts";
import { toast } from "../ui/toast";
import { EditTranslation } from "../ui/translation";

const LIMIT = 50; // words of a page
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
    const send = (s: boolean) =>
      api("PATCH /cards/{id}", { path: { id: v.card_id ?? "" }, body: { suspended: s }, key: crypto.randomUUID() });
    const flags = await send(suspended);
    change({ ...v, suspended: flags.suspended });
    toast(
      t(suspended ? "review.suspended" : "vocabulary.resumed"),
      () => void send(!suspended).then(f => change({ ...v, suspended: f.suspended })),
    );
  });
  return (
    <li class={`word-row ${v.suspended ? "off" : ""}`}>
      <div class="word">
        <p>
          <L lang={v.language} text={v.text} class="term" />
          {v.reading && <L lang={v.language} text={v.reading} class="reading" />}
        </p>
        <p class="translation">
          {v.translation ? (
            <L lang={v.translation_language ?? native()} text={v.translation} />
          ) : (
            t("review.no_meaning")
          )}
        </p>
      </div>
      <p class="standing">
        <span class="tag">{standing(v)}</span>
        {v.due_at && !v.suspended && v.state !== "new" && <span class="quiet">{relative(v.due_at, Date.now())}</span>}
      </p>
      <div class="row-tools">
        <SpeechButtons text={v.text} lang={v.language} />
        <Button kind="quiet" icon="pencil" label={t("vocabulary.edit", { word: v.text })} onClick={edit} />
        {v.card_id && (
          <Button
            kind="quiet"
            icon={v.suspended ? "rotate-ccw" : "circle-pause"}
            busy={busy}
            label={t(v.suspended ? "vocabulary.resume" : "vocabulary.suspend", { word: v.text })}
            onClick={() => run(!v.suspended)}
          />
        )}
      </div>
    </li>
  );
}

const put = (list: VocabularyItem[], v: VocabularyItem) =>
  list.map(x => (x.item_id === v.item_id ? { ...x, ...v } : x));

/** No word: none fits the search, or there is none yet. */
const NoWords = ({ searched, clear }: { searched: boolean; clear: () => void }) =>
  searched ? (
    <Empty icon="search" text={t("vocabulary.none")}>
      <Button onClick={clear}>{t("discover.clear")}</Button>
    </Empty>
  ) : (
    <Empty icon="book-open-text" text={t("vocabulary.empty")}>
      <LinkButton kind="primary" href="/discover">
        {t("runs.find")}
      </LinkButton>
    </Empty>
  );

export default function Vocabulary({ query }: PageProps) {
  const [typed, setTyped] = useSearch(query);
  const [editing, setEditing] = useState<VocabularyItem | null>(null);
  const asked = { language: studying.value, q: query.get("q") ?? "", limit: LIMIT };
  const first = useApi("GET /vocabulary", { query: asked });
  const list = usePaged(JSON.stringify(asked), first.data, cursor =>
    api("GET /vocabulary", { query: { ...asked, cursor } }),
  );
  const change = (v: VocabularyItem) => {
    if (first.data) first.set({ ...first.data, items: put(first.data.items, v) });
    list.replace(items => put(items, v));
  };
  return (
    <>
      <Head title={t("nav.vocabulary")} line={t("vocabulary.line")} />
      <search class="filters one">
        <Search label={t("vocabulary.search")} typed={typed} change={setTyped} />
      </search>
      <Load of={first} rows={6}>
        {({ total = list.items.length }) => (
          <>
            <p class="count" role="status">
              {t("vocabulary.count", { n: total, shown: number(total) })}
            </p>
            {list.items.length ? (
              <ul class="words-table">
                {list.items.map(v => (
                  <Row key={v.item_id} v={v} edit={() => setEditing(v)} change={change} />
                ))}
              </ul>
            ) : (
              <NoWords
                searched={asked.q !== ""}
                clear={() => {
                  setTyped("");
                  setQuery({ q: "" });
                }}
              />
            )}
            <More list={list} />
          </>
        )}
      </Load>
      {editing && (
        <EditTranslation
          item={{ ...editing, translation: editing.translation ?? "" }}
          close={() => setEditing(null)}
          done={change}
        />
      )}
    </>
  );
}
