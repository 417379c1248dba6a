import type { Artefact } from '../../../src/core/rules/rule-model.ts';

/** The parts of a dashboard's JSON that tests and pictures look at. */
export interface GrafanaDashboard {
  readonly uid: string;
  readonly title: string;
  readonly templating: { readonly list: readonly GrafanaVariable[] };
  readonly panels: readonly GrafanaPanel[];
}

export interface GrafanaVariable {
  readonly name: string;
  readonly type: string;
  readonly query: string;
}

export interface GrafanaPanel {
  readonly id: number;
  readonly type: 'row' | 'stat' | 'timeseries' | 'table' | 'text';
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly GrafanaTarget[];
  readonly fieldConfig?: GrafanaFieldConfig;
  readonly options?: {
    readonly content?: string;
    readonly sortBy?: readonly { readonly displayName: string; readonly desc: boolean }[];
  };
  readonly transformations?: readonly { readonly id: string; readonly options: OrganizeOptions }[];
}

interface OrganizeOptions {
  readonly indexByName?: Readonly<Record<string, number>>;
  readonly renameByName?: Readonly<Record<string, string>>;
}

export interface GrafanaTarget {
  readonly refId: string;
  readonly expr: string;
  readonly instant: boolean;
  readonly legendFormat?: string;
}

interface GrafanaFieldConfig {
  readonly defaults: {
    readonly unit?: string;
    readonly thresholds?: GrafanaThresholds;
    readonly custom?: { readonly stacking?: { readonly mode: string } };
  };
  readonly overrides: readonly GrafanaOverride[];
}

export interface GrafanaThresholds {
  readonly steps: readonly { readonly color: string; readonly value: number | null }[];
}

export interface GrafanaOverride {
  readonly matcher: { readonly id: string; readonly options: string };
  readonly properties: readonly { readonly id: string; readonly value: unknown }[];
}

/** The dashboards among the artefacts. */
export function dashboardsOf(artefacts: readonly Artefact[]): readonly GrafanaDashboard[] {
  const files = artefacts.filter(({ path }) => path.startsWith('dashboards/') && path.endsWith('.json'));
  return files.map(({ text }) => JSON.parse(text) as GrafanaDashboard); // as src/core/dashboards writes them
}

/** A query with every choice at "all" but that of the component, as Grafana would send it. */
export function chosen(expr: string, component: string): string {
  return expr.replaceAll('$component', component).replaceAll(/\$(?:cluster|namespace)\b/g, '.*');
}
