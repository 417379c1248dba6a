import type { GrafanaPanel, GrafanaThresholds } from '../../test/support/simulated-fleet/grafana-dashboard.ts';
import { formatValue } from './format-value.ts';
import type { Frame } from './frame.ts';
import type { PanelData } from './panel-data.ts';
import { ink, type Svg, text } from './svg.ts';

export function drawStat(
  { fieldConfig }: GrafanaPanel,
  { values }: PanelData,
  { x, y, width, height }: Frame,
): readonly Svg[] {
  const value = values[0]?.value;
  const shown = value === undefined ? 'No data' : formatValue(value, fieldConfig?.defaults.unit ?? 'none');
  const colour = value === undefined ? ink : colourOf(value, fieldConfig?.defaults.thresholds);
  return [text(x + width / 2, y + height / 2 + 12, shown, { size: 34, colour, anchor: 'middle', bold: true })];
}

const colours: Readonly<Record<string, string>> = {
  text: ink,
  green: '#1a7f37',
  yellow: '#9a6700',
  orange: '#bc4c00',
  red: '#cf222e',
};

export function colourOf(value: number, thresholds: GrafanaThresholds | undefined): string {
  const step = thresholds?.steps.findLast((one) => one.value === null || one.value <= value);
  return colours[step?.color ?? 'text'] ?? ink;
}
