import type { Component } from '../../components/component.ts';
import { measures } from '../measured-on.ts';
import type { RuleSettings } from '../rule-settings.ts';
import { baselineTest } from './baseline-tests.ts';
import { identityTests } from './identity-tests.ts';
import type { RuleTest } from './promtool-test.ts';
import { unjudgedTest } from './unjudged-tests.ts';
import { containerUsageTest, nodeUsageTest } from './usage-tests.ts';
import { versionsTest } from './version-tests.ts';

/** The recordings that every issue builds on, judged by themselves. */
export function recordingTests(components: readonly Component[], settings: RuleSettings): readonly RuleTest[] {
  const inContainer = components.filter(({ runs }) => runs.as === 'container').slice(0, 1);
  const onNodes = components.filter(({ runs }) => runs.as === 'node-process');
  const containers = [...new Set(components.flatMap(({ runs }) => (runs.as === 'container' ? runs.containers : [])))];
  const firsts = [...inContainer, ...onNodes.slice(0, 1)];
  const resources = ['cpu', 'memory'] as const;
  return [
    ...(settings.inventoryFrom === 'exporter' ? identityTests(settings) : []),
    ...inContainer.flatMap((component) =>
      resources.map((resource) => containerUsageTest(component, containers, resource, settings)),
    ),
    ...onNodes.flatMap((component) =>
      resources.map((resource) => nodeUsageTest(component, onNodes, resource, settings)),
    ),
    unjudgedTest(components, settings),
    ...firsts.map((component) => versionsTest(component, settings)),
    ...measures(settings).flatMap((on) =>
      firsts
        .filter(({ runs }) => runs.as === on.runs)
        .map((component) => baselineTest(component, containers, on, settings)),
    ),
  ];
}
