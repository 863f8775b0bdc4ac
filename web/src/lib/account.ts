import { api, ApiError, etagOf } from "./api";
import { intent } from "./intent";
import { me, signedIn } from "./session";
import type { MeChange } from "./types";

/** Change the account; a change made elsewhere meanwhile throws (code stale) after showing the new state. */
export async function changeMe(change: MeChange): Promise<void> {
  const match = me.value ? etagOf(me.value) : undefined;
  const i = intent("me", change);
  try {
    await signedIn(await api("PATCH /me", { body: change, key: i.key, ...(match && { match }) }));
    i.done();
  } catch (x) {
    if (x instanceof ApiError && x.status > 0 && x.status < 500) i.done();
    if (x instanceof ApiError && x.status === 412) await signedIn(await api("GET /me", {}));
    throw x;
  }
}
