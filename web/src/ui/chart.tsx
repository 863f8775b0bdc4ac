// Charts are drawn here, as SVG with classes for colours; the numbers stand in a table below each.
import { t } from "../lib/i18n";
import { Icon } from "./parts";

export interface Bar { label: string; tick: string; parts: { value: number; name: string; class: string }[] }

const STEP = 10, WIDTH = 7, H = 100; // in the chart's own units; it is stretched to its place

/** Bars of one or more stacked parts; ${summary} is the chart in a sentence, every ${every}th bar is named. */
export function Bars({ bars, summary, caption, unit, every = 1 }: { bars: Bar[]; summary: string; caption: string; unit: string; every?: number }) {
  const total = (b: Bar): number => b.parts.reduce((sum, p) => sum + p.value, 0);
  const most = Math.max(0, ...bars.map(total));
  const parts = bars[0]?.parts ?? [];
  return <figure class="chart">
    <figcaption>{caption}</figcaption>
    <div class="plot">
      <span class="peak" aria-hidden="true">{most || ""}</span>
      <svg viewBox={`0 0 ${bars.length * STEP || 1} ${H}`} preserveAspectRatio="none" role="img" aria-label={summary}>
        {bars.map((b, i) => {
          let at = H;
          return <g key={i}>
            <title>{`${b.label}: ${b.parts.map(p => `${p.value} ${p.name}`).join(", ")}`}</title>
            <rect class="hit-area" x={i * STEP} y="0" width={STEP} height={H} />
            {b.parts.map(p => {
              const h = most ? H * p.value / most : 0;
              at -= h;
              return h > 0 ? <rect key={p.name} class={p.class} x={i * STEP + (STEP - WIDTH) / 2} y={at} width={WIDTH} height={h} /> : null;
            })}
          </g>;
        })}
      </svg>
      <div class="ticks" aria-hidden="true">{bars.map((b, i) => <span key={i}>{i % every === 0 && <span class={i / every % 2 ? "minor" : ""}>{b.tick}</span>}</span>)}</div>
    </div>
    {parts.length > 1 && <ul class="legend">{parts.map(p => <li key={p.name} class={p.class}>{p.name}</li>)}</ul>}
    <details class="numbers"><summary>{t("chart.table")}<Icon name="chevron-down" /></summary>
      <div class="scroll" tabIndex={0} role="region" aria-label={caption}><table><thead><tr><th scope="col">{unit}</th>{parts.map(p => <th key={p.name} scope="col">{p.name}</th>)}</tr></thead>
        <tbody>{bars.map((b, i) => <tr key={i}><th scope="row">{b.label}</th>{b.parts.map(p => <td key={p.name}>{p.value}</td>)}</tr>)}</tbody></table></div>
    </details>
  </figure>;
}

/** The last seven days as squares with their weekday; filled where something was done. */
export const Week = ({ days, summary }: { days: { tick: string; label: string; value: number }[]; summary: string }) =>
  <div class="week" role="img" aria-label={summary}>{days.map((d, i) =>
    <span key={i} class="weekday" aria-hidden="true" title={d.label}><span class={`dot ${d.value > 0 ? "on" : ""}`}>{d.value > 0 ? d.value : ""}</span>{d.tick}</span>)}</div>;
