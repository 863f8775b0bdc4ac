import { useEffect, useMemo, useState } from "preact/hooks";
import { api, type Arg, type Ok, type Op } from "./api";

/** Something asked of the server: `data` as soon as there is any, `fault` when the last attempt failed. */
export interface Loaded<V> {
  data: V | undefined;
  fault: unknown;
  again(): void;
  set(data: V): void;
}

/** As much of it as one needs to wait for it. */
export type Wanted<V> = Pick<Loaded<V>, "data" | "fault" | "again">;

const cache = new Map<string, unknown>();
const LIMIT = 60;

/** Forget every answer: another person may be reading now. */
export const forgetAll = (): void => cache.clear();

function remember(name: string, data: unknown): void {
  cache.delete(name);
  cache.set(name, data);
  const [oldest] = cache.keys();
  if (cache.size > LIMIT && oldest !== undefined) cache.delete(oldest);
}

/**
 * Ask ${op} with ${arg} while the page stands; a null ${arg} asks nothing. An answer seen before shows at
 * once and is asked for again, so that going back is immediate and never stale for long; ${fresh} shows
 * nothing seen before, where acting on it would be wrong.
 */
export function useApi<K extends Op>(op: K, arg: Arg<K> | null, fresh = false): Loaded<Ok<K>> {
  const name = arg === null ? "" : op + " " + JSON.stringify(arg);
  const [state, setState] = useState<{ name: string; data?: Ok<K>; fault?: unknown }>({ name });
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (arg === null) return;
    let left = false;
    api(op, arg).then(
      data => {
        if (left) return;
        if (!fresh) remember(name, data);
        setState({ name, data });
      },
      fault => {
        if (!left) setState(s => (s.name === name ? { ...s, fault } : { name, fault }));
      },
    );
    return () => {
      left = true;
    };
  }, [name, round]);
  return useMemo(() => {
    const current = state.name === name ? state : { name };
    return {
      data: current.data ?? (name && !fresh ? (cache.get(name) as Ok<K> | undefined) : undefined),
      fault: current.fault,
      again: () => {
        setState(({ fault, ...s }) => s);
        setRound(n => n + 1);
      },
      set: (data: Ok<K>) => {
        if (!fresh) remember(name, data);
        setState({ name, data });
      },
    };
  }, [state, name]);
}

/** Two answers a page needs both of: waited for, failed and asked for again as one. */
export const together = <A, B>(a: Wanted<A>, b: Wanted<B>): Wanted<[A, B]> => ({
  data: a.data !== undefined && b.data !== undefined ? [a.data, b.data] : undefined,
  fault: a.fault ?? b.fault,
  again: () => {
    for (const one of [a, b]) if (one.fault !== undefined) one.again();
  },
});
