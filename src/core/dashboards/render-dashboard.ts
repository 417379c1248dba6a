import { generatedJson } from '../rules/targets/generated-header.ts';
import type { Dashboard, Link, Panel, Row, Variable } from './dashboard-model.ts';
import { panelJson } from './render-panel.ts';
import { datasource } from './targets.ts';

/** The layout of Grafana 10. Older versions read what they know of it, newer ones bring it up to date. */
const schemaVersion = 39;

/** A dashboard as Grafana imports it: the same bytes for the same dashboard. */
export function renderDashboard({ uid, title, description, links, variables, rows }: Dashboard): string {
  const json = {
    uid,
    title,
    description,
    tags: ['plimsoll'],
    schemaVersion,
    timezone: 'browser',
    editable: true,
    graphTooltip: 1,
    refresh: '1m',
    time: { from: 'now-6h', to: 'now' },
    annotations: { list: [] },
    links: links.map(linkJson),
    templating: { list: [datasourceVariable, ...variables.map(variableJson)] },
    panels: layOut(rows),
  };
  return generatedJson(json);
}

function linkJson({ title, url }: Link): object {
  return { title, type: 'link', icon: 'dashboard', url, keepTime: true, includeVars: false, targetBlank: false };
}

const datasourceVariable = {
  name: 'datasource',
  label: 'Data source',
  type: 'datasource',
  query: 'prometheus',
  regex: '',
  refresh: 1,
  multi: false,
  includeAll: false,
  hide: 0,
};

/** As Grafana has them: asked for again whenever the time range changes, and sorted from A to Z. */
const refreshOnTimeRange = 2;
const alphabetical = 1;

function variableJson({ name, label, query, many }: Variable): object {
  const all = { allValue: '.*', current: { selected: true, text: ['All'], value: ['$__all'] } };
  return {
    name,
    label,
    type: 'query',
    datasource,
    definition: query,
    query,
    regex: '',
    refresh: refreshOnTimeRange,
    sort: alphabetical,
    multi: many,
    includeAll: many,
    ...(many ? all : {}),
    hide: 0,
  };
}

interface GridPosition {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

const gridWidth = 24;

/** Panels from left to right, as many in a line as fit; each row of panels under its title. */
function layOut(rows: readonly Row[]): readonly object[] {
  const placed: object[] = [];
  let y = 0;
  for (const { id, title, panels } of rows) {
    placed.push({ id, type: 'row', title, collapsed: false, gridPos: { x: 0, y, w: gridWidth, h: 1 }, panels: [] });
    y += 1;
    for (const line of linesOf(panels)) {
      placed.push(...placeLine(line, y));
      y += Math.max(...line.map(({ height }) => height));
    }
  }
  return placed;
}

function placeLine(line: readonly Panel[], y: number): readonly object[] {
  let x = 0;
  return line.map((panel) => {
    const gridPos: GridPosition = { x, y, w: panel.width, h: panel.height };
    x += panel.width;
    return { id: panel.id, title: panel.title, gridPos, ...panelJson(panel) };
  });
}

function linesOf(panels: readonly Panel[]): readonly (readonly Panel[])[] {
  const lines: Panel[][] = [];
  let left = 0;
  for (const panel of panels) {
    if (panel.width > left) {
      lines.push([]);
      left = gridWidth;
    }
    lines.at(-1)?.push(panel);
    left -= panel.width;
  }
  return lines;
}
