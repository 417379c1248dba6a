import type { Catalog } from '../catalog/catalog.ts';
import { comparedResource } from '../catalog/known-issue.ts';
import {
  byProject,
  exporterHealthFile,
  exposureFileOf,
  inventoryFile,
  inventoryHealthFile,
  recordingsFile,
  unexplainedFile,
} from './build-rules.ts';
import type { RuledIssue } from './choose-issues.ts';
import type { RuleExpander } from './expand-rules.ts';
import { measures } from './measured-on.ts';
import type { Artefact, RuleFile } from './rule-model.ts';
import type { RuleSettings } from './rule-settings.ts';
import { healthTests } from './tests/health-tests.ts';
import { issueTests, templateIssues } from './tests/issue-tests.ts';
import { exposureTest } from './tests/kube-state-metrics/exposure-tests.ts';
import { inventoryHealthTests } from './tests/kube-state-metrics/inventory-health-tests.ts';
import { promtoolFile } from './tests/promtool-file.ts';
import type { RuleTest } from './tests/promtool-test.ts';
import { recordingTests } from './tests/recording-tests.ts';
import { unexplainedTests } from './tests/unexplained-tests.ts';

/** promtool unit tests for every rule in `files`: one test file for each rule file. */
export function buildRuleTests(
  files: readonly RuleFile[],
  catalog: Catalog,
  issues: readonly RuledIssue[],
  expander: RuleExpander,
  settings: RuleSettings,
): readonly Artefact[] {
  const { components } = catalog;
  const needed = (name: string) => files.filter((file) => file.name === recordingsFile || file.name === name);
  const testFile = (name: string, tests: readonly RuleTest[]) =>
    promtoolFile(name, needed(name), settings.evaluationInterval, tests);
  const shown = templateIssues(issues);
  return [
    testFile(recordingsFile, recordingTests(components, settings)),
    ...byProject(issues).map(([name, ruled]) =>
      testFile(
        name,
        ruled.flatMap((issue) => issueTests(issue, shown.has(issue), settings, expander)),
      ),
    ),
    testFile(unexplainedFile, regressionTests(catalog, expander, settings)),
    ...files
      .filter(({ name }) => name === exporterHealthFile)
      .map((file) => testFile(file.name, healthTests(file, components, settings))),
    ...inventoryRuleTests(files, catalog, issues, settings),
  ];
}

/** One component for each way of measuring, of those that the catalog has. */
function regressionTests(
  { components, issues }: Catalog,
  expander: RuleExpander,
  settings: RuleSettings,
): readonly RuleTest[] {
  return measures(settings).flatMap((on, index) => {
    const component = components.find(({ runs }) => runs.as === on.runs);
    const explaining = issues.find((issue) => comparedResource(issue) === on.resource);
    return component ? unexplainedTests(component, index === 0, explaining?.id, on, settings, expander) : [];
  });
}

/** Where no exporter says what runs: that the rules find it out. The other tests begin with what they find. */
function inventoryRuleTests(
  files: readonly RuleFile[],
  catalog: Catalog,
  issues: readonly RuledIssue[],
  settings: RuleSettings,
): readonly Artefact[] {
  if (settings.inventoryFrom === 'exporter') return [];
  const inventory = files.filter(({ name }) => name === inventoryFile);
  return files.flatMap((file) => {
    const ruled = byProject(issues).find(([project]) => exposureFileOf(project) === file.name)?.[1];
    const tests = ruled
      ? ruled.map((issue) => exposureTest(issue, catalog, settings))
      : file.name === inventoryHealthFile
        ? inventoryHealthTests(file, catalog.components, settings)
        : [];
    return tests.length === 0
      ? []
      : [promtoolFile(file.name, [...inventory, file], settings.evaluationInterval, tests)];
  });
}
