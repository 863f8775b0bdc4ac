import { useState } from "preact/hooks";

/** A value of one tab that outlives leaving the page and loading it again. */
export function useDraft<V>(name: string, first: V): [V, (v: V) => void] {
  const key = "parlance." + name;
  const [value, setValue] = useState<V>(() => {
    try {
      return JSON.parse(sessionStorage.getItem(key) ?? "null") ?? first;
    } catch {
      return first;
    }
  });
  return [
    value,
    v => {
      setValue(v);
      try {
        if (v === first) sessionStorage.removeItem(key);
        else sessionStorage.setItem(key, JSON.stringify(v));
      } catch {
        /* kept while the page stands */
      }
    },
  ];
}
