import { signal } from "@preact/signals";
import type { Entry } from "./outbox";

/** How many reviews of this learner wait to be sent. */
export const waiting = signal(0);
/** Reviews the server refused, for a person to see. */
export const problems = signal<Entry[]>([]);
