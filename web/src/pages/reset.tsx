import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { t } from "../lib/i18n";
import { useApi } from "../lib/load";
import { navigate } from "../lib/router";
import { signedIn } from "../lib/session";
import type { PageProps } from "../main";
import { Form, FormFault, objection, Password } from "../ui/form";
import { useAction } from "../ui/action";
import { Button, Head, Notice } from "../ui/parts";
import { toast } from "../ui/toast";

/** A new password, by the link the server's keeper gave out. */
export default function Reset({ query }: PageProps) {
  const site = useApi("GET /site", {});
  const [password, setPassword] = useState("");
  const token = query.get("token");
  const { busy, fault, run } = useAction(async () => {
    const who = await api("POST /auth/password", { body: { token: token ?? "", new_password: password } });
    await signedIn(who);
    navigate("/", true);
    toast(t("security.password_changed"));
  });
  const least = site.data?.password_min_length ?? 12;
  return (
    <div class="narrow">
      <Head title={t("reset.title")} />
      {!token ? (
        <Notice kind="warn">{t("reset.no_token")}</Notice>
      ) : (
        <Form submit={() => run()}>
          <FormFault fault={fault} />
          <Password
            label={t("security.new_password")}
            value={password}
            change={setPassword}
            autocomplete="new-password"
            minLength={least}
            help={t("form.password_help", { n: least })}
            error={objection(fault, "new_password")}
          />
          <Button type="submit" kind="primary" class="big" busy={busy}>
            {t("reset.submit")}
          </Button>
        </Form>
      )}
    </div>
  );
}
