import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { t } from "../lib/i18n";
import { Button } from "./parts";

interface Toast {
  text: string;
  undo?: () => void;
  id: number;
}
const shown = signal<Toast | null>(null);
let count = 0;
const STAYS = 10_000; // ms

/** Say what was done, with the way back if there is one. */
export const toast = (text: string, undo?: () => void): void => {
  shown.value = { text, id: ++count, ...(undo && { undo }) };
};

export function Toasts() {
  const now = shown.value;
  useEffect(() => {
    if (!now) return;
    const timer = setTimeout(() => {
      if (shown.value?.id === now.id) shown.value = null;
    }, STAYS);
    return () => clearTimeout(timer);
  }, [now]);
  return (
    <div class="toasts" role="status">
      {now && (
        <div class="toast" key={now.id}>
          <span>{now.text}</span>
          {now.undo && (
            <Button
              kind="quiet"
              icon="undo-2"
              onClick={() => {
                shown.value = null;
                now.undo?.();
              }}
            >
              {t("undo")}
            </Button>
          )}
          <Button
            kind="quiet"
            icon="x"
            label={t("close")}
            onClick={() => {
              shown.value = null;
            }}
          />
        </div>
      )}
    </div>
  );
}
