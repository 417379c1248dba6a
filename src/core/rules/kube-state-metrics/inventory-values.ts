import type { Catalog } from '../../catalog/catalog.ts';
import type { Component } from '../../components/component.ts';
import { imageGrammar } from '../../components/image-reference.ts';
import { imagePattern } from '../../series/image-pattern.ts';
import type { RuleSettings } from '../rule-settings.ts';
import type { ComponentValues, InventoryValues } from '../templates/placeholders.ts';
import { keyValueFacts, nodeVersionLabels } from './cluster-facts.ts';
import { imageVersions, nodeVersions } from './component-versions.ts';

/** What the placeholders of the templates that read kube-state-metrics stand for. */
export function inventoryValues(
  { components, wantedFacts }: Pick<Catalog, 'components' | 'wantedFacts'>,
  settings: RuleSettings,
): InventoryValues {
  return {
    images: imagePattern(components) ?? noImage,
    image_grammar: imageGrammar,
    node_version_labels: nodeVersionLabels(),
    ...keyValueFacts(wantedFacts, settings),
  };
}

/** No reference looks like this. */
const noImage = '@';

/** What the placeholders of one component's template stand for. */
export function componentValues(
  component: Component,
  components: readonly Component[],
  { clusterLabel }: RuleSettings,
): ComponentValues {
  return {
    component: component.id,
    component_versions:
      component.runs.as === 'container' ? imageVersions(component, components) : nodeVersions(component, clusterLabel),
  };
}
