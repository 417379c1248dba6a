import { readFileSync } from 'node:fs';
import { readCatalogFolder } from '../../src/adapters/filesystem/read-catalog-folder.ts';
import { readTemplateFolder } from '../../src/adapters/filesystem/read-template-folder.ts';
import { generate } from '../../src/app/generate.ts';
import { type LoadedCatalog, loadCatalog } from '../../src/app/load-catalog.ts';
import { type LoadedTemplates, loadTemplates } from '../../src/app/load-templates.ts';
import type { Artefact } from '../../src/core/rules/rule-model.ts';
import { defaultRuleSettings, type RuleSettings } from '../../src/core/rules/rule-settings.ts';

/** The folder of the checkout. */
const packageFolder = new URL('../..', import.meta.url).pathname;

export async function builtInCatalog(): Promise<LoadedCatalog> {
  return loadCatalog([await readCatalogFolder(`${packageFolder}catalog`, 'catalog')]);
}

export async function builtInTemplates(): Promise<LoadedTemplates> {
  return loadTemplates(
    'rules-templates',
    await readTemplateFolder(`${packageFolder}rules-templates`, 'rules-templates'),
  );
}

/** What `plimsoll generate` writes with these settings. */
export async function builtInArtefacts(settings: Partial<RuleSettings> = {}): Promise<readonly Artefact[]> {
  const { catalog } = await builtInCatalog();
  const { templates } = await builtInTemplates();
  const prometheusRule = { namespace: undefined, labels: {} };
  return generate({ catalog, templates, settings: { ...defaultRuleSettings, ...settings }, prometheusRule }).artefacts;
}

export function demoCluster(): string {
  return readFileSync(`${packageFolder}demo/cluster.yaml`, 'utf8');
}
