import { type Key, t } from "../lib/i18n";

/** Two or more choices of which one is on, for the keyboard a tab list or a group of radios. */
export function Segments<V extends string>({
  name,
  legend,
  value,
  options,
  change,
  hidden,
}: {
  name: string;
  legend: string;
  value: V;
  options: { value: V; text: string; lang?: string }[];
  change: (v: V) => void;
  hidden?: boolean;
}) {
  return (
    <fieldset class="segments">
      <legend class={hidden ? "sr" : ""}>{legend}</legend>
      <div class="segments-row">
        {options.map(o => (
          <label key={o.value} class="segment">
            <input
              type="radio"
              name={name}
              value={o.value}
              checked={o.value === value}
              onChange={() => change(o.value)}
            />
            <span lang={o.lang}>{o.text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export const labelled = <V extends string>(values: readonly V[], prefix: string): { value: V; text: string }[] =>
  values.map(value => ({ value, text: t(`${prefix}.${value}` as Key) }));
