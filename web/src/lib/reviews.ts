// The outbox of this browser: IndexedDB, one lock over all windows, the real clock.
import { api } from "./api";
import { type Entry, Outbox, type Store } from "./outbox";
import { waiting } from "./unsent";

const done = <V>(r: IDBRequest<V>): Promise<V> =>
  new Promise((ok, bad) => {
    r.onsuccess = () => ok(r.result);
    r.onerror = () => bad(r.error);
  });

let opened: Promise<IDBDatabase> | undefined;
function database(): Promise<IDBDatabase> {
  const request = indexedDB.open("parlance", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("outbox", { keyPath: "seq", autoIncrement: true });
  return done(request);
}

/** Entries in IndexedDB; a browser without it keeps them as long as the page is open. */
function browserStore(): Store {
  const memory = new Map<number, Entry>();
  let next = 1;
  const objects = async (mode: IDBTransactionMode): Promise<IDBObjectStore | null> => {
    try {
      return (await (opened ??= database())).transaction("outbox", mode).objectStore("outbox");
    } catch {
      return null;
    }
  };
  return {
    async all(user) {
      const store = await objects("readonly");
      const list = store ? await done(store.getAll() as IDBRequest<Entry[]>) : [...memory.values()];
      return list.filter(e => e.user === user).sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0));
    },
    async save(entry) {
      const store = await objects("readwrite");
      if (store) {
        await done(store.put(entry));
        return;
      }
      const seq = entry.seq ?? next++;
      memory.set(seq, { ...entry, seq });
    },
    async drop(entry) {
      const store = await objects("readwrite");
      if (store) await done(store.delete(entry.seq ?? 0));
      else memory.delete(entry.seq ?? 0);
    },
  };
}

export const outbox = new Outbox({
  store: browserStore(),
  send: e =>
    e.method === "PUT" && e.body
      ? api("PUT /reviews/{id}", { path: { id: e.id }, body: e.body })
      : api("DELETE /reviews/{id}", { path: { id: e.id } }),
  locked: f => navigator.locks.request("parlance.outbox", f) as Promise<Awaited<ReturnType<typeof f>>>,
  later: (f, ms) => {
    const timer = setTimeout(f, ms);
    return () => clearTimeout(timer);
  },
  random: Math.random,
});

// Send what waits whenever the network or the reader comes back.
addEventListener("online", () => void outbox.flush());
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && waiting.value) void outbox.flush();
});
addEventListener("beforeunload", e => {
  if (waiting.value && !("indexedDB" in globalThis)) e.preventDefault();
});
