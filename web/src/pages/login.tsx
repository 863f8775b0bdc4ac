import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { t } from "../lib/i18n";
import { useApi } from "../lib/load";
import { signedIn } from "../lib/session";
import type { PageProps } from "../main";
import { Form, FormFault, Input, Password } from "../ui/form";
import { useAction } from "../ui/action";
import { Button, Head, Notice } from "../ui/parts";

export default function Login({ query }: PageProps) {
  const site = useApi("GET /site", {});
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const { busy, fault, run } = useAction(async () => {
    await signedIn(await api("POST /auth/login", { body: { username: username.trim().toLowerCase(), password } }));
  });
  return (
    <div class="narrow">
      <Head title={t("login.title")} />
      {query.get("expired") && (
        <Notice kind="warn" role="status">
          {t("login.expired")}
        </Notice>
      )}
      <Form submit={() => run()}>
        <FormFault fault={fault} />
        <Input
          label={t("form.username")}
          name="username"
          value={username}
          change={setUsername}
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          required
        />
        <Password label={t("form.password")} value={password} change={setPassword} autocomplete="current-password" />
        <Button type="submit" kind="primary" class="big" busy={busy}>
          {t("login.submit")}
        </Button>
      </Form>
      <p class="quiet">{t("login.forgot")}</p>
      {site.data && site.data.registration !== "closed" && (
        <p>
          <a href="/register">{t(site.data.registration === "open" ? "register.submit" : "try.invited")}</a>
        </p>
      )}
    </div>
  );
}
