import type * as T from "./types";

/** Every call the pages make: "METHOD /path" with what it takes and what it answers. */
export interface Ops {
  "GET /site": { ok: T.Site };
  "POST /auth/register": { body: T.Registration; ok: T.Me };
  "POST /auth/login": { body: { username: string; password: string }; ok: T.Me };
  "POST /auth/logout": { body: Record<string, never>; ok: null };
  "POST /auth/password": { body: { current_password?: string; token?: string; new_password: string }; ok: T.Me };
  "POST /invites": { keyed: true; body: { expires_in_days?: number }; ok: T.Invite };
  "GET /me": { ok: T.Me };
  "PATCH /me": { keyed: true; body: T.MeChange; ok: T.Me };
  "GET /me/sessions": { ok: T.Page<T.LoginSession> };
  "DELETE /me/sessions/{id}": { keyed: true; path: { id: T.Id }; ok: null };
  "DELETE /me/sessions": { keyed: true; ok: null };
  "GET /scenarios": {
    query: {
      language?: T.Language;
      category?: string;
      difficulty?: string;
      q?: string;
      limit?: number;
      cursor?: string;
    };
    ok: T.Page<T.ScenarioCard>;
  };
  "GET /scenarios/{id}": { path: { id: T.Id }; ok: T.Scenario };
  "GET /scenarios/{id}/stats": { path: { id: T.Id }; ok: T.ScenarioStats };
  "GET /scenarios/{id}/me": { path: { id: T.Id }; ok: T.ScenarioProgress };
  "PUT /scenarios/{id}/view": { keyed: true; path: { id: T.Id }; ok: null };
  "POST /runs": { keyed: true; body: { scenario_id: T.Id; choice?: string; restart?: boolean }; ok: T.Run };
  "GET /runs": { query: { status?: T.RunStatus; limit?: number; cursor?: string }; ok: T.Page<T.RunLine> };
  "GET /runs/{id}": { path: { id: T.Id }; ok: T.Run };
  "POST /runs/{id}/turns": { keyed: true; path: { id: T.Id }; body: { text: string }; ok: T.Step };
  "POST /runs/{id}/hint": { keyed: true; path: { id: T.Id }; body: { step: T.HintStep | "words" }; ok: T.Step };
  "POST /runs/{id}/next": { keyed: true; path: { id: T.Id }; body: Record<string, never>; ok: T.Step };
  "POST /runs/{id}/skip": { keyed: true; path: { id: T.Id }; body: Record<string, never>; ok: T.Step };
  "POST /runs/{id}/complete": { keyed: true; path: { id: T.Id }; body: Record<string, never>; ok: T.RunResult };
  "POST /runs/{id}/abandon": { keyed: true; path: { id: T.Id }; body: Record<string, never>; ok: T.Run };
  "GET /reviews/queue": { query: { language?: T.Language; limit?: number }; ok: T.Queue };
  "PUT /reviews/{id}": { path: { id: string }; body: T.Review; ok: T.Reviewed };
  "DELETE /reviews/{id}": { path: { id: string }; ok: T.Undone };
  "GET /vocabulary": {
    query: { language?: T.Language; q?: string; limit?: number; cursor?: string };
    ok: T.Page<T.VocabularyItem>;
  };
  "PATCH /vocabulary/{id}": {
    keyed: true;
    path: { id: T.Id };
    body: { translation?: string; reading?: string };
    ok: T.VocabularyItem;
  };
  "PATCH /cards/{id}": {
    keyed: true;
    path: { id: T.Id };
    body: { suspended?: boolean; buried_until?: T.Day | null };
    ok: T.CardFlags;
  };
  "POST /try/turns": { body: T.TryTurns; ok: T.TryAnswer };
  "GET /progress/summary": { query: { language?: T.Language }; ok: T.Summary };
}
export type Op = keyof Ops;
export type Ok<K extends Op> = Ops[K]["ok"];

/** What a call takes: only the parts its row in Ops has. `key` is its Idempotency-Key. */
export type Arg<K extends Op> = (Ops[K] extends { path: infer P } ? { path: P } : unknown) &
  (Ops[K] extends { query: infer Q } ? { query?: Q } : unknown) &
  (Ops[K] extends { body: infer B } ? { body: B } : unknown) &
  (Ops[K] extends { keyed: true } ? { key: string; match?: string } : unknown);

export interface FieldFault {
  pointer: string;
  code: string;
  message: string;
}

/** An answer other than 2xx; status 0 means that no answer came. */
export class ApiError extends Error {
  status: number;
  code: string;
  fields: FieldFault[];
  /** Seconds the server asks to wait, 0 when it does not say. */
  wait: number;
  constructor(status: number, code: string, message: string, fields: FieldFault[] = [], wait = 0) {
    super(message);
    this.status = status;
    this.code = code;
    this.fields = fields;
    this.wait = wait;
  }
}

const TIMEOUT = 15_000; // ms
const PAUSES = [400, 1500]; // ms before the second and third attempt
const etags = new WeakMap<object, string>();

/** The ETag an answer came with, for If-Match. */
export const etagOf = (answer: object): string | undefined => etags.get(answer);

let onSignedOut: () => void = () => {};
/** Set what happens when a call that needs a login session finds none. */
export const whenSignedOut = (f: () => void): void => {
  onSignedOut = f;
};

interface AnyArg {
  path?: Record<string, string>;
  query?: Record<string, string | number | undefined>;
  body?: unknown;
  key?: string;
  match?: string;
}

function address(template: string, arg: AnyArg): string {
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(arg.path?.[name] ?? ""));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(arg.query ?? {}))
    if (value !== undefined && value !== "") query.set(name, String(value));
  return "/api/v1" + path + (query.size ? "?" + query : "");
}

async function once(op: string, arg: AnyArg): Promise<unknown> {
  const [method = "GET", template = "/"] = op.split(" ");
  const headers: Record<string, string> = { Accept: "application/json" };
  if (arg.body !== undefined) headers["Content-Type"] = "application/json";
  if (arg.key) headers["Idempotency-Key"] = arg.key;
  if (arg.match) headers["If-Match"] = arg.match;
  let response: Response;
  try {
    response = await fetch(address(template, arg), {
      method,
      headers,
      credentials: "same-origin",
      signal: AbortSignal.timeout(TIMEOUT),
      ...(arg.body === undefined ? {} : { body: JSON.stringify(arg.body) }),
    });
  } catch (x) {
    throw new ApiError(0, "offline", String(x));
  }
  const text = response.status === 204 ? "" : await response.text().catch(() => "");
  let data: unknown = null;
  try {
    data = text ? JSON.parse(text) : null;
  } catch {
    /* an answer that is not JSON counts as a fault below */
  }
  if (!response.ok || (text && data === null)) {
    const fault = (data ?? {}) as { code?: string; title?: string; detail?: string; errors?: FieldFault[] };
    throw new ApiError(
      response.ok ? 502 : response.status,
      fault.code ?? "internal",
      fault.detail ?? fault.title ?? response.statusText,
      fault.errors ?? [],
      Number(response.headers.get("Retry-After") ?? 0) || 0,
    );
  }
  const etag = response.headers.get("ETag");
  if (etag && data) etags.set(data as object, etag);
  return data;
}

const again = (x: unknown): boolean =>
  x instanceof ApiError && (x.status === 0 || x.code === "in_flight" || (x.status >= 502 && x.wait <= 2));

/**
 * Make one call. Reads, calls with a key and the try-out are repeated when no answer came, because
 * repeating them changes nothing; reviews are not, the outbox repeats those.
 */
export async function api<K extends Op>(op: K, arg: Arg<K>): Promise<Ok<K>> {
  const given = arg as AnyArg;
  const pauses = op.startsWith("GET ") || given.key || op === "POST /try/turns" ? PAUSES : [];
  for (let attempt = 0; ; attempt++) {
    try {
      return (await once(op, given)) as Ok<K>;
    } catch (x) {
      const pause = pauses[attempt];
      if (pause === undefined || !again(x)) {
        if (x instanceof ApiError && x.status === 401 && !op.startsWith("POST /auth/")) onSignedOut();
        throw x;
      }
      await new Promise(done => setTimeout(done, pause));
    }
  }
}
