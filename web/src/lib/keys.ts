import { useEffect, useRef } from "preact/hooks";

/**
 * Act on single keys of ${acts} (lower case, or a name such as "Enter") outside fields and dialogs; Ctrl+Z is
 * "u". With ${single} off only Space and Enter act, which are no character shortcuts.
 */
export function useKeys(acts: Record<string, () => void>, single: boolean): void {
  const latest = useRef(acts);
  latest.current = acts;
  useEffect(() => {
    const press = (e: KeyboardEvent): void => {
      const on = e.target as HTMLElement;
      const control = e.ctrlKey || e.metaKey;
      const plain = e.key === " " || e.key === "Enter";
      if (e.isComposing || e.repeat || on.closest("input, textarea, select, dialog")) return;
      if (control && !e.altKey && e.key.toLowerCase() === "z") {
        e.preventDefault();
        latest.current["u"]?.();
        return;
      }
      if (control || (e.altKey && e.key !== "@") || (plain ? on.closest("button, a, summary") : !single)) return; // what has the focus acts itself
      const act = latest.current[e.key.length === 1 ? e.key.toLowerCase() : e.key];
      if (act) {
        e.preventDefault();
        act();
      }
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [single]);
}
