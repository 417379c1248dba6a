import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dashboardArtefacts } from '../src/core/dashboards/dashboard-artefacts.ts';
import { startBackfilledPrometheus } from '../test/support/simulated-fleet/backfilled-prometheus.ts';
import { dashboardsOf, type GrafanaPanel } from '../test/support/simulated-fleet/grafana-dashboard.ts';
import { tellStory } from '../test/support/simulated-fleet/tell-story.ts';
import { drawRow } from './dashboard-pictures/draw-row.ts';
import { askFor } from './dashboard-pictures/panel-data.ts';

/** Draws docs/dashboards/*.svg: what the panels of both dashboards find in a Prometheus with six hours of the demo cluster. */
const folder = 'docs/dashboards';

interface Picture {
  readonly file: string;
  readonly uid: string;
  /** Id of the row. */
  readonly row: number;
  /** What is chosen as the component: a regular expression. */
  readonly component: string;
}

const fleet = { uid: 'plimsoll-fleet', component: '.*' };
const component = (name: string) => ({ uid: 'plimsoll-component', component: name });

const pictures: readonly Picture[] = [
  { file: 'fleet-at-a-glance', row: 1, ...fleet },
  { file: 'fleet-what-runs', row: 10, ...fleet },
  { file: 'fleet-diverging', row: 30, ...fleet },
  { file: 'fleet-waived', row: 40, ...fleet },
  { file: 'fleet-exporter', row: 60, ...fleet },
  { file: 'fleet-rules', row: 70, ...fleet },
  { file: 'calico-node-cpu', row: 10, ...component('calico-node') },
  { file: 'calico-node-versions', row: 30, ...component('calico-node') },
  { file: 'calico-node-above', row: 40, ...component('calico-node') },
  { file: 'calico-node-known-issues', row: 50, ...component('calico-node') },
  { file: 'k3s-cpu', row: 10, ...component('k3s') },
  { file: 'karpenter-cpu', row: 10, ...component('karpenter') },
  { file: 'kubeshark-worker-cpu', row: 10, ...component('kubeshark-worker') },
  { file: 'calico-apiserver-memory', row: 20, ...component('calico-apiserver') },
  { file: 'calico-apiserver-leaks', row: 45, ...component('calico-apiserver') },
  { file: 'node-exporter-versions', row: 30, ...component('node-exporter') },
  { file: 'kyverno-background-controller-memory', row: 20, ...component('kyverno-background-controller') },
];

const endings: (() => unknown)[] = [];
const work = await mkdtemp(join(tmpdir(), 'plimsoll-dashboards-'));
try {
  const { catalog, settings, series, beginning, end } = await tellStory(work);
  const teardown = (ending: () => unknown) => endings.push(ending);
  const prometheus = await startBackfilledPrometheus({ teardown }, work, series, beginning);
  const range = { start: beginning, end, step: 120 };
  const dashboards = dashboardsOf(dashboardArtefacts(catalog.issues, settings));
  await mkdir(folder, { recursive: true });
  for (const { file, uid, row, component: chosen } of pictures) {
    const panels = panelsOf(dashboards.find((dashboard) => dashboard.uid === uid)?.panels ?? [], row);
    const answered = await Promise.all(
      panels.map(async (panel) => ({ panel, data: await askFor(panel, chosen, prometheus, range) })),
    );
    const label = panels.map(({ title }) => title).join('; ');
    await writeFile(join(folder, `${file}.svg`), drawRow(label, answered, range));
    console.log(`wrote ${folder}/${file}.svg`);
  }
} finally {
  for (const ending of endings) await ending();
  await rm(work, { recursive: true });
}

/** The panels below the title of a row, down to the next. */
function panelsOf(panels: readonly GrafanaPanel[], row: number): readonly GrafanaPanel[] {
  const from = panels.findIndex(({ id }) => id === row) + 1;
  const next = panels.findIndex(({ type }, index) => index >= from && type === 'row');
  return panels.slice(from, next === -1 ? undefined : next);
}
