import type { GrafanaPanel } from '../../test/support/simulated-fleet/grafana-dashboard.ts';
import { colourOf } from './draw-stat.ts';
import { formatValue } from './format-value.ts';
import type { Frame } from './frame.ts';
import type { PanelData } from './panel-data.ts';
import { faint, grey, ink, line, type Svg, text, widthOf } from './svg.ts';

const rowHeight = 21;
const padding = 12;

interface Column {
  readonly field: string;
  readonly header: string;
  readonly unit: string;
}

type Cells = ReadonlyMap<string, string | number>;

/** The rows of all queries, joined by their labels, as the panel's transformations tell. */
export function drawTable(panel: GrafanaPanel, { values }: PanelData, { x, y, width, height }: Frame): readonly Svg[] {
  const rows = sorted(panel, rowsOf(panel, values));
  const columns = columnsOf(panel).filter(({ field }) => rows.some((row) => row.has(field)));
  if (rows.length === 0) return [text(x + width / 2, y + height / 2, 'No data', { anchor: 'middle' })];
  const fitting = Math.floor((height - 14) / rowHeight);
  const shown = rows.length > fitting ? rows.slice(0, fitting - 1) : rows;
  const wanted = columns.map(({ field, header, unit }) =>
    Math.max(widthOf(`${header}m`), ...shown.map((row) => widthOf(cellText(row.get(field), unit)))),
  );
  const room = (width - 20) / sumOf(wanted.map((one) => one + padding));
  // Where the columns do not fit, the text is smaller.
  const size = Math.min(12, Math.max(9.5, 12 * room));
  const lefts = wanted.map((_, index) => x + 10 + room * sumOf(wanted.slice(0, index).map((one) => one + padding)));
  const head = columns.map(({ header }, index) =>
    text(lefts[index] ?? 0, y + 14, header, { size, colour: grey, bold: true }),
  );
  const body = shown.flatMap((row, rowIndex) => {
    const base = y + 14 + (rowIndex + 1) * rowHeight;
    return [
      line(
        [
          { x: x + 8, y: base - 15 },
          { x: x + width - 8, y: base - 15 },
        ],
        faint,
      ),
      ...columns.map(({ field, header, unit }, index) => {
        const value = row.get(field);
        const colour = typeof value === 'number' ? colourOf(value, thresholdsOf(panel, header)) : ink;
        return text(lefts[index] ?? 0, base, cellText(value, unit), { size, colour });
      }),
    ];
  });
  const more = rows.length - shown.length;
  const rest =
    more === 0 ? [] : [text(x + 10, y + 14 + (shown.length + 1) * rowHeight, `and ${more} more`, { colour: grey })];
  return [...head, ...body, ...rest];
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}

function columnsOf({ transformations = [], fieldConfig }: GrafanaPanel): readonly Column[] {
  const { indexByName = {}, renameByName = {} } = Object.assign({}, ...transformations.map(({ options }) => options));
  return Object.keys(indexByName)
    .sort((a, b) => indexByName[a] - indexByName[b])
    .map((field) => {
      const header = renameByName[field] ?? field;
      const override = fieldConfig?.overrides.find(({ matcher }) => matcher.options === header);
      const unit = override?.properties.find(({ id }) => id === 'unit')?.value;
      return { field, header, unit: String(unit ?? 'none') };
    });
}

function rowsOf({ targets = [] }: GrafanaPanel, values: PanelData['values']): readonly Cells[] {
  const rows = new Map<string, Map<string, string | number>>();
  for (const { refId, labels, value } of values) {
    const key = JSON.stringify(Object.entries(labels).sort());
    const row = rows.get(key) ?? new Map<string, string | number>(Object.entries(labels));
    row.set(targets.length === 1 ? 'Value' : `Value #${refId}`, value);
    rows.set(key, row);
  }
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

function sorted(panel: GrafanaPanel, rows: readonly Cells[]): readonly Cells[] {
  const [by] = panel.options?.sortBy ?? [];
  const field = columnsOf(panel).find(({ header }) => header === by?.displayName)?.field ?? '';
  const direction = by?.desc === true ? -1 : 1;
  return [...rows].sort((a, b) => direction * compare(a.get(field), b.get(field)));
}

function compare(a: string | number | undefined, b: string | number | undefined): number {
  const [left, right] = [a ?? Number.NEGATIVE_INFINITY, b ?? Number.NEGATIVE_INFINITY];
  return left === right ? 0 : left < right ? -1 : 1;
}

function thresholdsOf({ fieldConfig }: GrafanaPanel, header: string) {
  const override = fieldConfig?.overrides.find(({ matcher }) => matcher.options === header);
  const found = override?.properties.find(({ id }) => id === 'thresholds')?.value;
  return found as NonNullable<GrafanaPanel['fieldConfig']>['defaults']['thresholds']; // as the generator writes it
}

function cellText(value: string | number | undefined, unit: string): string {
  if (value === undefined) return '';
  return typeof value === 'number' ? formatValue(value, unit) : value;
}
