import { ApiError } from "./api";
import type { Review, Reviewed, Undone } from "./types";
import { problems, waiting } from "./unsent";

/** A review, or the undoing of one, on its way to the server. */
export interface Entry {
  seq?: number; // given by the store; the order of sending
  id: string; // the review's UUID
  user: string;
  method: "PUT" | "DELETE";
  body?: Review;
  tried: boolean; // from here on the server may have it
  problem?: string; // code of a refusal that needs a person
}
/** Where entries live; `all` gives one user's in order of `seq`. */
export interface Store {
  all(user: string): Promise<Entry[]>;
  save(entry: Entry): Promise<void>;
  drop(entry: Entry): Promise<void>;
}
export interface Ports {
  store: Store;
  send(entry: Entry): Promise<Reviewed | Undone>;
  /** Run ${f} alone, over all windows of this browser; queued, never skipped. */
  locked<V>(f: () => Promise<V>): Promise<V>;
  /** Run ${f} in ${ms}; the answer takes it back. */
  later(f: () => void, ms: number): () => void;
  random(): number; // 0-1
}

const FIRST = 1000,
  LONGEST = 300_000; // ms between attempts
const final = (status: number): boolean => status >= 400 && status < 500 && status !== 401 && status !== 429;

/**
 * The way of reviews to the server: each is stored before it is sent, sent in order, repeated with a
 * growing pause, and dropped when the server has it. One box serves one user at a time.
 */
export class Outbox {
  /** Told of each entry that is done with: by an answer, or without one when it was refused. */
  settled: (entry: Entry, answer: Reviewed | Undone | null) => void = () => {};
  private ports: Ports;
  private user = "";
  private wait = FIRST;
  private cancel: () => void = () => {};

  constructor(ports: Ports) {
    this.ports = ports;
  }

  /** Take up the entries of ${user}; "" leaves them alone. */
  async open(user: string): Promise<void> {
    if (user === this.user) return;
    this.user = user;
    this.cancel();
    this.wait = FIRST;
    await this.refresh();
    if (waiting.value) await this.flush();
  }

  async put(id: string, body: Review): Promise<void> {
    await this.ports.locked(() => this.ports.store.save({ id, user: this.user, method: "PUT", body, tried: false }));
    await this.refresh();
    void this.flush();
  }

  /** Take back review ${id}: what may have reached the server is taken back there, the rest only here. */
  async undo(id: string): Promise<void> {
    const { store, locked } = this.ports;
    await locked(async () => {
      const entry = (await store.all(this.user)).find(e => e.id === id && e.method === "PUT");
      if (entry) await store.drop(entry);
      if (!entry || entry.tried) await store.save({ id, user: this.user, method: "DELETE", tried: false });
    });
    await this.refresh();
    void this.flush();
  }

  /** Forget ${entry}, which the server refused. */
  async dismiss(entry: Entry): Promise<void> {
    await this.ports.locked(() => this.ports.store.drop(entry));
    await this.refresh();
  }

  /** Forget everything of this user, sent or not. */
  async clear(): Promise<void> {
    await this.ports.locked(async () => {
      for (const e of await this.ports.store.all(this.user)) await this.ports.store.drop(e);
    });
    await this.refresh();
  }

  async flush(): Promise<void> {
    this.cancel();
    const { store, send, locked, later, random } = this.ports;
    const user = this.user;
    await locked(async () => {
      for (const entry of (await store.all(user)).filter(e => !e.problem)) {
        if (this.user !== user) return;
        await store.save({ ...entry, tried: true });
        let answer: Reviewed | Undone | null = null;
        try {
          answer = await send(entry);
          this.wait = FIRST;
        } catch (x) {
          if (!(x instanceof ApiError) || !final(x.status)) break;
          if (x.status === 409 || x.status === 422) {
            await store.save({ ...entry, tried: true, problem: x.code });
            this.settled(entry, null);
            continue;
          }
        }
        await store.drop(entry);
        this.settled(entry, answer);
      }
    });
    await this.refresh();
    if (!waiting.value || !this.user) {
      this.wait = FIRST;
      return;
    }
    this.cancel = later(() => void this.flush(), this.wait * (0.75 + random() / 2));
    this.wait = Math.min(this.wait * 2, LONGEST);
  }

  private async refresh(): Promise<void> {
    const all = this.user ? await this.ports.store.all(this.user) : [];
    waiting.value = all.filter(e => !e.problem).length;
    problems.value = all.filter(e => e.problem);
  }
}
