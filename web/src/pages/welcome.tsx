import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../lib/api";
import { useDraft } from "../lib/draft";
import { LOCALES, locale, setLocale, t } from "../lib/i18n";
import { useApi } from "../lib/load";
import { ownName } from "../lib/names";
import { navigate } from "../lib/router";
import type { TryAnswer, TryLevel } from "../lib/types";
import { Composer, Log, useEnd } from "../ui/conversation";
import { browserLanguage, Select, spokenOptions } from "../ui/form";
import type { PageProps } from "../main";
import { useAction } from "../ui/action";
import { Segments, labelled } from "../ui/segments";
import { Button, Failed, Head, LinkButton, Load, Notice } from "../ui/parts";

const TURNS = 3;
const LIMIT = 500; // characters of a turn
const LEVELS: TryLevel[] = ["none", "some", "a_lot"];

interface Start {
  language: string;
  native_language: string;
  level: TryLevel;
}

/** The conversation so far: all of it is sent with each turn, the server keeps nothing. */
function useTrial(start: Start) {
  const [turns, setTurns] = useState<string[]>([]);
  const [answer, setAnswer] = useState<TryAnswer>();
  const [text, setText] = useState("");
  const [pending, setPending] = useState("");
  const seen = useRef(0);
  const { busy, fault, run } = useAction(async (said: string[]) => {
    setPending(said.length > turns.length ? (said.at(-1) ?? "") : "");
    try {
      const next = await api("POST /try/turns", {
        body: { ...start, ...(answer && { scenario_id: answer.scenario_id }), turns: said },
      });
      seen.current = answer?.turns.at(-1)?.number ?? 0;
      setAnswer(next);
      setTurns(said);
      setText("");
    } finally {
      setPending("");
    }
  });
  useEffect(() => run([]), []);
  const send = () => {
    const said = text.trim();
    if (said && !busy) run([...turns, said]);
  };
  return {
    answer,
    text,
    setText,
    pending,
    seen: seen.current,
    busy,
    fault,
    send,
    begin: () => run([]),
    left: answer?.over ? 0 : TURNS - turns.length,
  };
}

/** Three turns with a partner, without an account. */
function TryOut({ start, leave }: { start: Start; leave: () => void }) {
  const { answer, left, fault, ...trial } = useTrial(start);
  const lang = start.language;
  useEffect(() => {
    if (answer) document.getElementById(left > 0 ? "say" : "after")?.focus();
  }, [answer]);
  useEnd((answer?.turns.length ?? 0) + (trial.pending ? 1 : 0));
  if (!answer)
    return fault === undefined ? (
      <p class="quiet" role="status">
        {t("try.starting")}
      </p>
    ) : (
      <Failed fault={fault} again={trial.begin} />
    );
  return (
    <section class="try" aria-label={t("try.title")}>
      <div class="scene">
        <p>
          <strong lang={lang}>{answer.title}</strong> · {t("scenario.you_are")}{" "}
          <span lang={lang}>{answer.user_role}</span>
        </p>
        <p lang={lang}>{answer.setting}</p>
      </div>
      <Log
        turns={answer.turns}
        state={answer.state}
        lang={lang}
        partner={answer.partner_role}
        pending={trial.pending}
        seen={trial.seen}
      />
      {left > 0 ? (
        <Composer
          lang={lang}
          value={trial.text}
          change={trial.setText}
          send={trial.send}
          busy={trial.busy}
          limit={LIMIT}
        >
          {fault !== undefined && <Failed fault={fault} again={trial.send} />}
          <p class="quiet">{t("try.left", { n: left })}</p>
        </Composer>
      ) : (
        <After start={start} leave={leave} />
      )}
    </section>
  );
}

function After({ start, leave }: { start: Start; leave: () => void }) {
  const site = useApi("GET /site", {});
  const level = { none: "A1", some: "A2", a_lot: "B1" }[start.level];
  const query = `?language=${start.language}&native=${start.native_language}&level=${level}`;
  return (
    <div class="card after">
      <h2 id="after" tabIndex={-1}>
        {t("try.after")}
      </h2>
      <p>{t("try.after_line")}</p>
      <div class="actions">
        {site.data?.registration === "open" && (
          <LinkButton kind="primary" href={"/register" + query}>
            {t("register.submit")}
          </LinkButton>
        )}
        {site.data?.registration !== "closed" && (
          <LinkButton
            kind={site.data?.registration === "invite" ? "primary" : "plain"}
            href={"/register" + query + "&invited=1"}
          >
            {t("try.invited")}
          </LinkButton>
        )}
        <LinkButton href="/login">{t("login.submit")}</LinkButton>
        <Button kind="quiet" icon="rotate-ccw" onClick={leave}>
          {t("try.another")}
        </Button>
      </div>
      {site.data?.registration === "closed" && <Notice>{t("register.closed")}</Notice>}
    </div>
  );
}

function Pickers({
  languages,
  start,
  change,
  talk,
}: {
  languages: string[];
  start: Start;
  change: (c: Partial<Start>) => void;
  talk: () => void;
}) {
  const native_language = start.native_language || browserLanguage(languages);
  const language = start.language || (languages.find(l => l !== native_language) ?? "en");
  const begin = (e: Event) => {
    e.preventDefault();
    sessionStorage.setItem("parlance.native", native_language);
    change({ language, native_language });
    talk();
  };
  const speak = (v: string) => {
    change({ native_language: v });
    if (LOCALES.includes(v) && v !== locale.value) void setLocale(v);
  };
  return (
    <form class="card pickers" onSubmit={begin}>
      <Segments
        name="language"
        legend={t("welcome.language")}
        value={language}
        options={languages.map(l => ({ value: l, text: ownName(l), lang: l }))}
        change={v => change({ language: v })}
      />
      <Select label={t("welcome.native")} value={native_language} options={spokenOptions(languages)} change={speak} />
      <Segments
        name="level"
        legend={t("welcome.level")}
        value={start.level}
        options={labelled(LEVELS, "know")}
        change={v => change({ level: v })}
      />
      <Button type="submit" kind="primary" class="big" icon="messages-square">
        {t("welcome.start")}
      </Button>
      <p class="quiet">{t("welcome.free")}</p>
    </form>
  );
}

export default function Welcome({ query }: PageProps) {
  const site = useApi("GET /site", {});
  const [start, setStart] = useDraft<Start>("try", { language: "", native_language: "", level: "none" });
  const change = (c: Partial<Start>) => setStart({ ...start, ...c });
  if (query.get("talk") && start.language)
    return (
      <>
        <Head title={t("try.title")} back={{ href: "/", name: t("back") }} />
        <TryOut start={start} leave={() => navigate("/")} />
      </>
    );
  return (
    <div class="welcome">
      <Head title={t("welcome.title")} line={t("welcome.line")} />
      <Load of={site} rows={4}>
        {({ languages }) => (
          <Pickers languages={languages} start={start} change={change} talk={() => navigate("/?talk=1")} />
        )}
      </Load>
      <ul class="promises">
        {(["talk", "words", "yours"] as const).map(p => (
          <li key={p}>
            <strong>{t(`welcome.${p}`)}</strong> {t(`welcome.${p}_line`)}
          </li>
        ))}
      </ul>
    </div>
  );
}
