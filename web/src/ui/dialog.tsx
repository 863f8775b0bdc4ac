import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../lib/i18n";
import { Button } from "./parts";

/** A dialog over the page; Escape and the cross close it, the focus returns to where it was. */
export function Dialog({ title, close, children }: { title: string; close: () => void; children: ComponentChildren }) {
  const ref = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement as HTMLElement | null;
    dialog?.showModal();
    return () => {
      dialog?.close();
      before?.focus?.();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      aria-labelledby="dialog-title"
      onCancel={e => {
        e.preventDefault();
        close();
      }}
      onClick={e => {
        if (e.target === ref.current) close();
      }}
    >
      <div class="dialog-body">
        <div class="dialog-head">
          <h2 id="dialog-title">{title}</h2>
          <Button icon="x" kind="quiet" label={t("close")} onClick={close} />
        </div>
        {children}
      </div>
    </dialog>
  );
}

/** Ask before something that cannot be taken back. */
export function Confirm({
  title,
  text,
  yes,
  close,
  run,
}: {
  title: string;
  text: string;
  yes: string;
  close: () => void;
  run: () => void;
}) {
  return (
    <Dialog title={title} close={close}>
      <p>{text}</p>
      <div class="actions">
        <Button
          kind="primary"
          onClick={() => {
            close();
            run();
          }}
        >
          {yes}
        </Button>
        <Button onClick={close}>{t("cancel")}</Button>
      </div>
    </Dialog>
  );
}
