import type { TimeRange } from '../../test/support/simulated-fleet/backfilled-prometheus.ts';
import type { GrafanaPanel } from '../../test/support/simulated-fleet/grafana-dashboard.ts';
import { drawSeries } from './draw-series.ts';
import { drawStat } from './draw-stat.ts';
import { drawTable } from './draw-table.ts';
import type { Frame } from './frame.ts';
import type { PanelData } from './panel-data.ts';
import { box, document, faint, type Svg, text } from './svg.ts';

export interface Answered {
  readonly panel: GrafanaPanel;
  readonly data: PanelData;
}

const columnWidth = 49;
const rowHeight = 30;
const gap = 8;
const titleHeight = 28;

/** The panels of a row as they stand in the dashboard, with the data that their queries find. */
export function drawRow(label: string, answered: readonly Answered[], range: TimeRange): Svg {
  const top = Math.min(...answered.map(({ panel }) => panel.gridPos.y));
  const bottom = Math.max(...answered.map(({ panel }) => panel.gridPos.y + panel.gridPos.h));
  const panels = answered.flatMap(({ panel, data }) => {
    const { x, y, w, h } = panel.gridPos;
    const frame: Frame = {
      x: gap + x * columnWidth,
      y: gap + (y - top) * rowHeight,
      width: w * columnWidth - gap,
      height: h * rowHeight - gap,
    };
    const inner: Frame = { ...frame, y: frame.y + titleHeight, height: frame.height - titleHeight - 4 };
    return [
      box(frame.x, frame.y, frame.width, frame.height, '#ffffff', faint),
      text(frame.x + 10, frame.y + 19, panel.title, { size: 13, bold: true }),
      ...drawPanel(panel, data, inner, range),
    ];
  });
  return document(24 * columnWidth + gap, (bottom - top) * rowHeight + gap, label, panels);
}

function drawPanel(panel: GrafanaPanel, data: PanelData, frame: Frame, range: TimeRange): readonly Svg[] {
  switch (panel.type) {
    case 'stat':
      return drawStat(panel, data, frame);
    case 'timeseries':
      return drawSeries(panel, data, frame, range);
    case 'table':
      return drawTable(panel, data, frame);
    default:
      return [];
  }
}
