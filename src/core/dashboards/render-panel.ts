import type { Panel, SeriesPanel, StatPanel, TextPanel } from './dashboard-model.ts';
import { grafanaThresholds, grafanaUnit } from './grafana-units.ts';
import { tableJson } from './render-table.ts';
import { datasource, refId } from './targets.ts';

/** The part of a panel's JSON that depends on its kind. */
export function panelJson(panel: Panel): object {
  switch (panel.kind) {
    case 'stat':
      return { ...described(panel), ...statJson(panel) };
    case 'series':
      return { ...described(panel), ...seriesJson(panel) };
    case 'table':
      return { ...described(panel), ...tableJson(panel) };
    case 'text':
      return textJson(panel);
  }
}

function described({ description }: { readonly description: string }): object {
  return { description, datasource };
}

function statJson({ expr, unit, thresholds }: StatPanel): object {
  return {
    type: 'stat',
    fieldConfig: {
      defaults: { unit: grafanaUnit(unit), thresholds: grafanaThresholds(thresholds), color: { mode: 'thresholds' } },
      overrides: [],
    },
    options: {
      colorMode: 'value',
      graphMode: 'none',
      justifyMode: 'auto',
      orientation: 'auto',
      reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
      textMode: 'value',
    },
    // At the end of the time range: over a range Grafana would show the last number of a series that is long gone.
    targets: [{ datasource, refId: refId(0), expr, range: false, instant: true, editorMode: 'code' }],
  };
}

function seriesJson({ targets, unit, stacked }: SeriesPanel): object {
  return {
    type: 'timeseries',
    fieldConfig: {
      defaults: {
        unit: grafanaUnit(unit),
        min: 0,
        ...(unit === 'share' ? { max: 1 } : {}),
        color: { mode: 'palette-classic' },
        custom: {
          drawStyle: 'line',
          lineInterpolation: stacked ? 'stepAfter' : 'linear',
          lineWidth: 1,
          fillOpacity: stacked ? 60 : 0,
          showPoints: 'never',
          spanNulls: false,
          stacking: { mode: stacked ? 'normal' : 'none', group: 'A' },
        },
      },
      overrides: targets.flatMap(({ dashed }, index) => (dashed ? [dashedOverride(refId(index))] : [])),
    },
    options: {
      legend: { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] },
      tooltip: { mode: 'multi', sort: 'desc' },
    },
    targets: targets.map(({ expr, legend }, index) => ({
      datasource,
      refId: refId(index),
      expr,
      legendFormat: legend,
      range: true,
      instant: false,
      editorMode: 'code',
    })),
  };
}

function dashedOverride(query: string): object {
  return {
    matcher: { id: 'byFrameRefID', options: query },
    properties: [
      { id: 'custom.lineStyle', value: { fill: 'dash', dash: [8, 8] } },
      { id: 'custom.lineWidth', value: 2 },
    ],
  };
}

function textJson({ markdown }: TextPanel): object {
  return { type: 'text', options: { mode: 'markdown', content: markdown } };
}
