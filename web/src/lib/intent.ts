/** What the user means to do, once: the key its call carries over every retry, also after a reload. */
export interface Intent {
  key: string;
  done(): void;
}

const PREFIX = "parlance.intent.";

/**
 * Return the intent of doing ${body} in ${scope}. As long as it is not done, the same scope and body
 * give the same key; another body is another intent.
 */
export function intent(
  scope: string,
  body: unknown,
  store: Pick<Storage, "getItem" | "setItem" | "removeItem"> = sessionStorage,
): Intent {
  const name = PREFIX + scope;
  const text = JSON.stringify(body);
  let kept: { key: string; text: string } | null = null;
  try {
    kept = JSON.parse(store.getItem(name) ?? "null");
  } catch {
    /* unreadable: a new intent */
  }
  if (!kept || kept.text !== text) {
    kept = { key: crypto.randomUUID(), text };
    store.setItem(name, JSON.stringify(kept));
  }
  return { key: kept.key, done: () => store.removeItem(name) };
}
