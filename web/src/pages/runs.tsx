import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { date, duration } from "../lib/fmt";
import { t } from "../lib/i18n";
import { useApi } from "../lib/load";
import type { RunLine } from "../lib/types";
import { useAction } from "../ui/action";
import { Button, Empty, Failed, Head, Icon, L, LinkButton, Load } from "../ui/parts";

const Line = ({ r }: { r: RunLine }) => <li><a class="card row-link" href={"/practice/" + r.run_id}>
  <span><strong><L lang={r.language} text={r.title} /></strong>
    <span class="quiet">{r.status === "open" ? t("practice.part", { n: r.phase, of: r.phase_count }) : `${t(`run.${r.status}`)} · ${date(r.ended_at ?? r.started_at)}${r.seconds ? " · " + duration(r.seconds) : ""}`}</span></span>
  {r.score !== null && <span class="score" title={t("result.score")}>{r.score}</span>}<Icon name="chevron-right" /></a></li>;

/** The conversations under way, and those before. */
export default function Runs() {
  const open = useApi("GET /runs", { query: { status: "open", limit: 20 } });
  const done = useApi("GET /runs", { query: { status: "completed", limit: 20 } });
  const [rest, setRest] = useState<{ items: RunLine[]; next: string | null } | null>(null);
  const next = rest ? rest.next : done.data?.next;
  const { busy, fault, run } = useAction(async () => {
    const page = await api("GET /runs", { query: { status: "completed", limit: 20, ...(next && { cursor: next }) } });
    setRest({ items: [...(rest?.items ?? []), ...page.items], next: page.next });
  });
  return <>
    <Head title={t("nav.practice")} line={t("runs.line")}><LinkButton icon="compass" href="/discover">{t("runs.find")}</LinkButton></Head>
    <Load of={open}>{o => <Load of={done}>{d => <>
      {o.items.length > 0 && <section><h2>{t("runs.open")}</h2><ul class="lines">{o.items.map(r => <Line key={r.run_id} r={r} />)}</ul></section>}
      {d.items.length > 0 && <section><h2>{t("runs.done")}</h2><ul class="lines">{[...d.items, ...(rest?.items ?? [])].map(r => <Line key={r.run_id} r={r} />)}</ul></section>}
      {fault !== undefined && <Failed fault={fault} again={() => run()} />}
      {next && <p class="more"><Button busy={busy} onClick={() => run()}>{t("more")}</Button></p>}
      {o.items.length + d.items.length === 0 && <Empty icon="messages-square" text={t("runs.empty")}><LinkButton kind="primary" href="/discover">{t("runs.find")}</LinkButton></Empty>}
    </>}</Load>}</Load>
  </>;
}
