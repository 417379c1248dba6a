import { readFileSync } from 'node:fs';
import { readCatalogFolder } from '../../src/adapters/filesystem/read-catalog-folder.ts';
import { readTemplateFolder } from '../../src/adapters/filesystem/read-template-folder.ts';
import { generate } from '../../src/app/generate.ts';
import { type LoadedCatalog, loadCatalog } from '../../src/app/load-catalog.ts';
import { type LoadedTemplates, loadTemplates } from '../../src/app/load-templates.ts';
import { type Catalog, createCatalog } from '../../src/core/catalog/catalog.ts';
import type { Artefact } from '../../src/core/rules/rule-model.ts';
import { defaultRuleSettings, type RuleSettings } from '../../src/core/rules/rule-settings.ts';
import { defaultOutput, type OutputSettings } from '../../src/core/rules/targets/output-settings.ts';

/** The folder of the checkout. */
const packageFolder = new URL('../..', import.meta.url).pathname;

export async function builtInCatalog(): Promise<LoadedCatalog> {
  return loadCatalog([await readCatalogFolder(`${packageFolder}catalog`, 'catalog')]);
}

/**
 * The five cases that Plimsoll began with; between them they have every signature that rules are written for, and every
 * way to measure. What is slow (mutants, several settings) is tested on them.
 */
export const firstCases = ['CALICO-8856', 'K3S-12127', 'K3S-13574', 'KARPENTER-7986', 'KUBESHARK-1544'] as const;

const firstComponents = ['calico-node', 'k3s', 'k3s-agent', 'karpenter', 'kubeshark-worker', 'rke2', 'rke2-agent'];

/** The built-in catalog with nothing but the first cases and their components. */
export async function firstCasesCatalog(): Promise<Catalog> {
  const { catalog } = await builtInCatalog();
  const byId = <Value extends { readonly id: string }>(values: readonly Value[]) =>
    new Map(values.map((value) => [value.id, value]));
  const issues = catalog.issues.filter(({ id }) => firstCases.some((known) => known === id));
  const components = catalog.components.filter(({ id }) => firstComponents.includes(id));
  return createCatalog(byId(components), byId(issues), new Map());
}

export async function builtInTemplates(): Promise<LoadedTemplates> {
  return loadTemplates(
    'rules-templates',
    await readTemplateFolder(`${packageFolder}rules-templates`, 'rules-templates'),
  );
}

/** What `plimsoll generate` writes for a catalog with these settings. */
export async function artefactsOf(
  catalog: Catalog,
  settings: Partial<RuleSettings> = {},
  output: Partial<OutputSettings> = {},
): Promise<readonly Artefact[]> {
  const { templates } = await builtInTemplates();
  const input = { catalog, templates, settings: { ...defaultRuleSettings, ...settings } };
  return generate({ ...input, output: { ...defaultOutput, ...output } }).artefacts;
}

export function demoCluster(): string {
  return readFileSync(`${packageFolder}demo/cluster.yaml`, 'utf8');
}
