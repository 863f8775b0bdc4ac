import { api } from "../lib/api";
import { date, duration } from "../lib/fmt";
import { t } from "../lib/i18n";
import { together, useApi } from "../lib/load";
import type { RunLine } from "../lib/types";
import { More, usePaged } from "../ui/paged";
import { Empty, Head, Icon, L, LinkButton, Load } from "../ui/parts";

const LIMIT = 20; // runs of a page

const Line = ({ r }: { r: RunLine }) => (
  <li>
    <a class="card row-link" href={"/practice/" + r.run_id}>
      <span>
        <strong>
          <L lang={r.language} text={r.title} />
        </strong>
        <span class="quiet">
          {r.status === "open"
            ? t("practice.part", { n: r.phase, of: r.phase_count })
            : `${t(`run.${r.status}`)} · ${date(r.ended_at ?? r.started_at)}${r.seconds ? " · " + duration(r.seconds) : ""}`}
        </span>
      </span>
      {r.score !== null && (
        <span class="score" title={t("result.score")}>
          {r.score}
        </span>
      )}
      <Icon name="chevron-right" />
    </a>
  </li>
);

const Lines = ({ title, runs }: { title: string; runs: RunLine[] }) =>
  runs.length ? (
    <section>
      <h2>{title}</h2>
      <ul class="lines">
        {runs.map(r => (
          <Line key={r.run_id} r={r} />
        ))}
      </ul>
    </section>
  ) : null;

/** The conversations under way, and those before. */
export default function Runs() {
  const asked = { status: "completed", limit: LIMIT } as const;
  const open = useApi("GET /runs", { query: { status: "open", limit: LIMIT } });
  const done = useApi("GET /runs", { query: asked });
  const list = usePaged("completed", done.data, cursor => api("GET /runs", { query: { ...asked, cursor } }));
  return (
    <>
      <Head title={t("nav.practice")} line={t("runs.line")}>
        <LinkButton icon="compass" href="/discover">
          {t("runs.find")}
        </LinkButton>
      </Head>
      <Load of={together(open, done)}>
        {([{ items }]) => (
          <>
            <Lines title={t("runs.open")} runs={items} />
            <Lines title={t("runs.done")} runs={list.items} />
            <More list={list} />
            {items.length + list.items.length === 0 && (
              <Empty icon="messages-square" text={t("runs.empty")}>
                <LinkButton kind="primary" href="/discover">
                  {t("runs.find")}
                </LinkButton>
              </Empty>
            )}
          </>
        )}
      </Load>
    </>
  );
}
