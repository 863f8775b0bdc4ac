// The small parts every page is made of.
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { ApiError } from "../lib/api";
import { maybe, t } from "../lib/i18n";
import type { Wanted } from "../lib/load";
import { headingReady } from "../lib/router";
import type { Said } from "../lib/text";

declare const ICONS: string;

/** An icon of the sprite; it says nothing, the control it stands in has the name. */
export const Icon = ({ name }: { name: string }) => (
  <svg class="icon" aria-hidden="true">
    <use href={`${ICONS}#${name}`} />
  </svg>
);

/** A text in its own language, for voices, fonts and hyphenation. */
export const L = ({ lang, text, class: c }: { lang: string; text: string; class?: string }) => (
  <span lang={lang} {...(c && { class: c })}>
    {text}
  </span>
);
export const Says = ({ said }: { said: Said }) => <L lang={said.lang} text={said.text} />;

interface ButtonProps {
  children?: ComponentChildren;
  icon?: string;
  kind?: "primary" | "quiet" | "plain";
  busy?: boolean;
  label?: string;
  onClick?: (e: MouseEvent) => void;
  type?: "button" | "submit";
  class?: string;
  disabled?: boolean;
  pressed?: boolean;
  id?: string;
}

/** A button; `label` names one that shows only an icon. */
export const Button = ({
  children,
  icon,
  kind = "plain",
  busy,
  label,
  onClick,
  type = "button",
  class: c = "",
  disabled,
  pressed,
  id,
}: ButtonProps) => (
  <button
    type={type}
    id={id}
    class={`btn ${kind} ${children ? "" : "only-icon"} ${c}`}
    aria-label={label}
    title={label}
    aria-busy={busy}
    aria-disabled={busy || disabled || undefined}
    aria-pressed={pressed}
    onClick={e => {
      if (busy || disabled) e.preventDefault();
      else onClick?.(e);
    }}
  >
    {icon && <Icon name={icon} />}
    {children}
  </button>
);

/** A link that looks like a button. */
export const LinkButton = ({
  href,
  children,
  icon,
  kind = "plain",
  class: c = "",
}: {
  href: string;
  children: ComponentChildren;
  icon?: string;
  kind?: "primary" | "quiet" | "plain";
  class?: string;
}) => (
  <a href={href} class={`btn ${kind} ${c}`}>
    {icon && <Icon name={icon} />}
    {children}
  </a>
);

/** The page's heading; it names the window and takes the focus after a navigation. */
export function Head({
  title,
  lang,
  line,
  children,
  back,
}: {
  title: string;
  lang?: string;
  line?: ComponentChildren;
  children?: ComponentChildren;
  back?: { href: string; name: string };
}) {
  const ref = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    if (ref.current) headingReady(ref.current);
  }, []);
  useEffect(() => {
    document.title = `${title} · Parlance`;
  }, [title]);
  return (
    <header class="head">
      {back && (
        <a class="back" href={back.href}>
          <Icon name="arrow-left" />
          {back.name}
        </a>
      )}
      <div class="head-row">
        <h1 ref={ref} tabIndex={-1} lang={lang}>
          {title}
        </h1>
        {children && <div class="head-actions">{children}</div>}
      </div>
      {line && <p class="head-line">{line}</p>}
    </header>
  );
}

/** What went wrong, in words for people. */
export const explain = (fault: unknown): string =>
  fault instanceof ApiError ? (maybe("fault", fault.code) ?? fault.message) : t("fault.internal");

/** A note within the page: `bad` for what failed, `info` for what is worth knowing. */
export const Notice = ({
  kind = "info",
  children,
  role,
}: {
  kind?: "info" | "bad" | "good" | "warn";
  children: ComponentChildren;
  role?: "alert" | "status";
}) => (
  <div class={`notice ${kind}`} role={role}>
    <Icon name={kind === "bad" || kind === "warn" ? "triangle-alert" : kind === "good" ? "circle-check" : "info"} />
    <div>{children}</div>
  </div>
);

export const Failed = ({ fault, again }: { fault: unknown; again: () => void }) => (
  <Notice kind="bad" role="alert">
    <p>{explain(fault)}</p>
    <Button icon="rotate-ccw" onClick={again}>
      {t("again")}
    </Button>
  </Notice>
);

/** Grey shapes where content will stand; only after 300 ms, so that fast answers do not flicker. */
export function Skeleton({ rows = 3 }: { rows?: number }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class="skeleton" role="status">
      {late && (
        <>
          <span class="sr">{t("loading")}</span>
          {Array.from({ length: rows }, (_, i) => (
            <div key={i} class="bone" />
          ))}
        </>
      )}
    </div>
  );
}

/** What ${of} holds, or the waiting for it, or the way to try again. */
export function Load<V>({
  of,
  children,
  rows,
}: {
  of: Wanted<V>;
  children: (data: V) => ComponentChildren;
  rows?: number;
}) {
  if (of.data !== undefined)
    return (
      <>
        {of.fault !== undefined && <Failed fault={of.fault} again={of.again} />}
        {children(of.data)}
      </>
    );
  if (of.fault !== undefined) return <Failed fault={of.fault} again={of.again} />;
  return <Skeleton {...(rows && { rows })} />;
}

/** An empty list: one sentence, one thing to do. */
export const Empty = ({ icon, text, children }: { icon: string; text: string; children?: ComponentChildren }) => (
  <div class="empty">
    <Icon name={icon} />
    <p>{text}</p>
    {children}
  </div>
);
