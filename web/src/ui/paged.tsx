import { useEffect, useState } from "preact/hooks";
import { t } from "../lib/i18n";
import { setQuery } from "../lib/router";
import type { Page } from "../lib/types";
import { useAction } from "./action";
import { Field } from "./form";
import { Button, Failed } from "./parts";

export interface Paged<T> {
  items: T[];
  more: boolean;
  busy: boolean;
  fault: unknown;
  run(): void;
  replace(put: (items: T[]) => T[]): void;
}

/** A list whose further pages come on demand; what came is forgotten when ${name}, what is listed, changes. */
export function usePaged<T>(
  name: string,
  first: Page<T> | undefined,
  ask: (cursor: string) => Promise<Page<T>>,
): Paged<T> {
  const [rest, setRest] = useState<{ name: string; items: T[]; next: string | null }>({
    name: "",
    items: [],
    next: null,
  });
  const known = rest.name === name ? rest : { name, items: [], next: first?.next ?? null };
  const { busy, fault, run } = useAction(async () => {
    if (known.next === null) return;
    const page = await ask(known.next);
    setRest({ name, items: [...known.items, ...page.items], next: page.next });
  });
  return {
    items: [...(first?.items ?? []), ...known.items],
    more: known.next !== null,
    busy,
    fault,
    run: () => run(),
    replace: put => setRest({ ...known, items: put(known.items) }),
  };
}

/** The way to the next page of ${list}. */
export const More = <T,>({ list }: { list: Paged<T> }) => (
  <>
    {list.fault !== undefined && <Failed fault={list.fault} again={list.run} />}
    {list.more && (
      <p class="more">
        <Button busy={list.busy} onClick={list.run}>
          {t("more")}
        </Button>
      </p>
    )}
  </>
);

const PAUSE = 250; // ms without typing before a search

/** What is typed into a search field; it reaches the address, and so the list, after a pause. */
export function useSearch(query: URLSearchParams): [string, (typed: string) => void] {
  const [typed, setTyped] = useState(query.get("q") ?? "");
  useEffect(() => {
    if (typed.trim() === (query.get("q") ?? "")) return;
    const timer = setTimeout(() => setQuery({ q: typed.trim() }), PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  return [typed, setTyped];
}

export const Search = ({ label, typed, change }: { label: string; typed: string; change: (v: string) => void }) => (
  <Field label={label}>
    {props => (
      <input {...props} type="search" value={typed} autocomplete="off" onInput={e => change(e.currentTarget.value)} />
    )}
  </Field>
);
