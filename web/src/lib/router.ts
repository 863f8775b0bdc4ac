import { signal } from "@preact/signals";

export interface Route {
  path: string;
  query: URLSearchParams;
  key: number;
}

const here = (key: number): Route => ({ path: location.pathname, query: new URLSearchParams(location.search), key });

/** Where the visitor is. A new key is a new page; the same key with another query is the same page. */
export const route = signal<Route>(here(0));

let visits = 0;
let restore: number | null = null;
let arrived = false;
let announced = -1; // the visit whose heading had the focus; a later heading of the same visit takes it over

const keepScroll = (): void => history.replaceState({ ...history.state, y: scrollY }, "");

/** Go to ${to}, an address on this site. */
export function navigate(to: string, replace = false): void {
  if (replace) history.replaceState({}, "", to);
  else {
    keepScroll();
    history.pushState({}, "", to);
  }
  restore = null;
  arrived = true;
  route.value = here(++visits);
  scrollTo(0, 0);
}

/** Change the query of this page, without a step in the history; undefined or "" removes a name. */
export function setQuery(change: Record<string, string | undefined>): void {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(change))
    if (value) query.set(name, value);
    else query.delete(name);
  history.replaceState(history.state, "", location.pathname + (query.size ? "?" + query : ""));
  route.value = here(route.value.key);
}

/**
 * Called by each page's heading once it stands: it takes the focus after a navigation, so that keyboards
 * and screen readers begin there, unless the reader has already gone elsewhere.
 */
export function headingReady(heading: HTMLElement): void {
  if (restore !== null) {
    const y = restore;
    restore = null;
    requestAnimationFrame(() => scrollTo(0, y));
  }
  if (!arrived && announced !== route.value.key) return;
  arrived = false;
  announced = route.value.key;
  const focused = document.activeElement;
  if (!focused || focused === document.body || !focused.closest("main")) heading.focus({ preventScroll: true });
}

/** Only addresses on this site are followed after signing in. */
export const safeNext = (to: string | null): string => (to && /^\/(?![/\\])/.test(to) ? to : "/");

/** Follow links within the site without loading it anew. */
export function startRouter(): void {
  history.scrollRestoration = "manual";
  addEventListener("popstate", () => {
    restore = typeof history.state?.y === "number" ? history.state.y : 0;
    arrived = true;
    route.value = here(++visits);
  });
  addEventListener("pagehide", keepScroll);
  document.addEventListener("click", e => {
    if (e.defaultPrevented || e.button !== 0 || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return;
    const link = (e.target as Element | null)?.closest?.("a[href]") as HTMLAnchorElement | null;
    if (
      !link ||
      link.target ||
      link.hasAttribute("download") ||
      link.origin !== location.origin ||
      link.pathname.startsWith("/api/")
    )
      return;
    if (link.getAttribute("href")?.startsWith("#")) return;
    e.preventDefault();
    const to = link.pathname + link.search;
    if (to !== location.pathname + location.search || route.value.path !== link.pathname) navigate(to);
    else scrollTo(0, 0);
  });
}
