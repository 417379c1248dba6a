import type { LabelColumn, NumberColumn, TablePanel } from './dashboard-model.ts';
import { grafanaThresholds, grafanaUnit } from './grafana-units.ts';
import { datasource, refId } from './targets.ts';

/** A table of what its queries give now, one row for each set of labels. */
export function tableJson({ labels, numbers, sortBy }: TablePanel): object {
  const columns = [
    ...labels.map(({ label, header }) => ({ field: label, header })),
    ...numbers.map(({ header }, index) => ({ field: `Value #${refId(index)}`, header })),
    // So Grafana calls it when no other query finds anything. The first finds something whenever any does.
    { field: 'Value', header: numbers[0].header },
  ];
  return {
    type: 'table',
    fieldConfig: {
      defaults: { unit: 'none', custom: { align: 'auto', cellOptions: { type: 'auto' }, filterable: true } },
      overrides: [...labels.flatMap(linkOverride), ...numbers.map(numberOverride)],
    },
    options: {
      showHeader: true,
      cellHeight: 'sm',
      footer: { show: false, reducer: ['sum'], fields: '' },
      sortBy: [{ displayName: sortBy.header, desc: sortBy.descending }],
    },
    transformations: [
      { id: 'merge', options: {} },
      {
        id: 'organize',
        options: {
          excludeByName: { Time: true },
          indexByName: Object.fromEntries(columns.map(({ field }, index) => [field, index])),
          renameByName: Object.fromEntries(columns.map(({ field, header }) => [field, header])),
        },
      },
    ],
    targets: numbers.map(({ expr }, index) => ({
      datasource,
      refId: refId(index),
      expr,
      format: 'table',
      range: false,
      instant: true,
      editorMode: 'code',
    })),
  };
}

function linkOverride({ header, link }: LabelColumn): readonly object[] {
  if (link === undefined) return [];
  return [
    {
      matcher: { id: 'byName', options: header },
      properties: [{ id: 'links', value: [{ ...link, targetBlank: false }] }],
    },
  ];
}

function numberOverride({ header, unit, thresholds }: NumberColumn): object {
  const coloured = thresholds.from.length === 0 ? [] : [{ id: 'custom.cellOptions', value: { type: 'color-text' } }];
  return {
    matcher: { id: 'byName', options: header },
    properties: [
      { id: 'unit', value: grafanaUnit(unit) },
      { id: 'thresholds', value: grafanaThresholds(thresholds) },
      ...coloured,
    ],
  };
}
