import type { TimeRange } from '../../test/support/simulated-fleet/backfilled-prometheus.ts';
import type { GrafanaPanel } from '../../test/support/simulated-fleet/grafana-dashboard.ts';
import { formatValue } from './format-value.ts';
import type { Frame } from './frame.ts';
import type { Line, PanelData } from './panel-data.ts';
import { area, faint, grey, line, type Point, type Svg, text, widthOf } from './svg.ts';

const palette = [
  '#3274d9',
  '#e0752d',
  '#4b9c3f',
  '#8f3bb8',
  '#cf222e',
  '#a37900',
  '#118a8a',
  '#c2559a',
  '#5b6b80',
  '#7a5c3c',
  '#2da44e',
];

const legendLine = 16;

export function drawSeries(panel: GrafanaPanel, { lines }: PanelData, frame: Frame, range: TimeRange): readonly Svg[] {
  if (lines.length === 0)
    return [text(frame.x + frame.width / 2, frame.y + frame.height / 2, 'No data', { anchor: 'middle' })];
  const coloured = lines.map((one, index) => ({ ...one, colour: palette[index % palette.length] ?? grey }));
  const legend = drawLegend(coloured, frame);
  const left = 74;
  const plot: Frame = {
    x: frame.x + left,
    y: frame.y + 6,
    width: frame.width - left - 24,
    height: frame.height - 28 - legend.height,
  };
  const stacked = panel.fieldConfig?.defaults.custom?.stacking?.mode === 'normal';
  const shapes = stacked ? stack(coloured) : coloured.map((one) => ({ ...one, below: undefined }));
  const unit = panel.fieldConfig?.defaults.unit ?? 'none';
  const top = highest(shapes, unit);
  const at = (time: number, value: number): Point => ({
    x: plot.x + ((time - range.start) / (range.end - range.start)) * plot.width,
    y: plot.y + plot.height - (value / top) * plot.height,
  });
  const dashed = new Set(
    panel.fieldConfig?.overrides.flatMap(({ matcher, properties }) =>
      properties.some(({ id }) => id === 'custom.lineStyle') ? matcher.options : [],
    ),
  );
  return [
    ...valueAxis(plot, top, unit),
    ...timeAxis(plot, range),
    ...shapes.flatMap(({ points, below, colour, refId }) =>
      below === undefined
        ? runs(points, range.step).map((run) =>
            line(
              run.map(([time, value]) => at(time, value)),
              colour,
              1.8,
              dashed.has(refId) ? '7 5' : '',
            ),
          )
        : [
            area(
              [
                ...points.map(([time, value]) => at(time, value)),
                ...below.map(([time, value]) => at(time, value)).reverse(),
              ],
              colour,
            ),
          ],
    ),
    ...legend.parts,
  ];
}

type Points = Line['points'];

/** A gap in the data is a gap in the line. */
function runs(points: Points, step: number): readonly Points[] {
  const all: (readonly [number, number])[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const point of points) {
    if (point[0] - last > step) all.push([]);
    all.at(-1)?.push(point);
    last = point[0];
  }
  return all;
}

/** Each line on top of those before it. */
function stack<Drawn extends Line>(lines: readonly Drawn[]): readonly (Drawn & { readonly below: Points })[] {
  const heights = new Map<number, number>();
  const times = [...new Set(lines.flatMap(({ points }) => points.map(([at]) => at)))].sort((a, b) => a - b);
  return lines.map((one) => {
    const values = new Map(one.points);
    const below = times.map((at) => [at, heights.get(at) ?? 0] as const);
    const points = below.map(([at, height]) => [at, height + (values.get(at) ?? 0)] as const);
    for (const [at, height] of points) heights.set(at, height);
    return { ...one, points, below };
  });
}

function highest(lines: readonly { readonly points: Points }[], unit: string): number {
  const most = Math.max(...lines.flatMap(({ points }) => points.map(([, value]) => value)));
  if (unit === 'percentunit') return 1;
  if (most === 0) return 1;
  const step = ticks(most * 1.05, unit);
  return Math.ceil((most * 1.05) / step) * step;
}

/** The distance of the lines of a grid: 1, 2 or 5 of a power of ten, or of 1024. */
function ticks(most: number, unit: string): number {
  const base = unit === 'bytes' ? 1024 ** Math.floor(Math.log2(most) / 10) : 1;
  const rough = most / base / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10;
  return Math.max(step * power * base, unit === 'none' ? 1 : 0);
}

function valueAxis({ x, y, width, height }: Frame, top: number, unit: string): readonly Svg[] {
  const step = ticks(top, unit);
  const count = Math.round(top / step);
  return Array.from({ length: count + 1 }, (_, index) => {
    const at = y + height - (index / count) * height;
    const label = formatValue(index * step, unit);
    return (
      line(
        [
          { x, y: at },
          { x: x + width, y: at },
        ],
        faint,
      ) + text(x - 6, at + 4, label, { size: 11, colour: grey, anchor: 'end' })
    );
  });
}

function timeAxis({ x, y, width, height }: Frame, { start, end }: TimeRange): readonly Svg[] {
  const hour = 3_600;
  const first = Math.ceil(start / hour) * hour;
  const hours = Array.from({ length: Math.floor((end - first) / hour) + 1 }, (_, index) => first + index * hour);
  return hours.map((time) => {
    const at = x + ((time - start) / (end - start)) * width;
    const label = new Date(time * 1000).toISOString().slice(11, 16);
    return text(at, y + height + 15, label, { size: 11, colour: grey, anchor: 'middle' });
  });
}

interface Coloured extends Line {
  readonly colour: string;
}

function drawLegend(
  lines: readonly Coloured[],
  { x, y, width, height }: Frame,
): { readonly parts: readonly Svg[]; readonly height: number } {
  const placed: { readonly one: Coloured; readonly left: number; readonly row: number }[] = [];
  let left = 0;
  let row = 0;
  for (const one of lines) {
    const wide = widthOf(one.legend, 11) + 30;
    if (left > 0 && left + wide > width - 16) {
      left = 0;
      row += 1;
    }
    placed.push({ one, left, row });
    left += wide;
  }
  const total = (row + 1) * legendLine;
  const parts = placed.map(({ one, left: from, row: index }) => {
    const base = { x: x + 10 + from, y: y + height - total + index * legendLine + 8 };
    const mark = line(
      [
        { x: base.x, y: base.y - 4 },
        { x: base.x + 14, y: base.y - 4 },
      ],
      one.colour,
      3,
    );
    return mark + text(base.x + 19, base.y, one.legend, { size: 11 });
  });
  return { parts, height: total };
}
