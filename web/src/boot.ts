// Runs before the first paint, so that neither colours nor texts change under the reader's eyes, and
// so that the catalog and the page are fetched beside the shell instead of after it.
import { firstLocale, kept } from "./lib/keep";

declare const CATALOGS: Record<string, string>; // language: its chunk
declare const PAGES: Record<string, string[]>; // address pattern, with a leading "+" for who is signed in: its chunks

const root = document.documentElement;
root.dataset["theme"] = kept("theme") ?? "system";
root.lang = firstLocale(Object.keys(CATALOGS));
const path = location.pathname;
const chunks = (kept("user") && (PAGES["+" + path] || PAGES["+" + path.replace(/[^/]+$/, "*")])) || PAGES[path] || PAGES[path.replace(/[^/]+$/, "*")] || [];
for (const href of [CATALOGS[root.lang] ?? "", ...chunks]) {
  const link = document.createElement("link");
  link.rel = "modulepreload";
  link.href = href;
  document.head.append(link);
}
