// Runs before the first paint, so that neither colours nor texts change under the reader's eyes, and
// so that the catalog and the page are fetched beside the shell instead of after it.
import { firstLocale, kept } from "./lib/keep";

declare const CATALOGS: Record<string, string>; // language: its chunk
declare const PAGES: Record<string, string[]>; // address pattern, with a leading "+" for who is signed in: its chunks

const root = document.documentElement;
root.dataset["theme"] = kept("theme") ?? "system";
root.lang = firstLocale(Object.keys(CATALOGS));
const path = location.pathname;
const chunks =
  (kept("user") && (PAGES["+" + path] || PAGES["+" + path.replace(/[^/]+$/, "*")])) ||
  PAGES[path] ||
  PAGES[path.replace(/[^/]+$/, "*")] ||
  [];
function early(rel: string, href: string): void {
  const link = document.createElement("link");
  link.rel = rel;
  link.href = href;
  if (rel === "preload") {
    link.as = "fetch";
    link.crossOrigin = "anonymous";
  }
  document.head.append(link);
}
for (const chunk of [CATALOGS[root.lang] ?? "", ...chunks]) early("modulepreload", chunk);
if (kept("user")) early("preload", "/api/v1/me");
