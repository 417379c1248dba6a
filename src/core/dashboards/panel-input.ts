import type { RuleSettings } from '../rules/rule-settings.ts';
import type { LabelColumn } from './dashboard-model.ts';
import { componentLink, issueLink } from './links.ts';
import { type RecordedNames, recordedNames } from './recorded-names.ts';
import { type Selection, selectionOf } from './selection.ts';

/** What the panels of a dashboard are made of. */
export interface PanelInput {
  readonly names: RecordedNames;
  readonly select: Selection;
  readonly settings: RuleSettings;
  readonly columns: Columns;
}

/** Columns that several tables have. */
export interface Columns {
  readonly cluster: LabelColumn;
  readonly component: LabelColumn;
  readonly version: LabelColumn;
  readonly issue: LabelColumn;
  readonly namespace: LabelColumn;
  readonly workload: LabelColumn;
  readonly pod: LabelColumn;
  readonly container: LabelColumn;
  readonly node: LabelColumn;
}

/** `component` is the matcher of the component's label: one component, or any number. */
export function panelInput(component: string, settings: RuleSettings): PanelInput {
  const column = (label: string, header: string, link?: LabelColumn['link']) => ({ label, header, link });
  return {
    names: recordedNames(settings),
    select: selectionOf(component, settings),
    settings,
    columns: {
      cluster: column(settings.clusterLabel, 'Cluster'),
      component: column('component', 'Component', componentLink),
      version: column('version', 'Version'),
      issue: column('issue', 'Issue', issueLink(settings)),
      namespace: column('namespace', 'Namespace'),
      workload: column('workload', 'Workload'),
      pod: column('pod', 'Pod'),
      container: column('container', 'Container'),
      node: column('node', 'Node'),
    },
  };
}

/** The labels of a table, for `by (…)`. */
export function by(columns: readonly LabelColumn[]): string {
  return `by (${columns.map(({ label }) => label).join(', ')})`;
}

/** `expr`, or 0 where nothing counts but `alive` shows that the rules have data: without any there is no number at all. */
export function countOr0(expr: string, alive: string): string {
  return `count(${expr}) or 0 * count(${alive})`;
}

/** Gives instances whose version could not be read a version to show; a label that is empty cannot be told from none. */
export function nameUnread(expr: string): string {
  return `label_replace(${expr}, "version", "(unread)", "version", "")`;
}
