import type { Catalog } from '../catalog/catalog.ts';
import type { Signature } from '../catalog/known-issue.ts';
import type { Component } from '../components/component.ts';
import { formatDuration } from '../text/duration.ts';
import type { RuledIssue } from './choose-issues.ts';
import { generalValues } from './general-values.ts';
import { issueValues } from './issue-values.ts';
import { exposureValues } from './kube-state-metrics/exposure-values.ts';
import { componentValues, inventoryValues } from './kube-state-metrics/inventory-values.ts';
import { measureValues } from './measure-values.ts';
import type { Measure } from './measured-on.ts';
import { createPromqlChecker } from './promql.ts';
import { limitOf, type RuleSettings } from './rule-settings.ts';
import { type Expansion, expandTemplate } from './templates/expand-template.ts';
import type { IssueValues, TemplateSubject } from './templates/placeholders.ts';
import type {
  GeneralTemplate,
  InventoryTemplate,
  MeasureTemplate,
  RuleTemplate,
  TemplateName,
} from './templates/rule-template.ts';

export type Templates = ReadonlyMap<TemplateName, RuleTemplate>;

export interface RuleExpander {
  /** The rules of a template that needs neither an issue nor a way of measuring. */
  readonly general: (name: GeneralTemplate) => Expansion;
  /** The rules of a template that reads kube-state-metrics. */
  readonly inventory: (name: InventoryTemplate) => Expansion;
  /** What reads from kube-state-metrics who runs a component. */
  readonly ofComponent: (component: Component) => Expansion;
  /** What tells by kube-state-metrics whether an issue can show. */
  readonly exposureOf: (ruled: RuledIssue) => Expansion;
  /** The rules of a template for one way of measuring. */
  readonly ofMeasure: (name: MeasureTemplate, on: Measure) => Expansion;
  /**
   * The rules of one issue, by its signature or of another template about issues. `instead` replaces values: rule tests
   * foresee some.
   */
  readonly ofIssue: (name: Signature | 'exposure', ruled: RuledIssue, instead?: Partial<IssueValues>) => Expansion;
}

export function createRuleExpander(catalog: Catalog, templates: Templates, settings: RuleSettings): RuleExpander {
  const general = generalValues(catalog.components, settings);
  const interval = formatDuration(settings.evaluationInterval);
  const { alertLabels, alertAnnotations } = settings;
  const additions = {
    interval,
    limit: limitOf(settings),
    alertLabels,
    alertAnnotations,
    checkPromql: createPromqlChecker(),
  };

  function expand(name: TemplateName, values: Readonly<Record<string, string>>, subject: TemplateSubject): Expansion {
    const template = templates.get(name);
    return template ? expandTemplate({ template, templates, values, subject, ...additions }) : noRules;
  }
  const inventory = inventoryValues(catalog, settings);
  // These name every issue of the catalog, so that they are made once and not for each of its issues.
  const byMeasure = new Map<string, Readonly<Record<string, string>>>();
  const ofMeasure = (on: Measure) => {
    const key = `${on.runs} ${on.resource}`;
    const values = byMeasure.get(key) ?? { ...general, ...measureValues(on, catalog.issues, settings) };
    byMeasure.set(key, values);
    return values;
  };

  return {
    general: (name) => expand(name, general, 'general'),
    inventory: (name) => expand(name, { ...general, ...inventory }, 'inventory'),
    ofComponent: (component) =>
      expand(
        `${component.runs.as}-kube-state-metrics`,
        { ...general, ...componentValues(component, catalog.components, settings) },
        'component',
      ),
    exposureOf: (ruled) =>
      expand(
        'exposure-kube-state-metrics',
        { ...ofMeasure(ruled.exposedOn), ...issueValues(ruled, settings), ...exposureValues(ruled, settings) },
        'exposure',
      ),
    ofMeasure: (name, on) => expand(name, ofMeasure(on), 'measure'),
    ofIssue: (name, ruled, instead) =>
      expand(name, { ...ofMeasure(ruled.on), ...issueValues(ruled, settings), ...instead }, 'issue'),
  };
}

const noRules: Expansion = { groups: [], problems: [] };
