import { effect } from "@preact/signals";
import { type ComponentType, render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { LOCALES, locale, setLocale, t } from "./lib/i18n";
import { firstLocale } from "./lib/keep";
import { navigate, route, safeNext, startRouter } from "./lib/router";
import { findMe, me } from "./lib/session";
import routes from "./routes.json";
import { Layout } from "./ui/layout";
import { Button, Failed, Head, Notice, Skeleton } from "./ui/parts";

export interface PageProps {
  params: string[];
  query: URLSearchParams;
}
type Page = ComponentType<PageProps>;
/** A row of routes.json: `*` in its path is a parameter; `who` may see it: signed in, signed out, all. */
interface Row {
  path: string;
  page: string;
  who: string;
  task?: boolean;
  wide?: boolean;
}
const ROUTES: Row[] = routes;
const LOADERS: Record<string, () => Promise<{ default: Page }>> = {
  home: () => import("./pages/home"),
  welcome: () => import("./pages/welcome"),
  login: () => import("./pages/login"),
  register: () => import("./pages/register"),
  reset: () => import("./pages/reset"),
  discover: () => import("./pages/discover"),
  scenario: () => import("./pages/scenario"),
  runs: () => import("./pages/runs"),
  practice: () => import("./pages/practice"),
  review: () => import("./pages/review"),
  vocabulary: () => import("./pages/vocabulary"),
  progress: () => import("./pages/progress"),
  profile: () => import("./pages/profile"),
  languages: () => import("./pages/languages"),
  security: () => import("./pages/security"),
  invites: () => import("./pages/invites"),
};
const pages = new Map<string, Page>();

/** The row of ${path} and its parameters, or where to go instead, or null when there is no such page. */
function find(path: string, signedIn: boolean): { row: Row; params: string[] } | "login" | "home" | null {
  const parts = path.split("/");
  let refused: "login" | "home" | null = null;
  for (const row of ROUTES) {
    const wanted = row.path.split("/");
    if (wanted.length !== parts.length || !wanted.every((w, i) => w === parts[i] || (w === "*" && parts[i]))) continue;
    if (row.who !== "all" && (row.who === "in") !== signedIn) {
      refused = signedIn ? "home" : "login";
      continue;
    }
    return { row, params: parts.filter((_, i) => wanted[i] === "*").map(decodeURIComponent) };
  }
  return refused;
}

function Missing() {
  return (
    <>
      <Head title={t("missing.title")} line={t("missing.line")} />
      <p>
        <a class="btn primary" href="/">
          {t("missing.home")}
        </a>
      </p>
    </>
  );
}

/** A page of the table, fetched when first needed. A chunk that is gone (a new release) offers to load anew. */
function Lazy({ row, params }: { row: Row; params: string[] }) {
  const [, setRound] = useState(0);
  const [fault, setFault] = useState(false);
  const loaded = pages.get(row.page);
  useEffect(() => {
    let stopped = false;
    setFault(false);
    if (!loaded)
      LOADERS[row.page]?.().then(
        m => {
          pages.set(row.page, m.default);
          if (!stopped) setRound(n => n + 1);
        },
        () => {
          if (!stopped) setFault(true);
        },
      );
    return () => {
      stopped = true;
    };
  }, [row]);
  if (fault)
    return (
      <Notice kind="info" role="alert">
        <p>{t("reload.text")}</p>
        <Button icon="rotate-ccw" kind="primary" onClick={() => location.reload()}>
          {t("reload.button")}
        </Button>
      </Notice>
    );
  if (!loaded) return <Skeleton />;
  const P = loaded;
  return <P key={route.value.key} params={params} query={route.value.query} />;
}

function App() {
  const [fault, setFault] = useState<unknown>();
  const start = () => {
    setFault(undefined);
    findMe().catch(setFault);
  };
  useEffect(start, []);
  const who = me.value;
  const { path } = route.value;
  const found = who === undefined ? null : find(path, who !== null);
  useEffect(() => {
    if (found === "home") navigate(safeNext(route.value.query.get("next")), true);
    else if (found === "login") navigate("/login?next=" + encodeURIComponent(path + location.search), true);
  }, [found === "home", found === "login", path]);
  if (who === undefined)
    return <main class="starting">{fault === undefined ? <Skeleton /> : <Failed fault={fault} again={start} />}</main>;
  if (found === "home" || found === "login") return null;
  return (
    <Layout task={found?.row.task ?? false} wide={found?.row.wide ?? false}>
      {found ? <Lazy key={ROUTES.indexOf(found.row)} row={found.row} params={found.params} /> : <Missing />}
    </Layout>
  );
}

startRouter();
effect(() => {
  // what waits to be sent is not needed for the first paint
  const user = me.value?.user_id;
  if (user !== undefined) void import("./lib/reviews").then(m => m.outbox.open(user));
});
setLocale(firstLocale(LOCALES)).finally(() => {
  const root = document.getElementById("app");
  if (root)
    effect(() => {
      void locale.value;
      render(<App />, root);
    });
});
