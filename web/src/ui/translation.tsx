import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { t } from "../lib/i18n";
import { intent } from "../lib/intent";
import type { VocabularyItem } from "../lib/types";
import { Form, FormFault, Input, objection } from "./form";
import { useAction } from "./action";
import { Dialog } from "./dialog";
import { Button, L } from "./parts";

/** Change what a word means to this learner. */
export function EditTranslation({
  item,
  close,
  done,
}: {
  item: Pick<VocabularyItem, "item_id" | "text" | "language"> & { translation: string };
  close: () => void;
  done: (item: VocabularyItem) => void;
}) {
  const [text, setText] = useState(item.translation);
  const { busy, fault, run } = useAction(async () => {
    const body = { translation: text.trim() };
    const i = intent("word." + item.item_id, body);
    const changed = await api("PATCH /vocabulary/{id}", { path: { id: item.item_id }, body, key: i.key });
    i.done();
    done(changed);
    close();
  });
  return (
    <Dialog title={t("translation.title")} close={close}>
      <Form submit={() => run()}>
        <p class="edit-word">
          <L lang={item.language} text={item.text} />
        </p>
        <FormFault fault={fault} />
        <Input
          label={t("translation.label")}
          value={text}
          change={setText}
          required
          maxLength={200}
          autocomplete="off"
          error={objection(fault, "translation")}
        />
        <div class="actions">
          <Button type="submit" kind="primary" busy={busy}>
            {t("save")}
          </Button>
          <Button onClick={close}>{t("cancel")}</Button>
        </div>
      </Form>
    </Dialog>
  );
}
