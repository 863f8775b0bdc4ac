import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { dateTime } from "../lib/fmt";
import { t } from "../lib/i18n";
import { intent } from "../lib/intent";
import { me } from "../lib/session";
import type { Invite } from "../lib/types";
import { Field, Form, FormFault, Input, objection } from "../ui/form";
import { useAction } from "../ui/action";
import { Button, Notice } from "../ui/parts";
import { SettingsHead } from "../ui/settings";
import { toast } from "../ui/toast";

function InviteLink({ invite }: { invite: Invite }) {
  const link = location.origin + invite.path;
  const copy = () =>
    void navigator.clipboard.writeText(link).then(
      () => toast(t("invites.copied")),
      () => toast(t("invites.copy_failed")),
    );
  return (
    <div class="invite" role="status">
      <Field label={t("invites.link")} help={t("invites.expires", { when: dateTime(invite.expires_at) })}>
        {props => (
          <div class="with-button">
            <input {...props} readOnly value={link} onFocus={e => e.currentTarget.select()} />
            <Button icon="copy" onClick={copy}>
              {t("invites.copy")}
            </Button>
          </div>
        )}
      </Field>
    </div>
  );
}

/** For those who run the server: a link by which one person can make an account. */
export default function Invites() {
  const [days, setDays] = useState("7");
  const [invite, setInvite] = useState<Invite>();
  const { busy, fault, run } = useAction(async () => {
    const body = { expires_in_days: Number(days) };
    const i = intent("invite", body);
    setInvite(await api("POST /invites", { body, key: i.key }));
    i.done();
  });
  if (me.value?.role !== "admin")
    return (
      <>
        <SettingsHead />
        <Notice>{t("fault.forbidden")}</Notice>
      </>
    );
  return (
    <>
      <SettingsHead />
      <section class="card">
        <h2>{t("settings.invites")}</h2>
        <p>{t("invites.line")}</p>
        <Form submit={() => run()}>
          <FormFault fault={fault} />
          <Input
            label={t("invites.days")}
            type="number"
            inputMode="numeric"
            min={1}
            max={90}
            step={1}
            required
            value={days}
            change={setDays}
            error={objection(fault, "expires_in_days")}
          />
          <Button type="submit" kind="primary" icon="user-plus" busy={busy}>
            {t("invites.create")}
          </Button>
        </Form>
        {invite && <InviteLink invite={invite} />}
      </section>
    </>
  );
}
