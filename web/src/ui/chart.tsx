// Charts are drawn here, as SVG with classes for colours; the numbers stand in a table below each.
import { t } from "../lib/i18n";
import { Icon } from "./parts";

export interface Bar {
  label: string;
  tick: string;
  parts: { value: number; name: string; class: string }[];
}

const STEP = 10,
  WIDTH = 7,
  H = 100; // in the chart's own units; it is stretched to its place

const total = (b: Bar): number => b.parts.reduce((sum, p) => sum + p.value, 0);

/** One bar at place ${i}: its parts upon each other, and its name for who points at it. */
function BarMark({ bar, i, most }: { bar: Bar; i: number; most: number }) {
  let at = H;
  const marks = bar.parts.map(p => {
    const h = most ? (H * p.value) / most : 0;
    at -= h;
    return (
      h > 0 && <rect key={p.name} class={p.class} x={i * STEP + (STEP - WIDTH) / 2} y={at} width={WIDTH} height={h} />
    );
  });
  return (
    <g>
      <title>{`${bar.label}: ${bar.parts.map(p => `${p.value} ${p.name}`).join(", ")}`}</title>
      <rect class="hit-area" x={i * STEP} y="0" width={STEP} height={H} />
      {marks}
    </g>
  );
}

function Numbers({ bars, caption, unit }: { bars: Bar[]; caption: string; unit: string }) {
  return (
    <details class="numbers">
      <summary>
        {t("chart.table")}
        <Icon name="chevron-down" />
      </summary>
      <div class="scroll" tabIndex={0} role="region" aria-label={caption}>
        <table>
          <thead>
            <tr>
              <th scope="col">{unit}</th>
              {bars[0]?.parts.map(p => (
                <th key={p.name} scope="col">
                  {p.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {bars.map((b, i) => (
              <tr key={i}>
                <th scope="row">{b.label}</th>
                {b.parts.map(p => (
                  <td key={p.name}>{p.value}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

interface BarsProps {
  bars: Bar[];
  summary: string;
  caption: string;
  unit: string;
  every?: number;
}

/** Bars of one or more stacked parts; ${summary} is the chart in a sentence, every ${every}th bar is named. */
export function Bars({ bars, summary, caption, unit, every = 1 }: BarsProps) {
  const most = Math.max(0, ...bars.map(total));
  const parts = bars[0]?.parts ?? [];
  return (
    <figure class="chart">
      <figcaption>{caption}</figcaption>
      <div class="plot">
        <span class="peak" aria-hidden="true">
          {most || ""}
        </span>
        <svg viewBox={`0 0 ${bars.length * STEP || 1} ${H}`} preserveAspectRatio="none" role="img" aria-label={summary}>
          {bars.map((b, i) => (
            <BarMark key={i} bar={b} i={i} most={most} />
          ))}
        </svg>
        <div class="ticks" aria-hidden="true">
          {bars.map((b, i) => (
            <span key={i}>{i % every === 0 && <span class={(i / every) % 2 ? "minor" : ""}>{b.tick}</span>}</span>
          ))}
        </div>
      </div>
      {parts.length > 1 && (
        <ul class="legend">
          {parts.map(p => (
            <li key={p.name} class={p.class}>
              {p.name}
            </li>
          ))}
        </ul>
      )}
      <Numbers bars={bars} caption={caption} unit={unit} />
    </figure>
  );
}

/** The last seven days as squares with their weekday; filled where something was done. */
export const Week = ({
  days,
  summary,
}: {
  days: { tick: string; label: string; value: number }[];
  summary: string;
}) => (
  <div class="week" role="img" aria-label={summary}>
    {days.map((d, i) => (
      <span key={i} class="weekday" aria-hidden="true" title={d.label}>
        <span class={`dot ${d.value > 0 ? "on" : ""}`}>{d.value > 0 ? d.value : ""}</span>
        {d.tick}
      </span>
    ))}
  </div>
);
