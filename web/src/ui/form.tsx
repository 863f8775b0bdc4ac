import type { ComponentChildren, InputHTMLAttributes } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { ApiError } from "../lib/api";
import { locale, maybe, t } from "../lib/i18n";
import { languageName } from "../lib/names";
import type { Level } from "../lib/types";
import { Button, explain, Notice } from "./parts";

/** The server's objection to field ${name} of the body, in words; undefined when there is none. */
export function objection(fault: unknown, name: string): string | undefined {
  const found =
    fault instanceof ApiError
      ? fault.fields.find(f => f.pointer === "/" + name || f.pointer.startsWith(`/${name}/`))
      : undefined;
  return found && ((locale.value === "en" ? null : maybe("field", found.code)) ?? found.message);
}

interface FieldProps {
  label: string;
  help?: ComponentChildren;
  error?: string | undefined;
  children: (props: { id: string; "aria-describedby"?: string; "aria-invalid"?: boolean }) => ComponentChildren;
}

/** A control with its label, its help and what is wrong with it. */
export function Field({ label, help, error, children }: FieldProps) {
  const id = useId();
  const described = [error && id + "-e", help && id + "-h"].filter(Boolean).join(" ");
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({ id, ...(described && { "aria-describedby": described }), ...(error && { "aria-invalid": true }) })}
      {error && (
        <p class="field-error" id={id + "-e"}>
          {error}
        </p>
      )}
      {help && (
        <p class="field-help" id={id + "-h"}>
          {help}
        </p>
      )}
    </div>
  );
}

/** The input types used here that take a line of text. */
type TextType = "text" | "email" | "number";
type InputProps = {
  label: string;
  help?: ComponentChildren;
  error?: string | undefined;
  value: string;
  change: (v: string) => void;
  type?: TextType;
} & Partial<
  Pick<
    InputHTMLAttributes<HTMLInputElement>,
    | "autocomplete"
    | "required"
    | "maxLength"
    | "minLength"
    | "inputMode"
    | "pattern"
    | "autocapitalize"
    | "spellcheck"
    | "min"
    | "max"
    | "step"
    | "name"
  >
>;
export const Input = ({ label, help, error, value, change, ...rest }: InputProps) => (
  <Field label={label} help={help} error={error}>
    {props => <input {...(rest as object)} {...props} value={value} onInput={e => change(e.currentTarget.value)} />}
  </Field>
);

/** A password that can be looked at, pasted and managed. */
export function Password({
  label,
  help,
  error,
  value,
  change,
  autocomplete,
  minLength,
}: {
  label: string;
  help?: string;
  error?: string | undefined;
  value: string;
  change: (v: string) => void;
  autocomplete: "current-password" | "new-password";
  minLength?: number;
}) {
  const [seen, setSeen] = useState(false);
  return (
    <Field label={label} help={help} error={error}>
      {props => (
        <div class="with-button">
          <input
            {...props}
            type={(seen ? "text" : "password") as "password"}
            autocomplete={autocomplete}
            required
            {...(minLength && { minLength })}
            autocapitalize="none"
            spellcheck={false}
            value={value}
            onInput={e => change(e.currentTarget.value)}
          />
          <Button pressed={seen} onClick={() => setSeen(!seen)}>
            {t("form.show")}
          </Button>
        </div>
      )}
    </Field>
  );
}

export function Select<V extends string>({
  label,
  help,
  error,
  value,
  options,
  change,
}: {
  label: string;
  help?: ComponentChildren;
  error?: string | undefined;
  value: V;
  options: { value: V; text: string; lang?: string }[];
  change: (v: V) => void;
}) {
  return (
    <Field label={label} help={help} error={error}>
      {props => (
        <select {...props} value={value} onChange={e => change(e.currentTarget.value as V)}>
          {options.map(o => (
            <option key={o.value} value={o.value} lang={o.lang} selected={o.value === value}>
              {o.text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** What went wrong with a form as a whole; it takes the focus. */
export function FormFault({ fault }: { fault: unknown }) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (fault !== undefined) ref.current?.focus();
  }, [fault]);
  if (fault === undefined) return null;
  const fields = fault instanceof ApiError ? fault.fields : [];
  return (
    <div ref={ref} tabIndex={-1} class="form-fault">
      <Notice kind="bad" role="alert">
        <p>{explain(fault)}</p>
        {fields.length > 0 && (
          <ul>
            {fields.map(f => (
              <li key={f.pointer + f.code}>{objection(fault, f.pointer.slice(1)) ?? f.message}</li>
            ))}
          </ul>
        )}
        {fault instanceof ApiError && fault.wait > 0 && <p>{t("fault.wait", { n: Math.ceil(fault.wait / 60) })}</p>}
      </Notice>
    </div>
  );
}

/** A form that is sent by Enter as well as by its button. */
export const Form = ({ submit, children }: { submit: () => void; children: ComponentChildren }) => (
  <form
    onSubmit={e => {
      e.preventDefault();
      submit();
    }}
  >
    {children}
  </form>
);

export const LEVELS: Level[] = ["A1", "A2", "B1", "B2", "C1", "C2"];
export const levelOptions = () => LEVELS.map(value => ({ value, text: t(`level.${value}`) }));

/** ${codes} by their names on this page, in its order of letters. */
export const spokenOptions = (codes: string[]) =>
  codes.map(value => ({ value, text: languageName(value) })).sort((a, b) => a.text.localeCompare(b.text, locale.value));

/** The browser's language if it is one of ${codes}, else the first. */
export const browserLanguage = (codes: string[]): string =>
  navigator.languages.map(l => l.slice(0, 2)).find(l => codes.includes(l)) ?? codes[0] ?? "en";
