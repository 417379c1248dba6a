import type { Component } from '../components/component.ts';
import { byProject, exporterHealthFile, recordingsFile } from './build-rules.ts';
import type { RuledIssue, RuleExpander } from './expand-rules.ts';
import type { Artefact, RuleFile } from './rule-model.ts';
import type { RuleSettings } from './rule-settings.ts';
import { healthTests } from './tests/health-tests.ts';
import { issueTests } from './tests/issue-tests.ts';
import { promtoolFile } from './tests/promtool-file.ts';
import type { RuleTest } from './tests/promtool-test.ts';
import { recordingTests } from './tests/recording-tests.ts';

/** promtool unit tests for every rule in `files`: one test file for each rule file. */
export function buildRuleTests(
  files: readonly RuleFile[],
  components: readonly Component[],
  issues: readonly RuledIssue[],
  expander: RuleExpander,
  settings: RuleSettings,
): readonly Artefact[] {
  const needed = (name: string) => files.filter((file) => file.name === recordingsFile || file.name === name);
  const testFile = (name: string, tests: readonly RuleTest[]) =>
    promtoolFile(name, needed(name), settings.evaluationInterval, tests);
  return [
    testFile(recordingsFile, recordingTests(components, settings)),
    ...byProject(issues).map(([name, ruled]) =>
      testFile(
        name,
        ruled.flatMap((issue) => issueTests(issue, settings, expander)),
      ),
    ),
    ...files
      .filter(({ name }) => name === exporterHealthFile)
      .map((file) => testFile(file.name, healthTests(file, components, settings))),
  ];
}
