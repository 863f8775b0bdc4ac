import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { dateTime, relative } from "../lib/fmt";
import { t } from "../lib/i18n";
import { intent } from "../lib/intent";
import { useApi } from "../lib/load";
import { outbox } from "../lib/reviews";
import { navigate } from "../lib/router";
import { signedIn, signedOut } from "../lib/session";
import { waiting } from "../lib/unsent";
import type { LoginSession } from "../lib/types";
import { Form, FormFault, objection, Password } from "../ui/form";
import { useAction } from "../ui/action";
import { Confirm } from "../ui/dialog";
import { Button, explain, Load, Notice } from "../ui/parts";
import { SettingsHead } from "../ui/settings";
import { toast } from "../ui/toast";

function ChangePassword({ changed }: { changed: () => void }) {
  const site = useApi("GET /site", {});
  const [old, setOld] = useState("");
  const [fresh, setFresh] = useState("");
  const least = site.data?.password_min_length ?? 12;
  const { busy, fault, run } = useAction(async () => {
    const who = await api("POST /auth/password", { body: { current_password: old, new_password: fresh } });
    await signedIn(who);
    setOld("");
    setFresh("");
    changed();
    toast(t("security.password_changed"));
  });
  return (
    <Form submit={() => run()}>
      <FormFault fault={fault} />
      <Password
        label={t("security.current_password")}
        value={old}
        change={setOld}
        autocomplete="current-password"
        error={objection(fault, "current_password")}
      />
      <Password
        label={t("security.new_password")}
        value={fresh}
        change={setFresh}
        autocomplete="new-password"
        minLength={least}
        help={t("form.password_help", { n: least })}
        error={objection(fault, "new_password")}
      />
      <p class="quiet">{t("security.password_note")}</p>
      <Button type="submit" kind="primary" busy={busy}>
        {t("security.change_password")}
      </Button>
    </Form>
  );
}

/** What a browser calls itself, in two words. */
function device(agent: string | null): string {
  const found = (list: [RegExp, string][]): string | undefined =>
    list.find(([pattern]) => pattern.test(agent ?? ""))?.[1];
  const browser = found([
    [/Firefox/, "Firefox"],
    [/Edg/, "Edge"],
    [/OPR/, "Opera"],
    [/Chrom/, "Chrome"],
    [/Safari/, "Safari"],
  ]);
  const system = found([
    [/Android/, "Android"],
    [/iPhone|iPad/, "iOS"],
    [/Windows/, "Windows"],
    [/Mac OS/, "macOS"],
    [/Linux/, "Linux"],
  ]);
  return [browser, system].filter(Boolean).join(", ") || agent || t("security.unknown_device");
}

function Sessions({ items, removed }: { items: LoginSession[]; removed: () => void }) {
  const { busy, fault, run } = useAction(async (id: string | null) => {
    const i = intent("session", id);
    if (id) await api("DELETE /me/sessions/{id}", { path: { id }, key: i.key });
    else await api("DELETE /me/sessions", { key: i.key });
    i.done();
    removed();
    toast(t("security.ended"));
  });
  return (
    <>
      {fault !== undefined && (
        <Notice kind="bad" role="alert">
          {explain(fault)}
        </Notice>
      )}
      <ul class="lines">
        {items.map(s => (
          <li key={s.session_id} class="session">
            <span>
              <strong>{device(s.user_agent)}</strong>
              {s.current && <span class="tag">{t("security.this_one")}</span>}
              <span class="quiet">
                {t("security.seen", { when: relative(s.last_seen_at, Date.now()), since: dateTime(s.created_at) })}
                {s.address && (
                  <>
                    {" "}
                    · <bdi>{s.address}</bdi>
                  </>
                )}
              </span>
            </span>
            {!s.current && (
              <Button
                kind="quiet"
                icon="log-out"
                busy={busy}
                label={t("security.end", { device: device(s.user_agent) })}
                onClick={() => run(s.session_id)}
              />
            )}
          </li>
        ))}
      </ul>
      {items.length > 1 && (
        <Button busy={busy} onClick={() => run(null)}>
          {t("security.end_others")}
        </Button>
      )}
    </>
  );
}

/** Reviews that were not sent yet are lost on this device by signing out; that is asked before. */
function SignOut() {
  const [asking, setAsking] = useState(false);
  const { busy, fault, run } = useAction(async () => {
    await api("POST /auth/logout", { body: {} });
    await outbox.clear();
    signedOut();
    navigate("/", true);
  });
  return (
    <>
      {fault !== undefined && (
        <Notice kind="bad" role="alert">
          {explain(fault)}
        </Notice>
      )}
      <Button
        icon="log-out"
        busy={busy}
        onClick={() => {
          if (waiting.value) setAsking(true);
          else run();
        }}
      >
        {t("security.sign_out")}
      </Button>
      {asking && (
        <Confirm
          title={t("security.sign_out")}
          text={t("security.unsent", { n: waiting.value })}
          yes={t("security.sign_out")}
          close={() => setAsking(false)}
          run={() => run()}
        />
      )}
    </>
  );
}

export default function Security() {
  const sessions = useApi("GET /me/sessions", {});
  return (
    <>
      <SettingsHead />
      <section class="card">
        <h2>{t("security.sessions")}</h2>
        <Load of={sessions}>{s => <Sessions items={s.items} removed={sessions.again} />}</Load>
      </section>
      <section class="card">
        <h2>{t("security.change_password")}</h2>
        <ChangePassword changed={sessions.again} />
      </section>
      <section class="card">
        <h2>{t("security.sign_out")}</h2>
        <SignOut />
      </section>
    </>
  );
}
