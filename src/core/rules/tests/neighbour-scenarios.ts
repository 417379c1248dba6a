import { cast } from './issue-stage.ts';
import type { InputSeries, RuleTest } from './promtool-test.ts';
import { identityOf, recorded, recordedExposure, recordedUsage } from './recorded-instance.ts';
import { crowd, type Director, scenario } from './scenario.ts';
import { unjudged } from './unjudged.ts';

const other = 'another';

/**
 * What is known of an instance says nothing of one that differs from it in a single label; for one issue of each template.
 *
 * A young one is busy beside others that are old, and an old one that the issue cannot hit beside others that it can.
 */
export function neighbours(director: Director): RuleTest {
  const { stage } = director;
  const { fires, onset, settings, ruled, normal, high } = stage;
  const until = fires + 4;
  const sustained = Math.ceil(settings.sustained / settings.evaluationInterval);
  const { all, diverging } = crowd(stage, { until, cluster: 'east' });
  const labelsOf = (name: string) =>
    identityOf(cast(stage, { name, lives: { from: 0, to: until }, cluster: 'east' }), stage);
  const young = labelsOf('young');
  const safe = labelsOf('safe');
  const peer = identityOf(all[2] ?? all[0], stage);
  // One sample fewer than make its window whole.
  const life = { from: fires + 2 - Math.floor(sustained * 0.8), to: until };
  const leaks = ruled.issue.signature === 'growth';
  const whole = { from: leaks ? 0 : fires - sustained - 3, to: until };
  const since = { from: onset, to: until };
  const labels = [...ruled.on.instanceLabels, 'component', 'version'];
  const busy = high * 20;
  const ofItsOwn = ruled.on.runs === 'container' ? { workload: 'ripe' } : {};
  const loud = labelsOf('loud');
  const back = labelsOf('back');
  const ripe = labelsOf('ripe');
  const least = Math.max(1, Math.floor(sustained * 0.8));
  const away = fires - least - sustained - 3;
  // Without a figure, an instance that starts late is judged by its own quiet level, which a ripe one does not have yet.
  const byLevel = !leaks && (ruled.issue.signature !== 'delayed-onset' || stage.expected !== undefined);
  const series: readonly InputSeries[] = [
    ...['4', '5', '6'].map((name) => recordedUsage(stage, labelsOf(name), whole, normal)),
    // Measured again after a whole window without usage.
    ...(leaks || away < 1
      ? []
      : [
          {
            ...recordedUsage(stage, back, whole, busy),
            values: `_x${away} ${normal}x${least} _x${sustained} ${busy}x4`,
          },
          recordedExposure(stage, back, since, 'exposed'),
        ]),
    // With the very sample that makes its window whole.
    ...(byLevel
      ? [
          recordedUsage(stage, { ...ripe, ...ofItsOwn }, { from: fires + 1 - least, to: until }, busy),
          recordedExposure(stage, { ...ripe, ...ofItsOwn }, since, 'exposed'),
        ]
      : []),
    recordedUsage(stage, young, life, busy),
    recordedExposure(stage, young, life, 'exposed'),
    recordedUsage(stage, safe, since, busy),
    recordedExposure(stage, safe, since, 'not_exposed'),
    recordedExposure(stage, safe, since, 'exposed', 'ANOTHER-1'),
    // A little less than diverges.
    ...(leaks ? [] : [recordedUsage(stage, loud, since, high * 0.45), recordedExposure(stage, loud, since, 'exposed')]),
    ...labels.flatMap((label) => [
      recordedUsage(stage, { ...young, [label]: other }, whole, normal),
      recordedExposure(stage, { ...safe, [label]: other }, since, 'exposed'),
      recordedExposure(stage, { ...peer, [label]: other }, since, 'not_exposed'),
    ]),
  ];
  return scenario(director, 'what is known of one instance says nothing of another one', {
    instances: all,
    recorded: series,
    checks: [{ at: fires, firing: [diverging] }],
    recordings: [
      divergingAt(director, fires, diverging.instances.length + (byLevel ? 1 : 0)),
      // Too young for a leak: the young one, and what differs from the safe one by namespace or container.
      ...(leaks ? [unjudged(director, { at: fires, cluster: 'east', count: labels.length - 3 })] : []),
    ],
  });
}

/** How many instances diverge, before any alert waits for how long they do. */
function divergingAt({ stage }: Director, at: number, count: number) {
  const { issue, on } = stage.ruled;
  const { diverging, slope } = on.recordings;
  const recording = issue.signature === 'growth' ? slope : diverging;
  return { at, expr: `count(${recording}{issue="${issue.id}"})`, samples: [{ labels: '{}', value: count }] };
}

/** What the rules of other issues, and those of the same issue for other components, record is theirs. */
export function otherRules(director: Director): RuleTest {
  const { stage } = director;
  const { fires, ruled, high, settings } = stage;
  const until = fires + 4;
  const whole = { from: 0, to: until };
  const { all, diverging } = crowd(stage, { until, cluster: 'east' });
  const healthy = identityOf(all[2] ?? all[0], stage);
  const stranger = {
    ...healthy,
    component: other,
    node: other,
    ...(ruled.on.runs === 'container' ? { pod: other } : {}),
  };
  const ofCluster = { [settings.clusterLabel]: 'east' };
  const { recordings } = ruled.on;
  const { component } = diverging.instances[0];
  const issue = ruled.issue.id;
  const { source } = diverging;
  const tiny = high / 1e6;
  const series: readonly InputSeries[] = [
    // Another issue, on the same instances.
    ...[recordings.diverging, recordings.saturating, recordings.slope].map((name) =>
      recorded(name, { ...healthy, source, saturates: 'node', issue: 'ANOTHER-1' }, whole, high * 50),
    ),
    recorded(recordings.timeToLimit, { ...healthy, source, issue: 'ANOTHER-1' }, whole, 1),
    recorded(recordings.quiet, { ...healthy, issue: 'ANOTHER-1' }, whole, tiny),
    ...[recordings.expected, recordings.peers].map((name) =>
      recorded(name, { ...ofCluster, component, issue: 'ANOTHER-1', source: 'learned' }, whole, tiny),
    ),
    // Another component, with this issue and a level of its own.
    recordedUsage(stage, stranger, whole, high * 50),
    recordedExposure(stage, stranger, whole, 'exposed'),
    ...[recordings.expected, recordings.peers].map((name) =>
      recorded(name, { ...ofCluster, component: other, issue, source: 'catalog' }, whole, tiny),
    ),
    recorded(recordings.quiet, { ...stranger, issue }, whole, tiny),
  ];
  return scenario(director, 'what is recorded for other issues and components changes nothing', {
    instances: all.map((instance) => ({
      ...instance,
      versions: instance.versions.map((run) => ({
        ...run,
        exposures: { ...run.exposures, 'ANOTHER-1': 'exposed' as const, 'ANOTHER-2': 'not_exposed' as const },
      })),
    })),
    recorded: series,
    checks: [{ at: fires, firing: [diverging] }],
  });
}
