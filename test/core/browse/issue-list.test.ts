import t from 'tap';
import { createIssueList } from '../../../src/core/browse/issue-list.ts';
import { anAffected, anIssue, aRange, version } from './widget-issues.ts';

const everything = { components: [], resources: [], signatures: [], severities: [] };

t.test('issues are ordered by project, then by number', async (t) => {
  const ids = ['KARPENTER-7986', 'KARPENTER-999', 'CALICO-8856', 'CALICO-8383', 'K3S-V1.9.1', 'K3S-V1.10.0'];
  const { issues } = createIssueList(
    ids.map((id) => anIssue({ id })),
    everything,
  );
  t.strictSame(
    issues.map(({ id }) => id),
    ['CALICO-8383', 'CALICO-8856', 'K3S-V1.9.1', 'K3S-V1.10.0', 'KARPENTER-999', 'KARPENTER-7986'],
  );
});

t.test('what does not pass the filter is left out', async (t) => {
  const { issues } = createIssueList([anIssue({ id: 'A-1', severity: 'low' }), anIssue()], {
    ...everything,
    severities: ['low'],
  });
  t.match(issues, [{ id: 'A-1' }]);
  t.equal(issues.length, 1);
});

t.test('an issue is listed with its versions as texts and null for what it does not have', async (t) => {
  const affected = anAffected({
    ranges: [aRange({ edition: 'Prime', note: 'why' })],
    versions: [version('v0.9.0')],
    partialFixes: [{ version: version('v1.1.0'), what: 'half as fast' }],
  });
  t.strictSame(createIssueList([anIssue({ affected: [affected] })], everything).issues, [
    {
      id: 'WIDGET-1',
      summary: 'it spins',
      kind: 'regression',
      severity: 'high',
      confidence: 'high',
      resource: 'cpu',
      furtherResources: [],
      signature: 'step',
      victim: null,
      affected: [
        {
          component: 'widget',
          name: 'Widget',
          ranges: [
            {
              range: '>=v1.0.0 <v1.2.0',
              introduced: 'v1.0.0',
              fixed: 'v1.2.0',
              lastAffected: null,
              firstReported: null,
              lastReported: null,
              confidence: 'confirmed',
              edition: 'Prime',
              note: 'why',
            },
          ],
          versions: ['v0.9.0'],
          fixedVersions: ['v1.2.0'],
          partialFixes: [{ version: 'v1.1.0', what: 'half as fast' }],
        },
      ],
      published: '2026-01-01',
      modified: '2026-01-02',
      withdrawn: null,
      reference: 'https://example.com/1',
    },
  ]);
});
