import t from 'tap';
import { renderReport } from '../../../src/core/report/render-report.ts';
import type { Report, ReportedExposure } from '../../../src/core/report/report.ts';

const exposure: ReportedExposure = {
  issue: 'WIDGET-1',
  summary: 'it spins',
  component: 'widget',
  version: 'v1.0.0',
  exposure: 'exposed',
  condition: null,
  checks: [],
  fixedVersions: [
    { version: 'v1.0.1', edition: 'Prime' },
    { version: 'v1.1.0', edition: null },
  ],
  workarounds: ['Stop it.'],
  expected: { value: 0.1, unit: 'cores', per: 'pod', evidence: 'reported', source: 'https://example.com/1' },
  judgedBy: 'figure',
  reference: 'https://example.com/1',
  instances: [{ node: 'a' }],
};

function aReport(...exposures: readonly Partial<ReportedExposure>[]): Report {
  return {
    nodes: 1,
    components: [
      { component: 'widget', version: 'v1.0.0', unresolved: null, unresolvedText: null, instances: [{ node: 'a' }] },
    ],
    exposures: exposures.map((differs) => ({ ...exposure, ...differs })),
  };
}

t.test('an exposed issue comes with what to expect, what to do and where to read', async (t) => {
  t.equal(
    renderReport(aReport({})),
    `COMPONENT  VERSION  INSTANCES  ISSUE     EXPOSURE  WHY
widget     v1.0.0   1          WIDGET-1  exposed   fixed in v1.0.1 (only as Prime), v1.1.0

WIDGET-1: it spins
  should use about 0.1 cores per pod (reported)
  widget v1.0.0: upgrade to v1.0.1 (only as Prime) or v1.1.0
  or: Stop it.
  see https://example.com/1
`,
  );
});

t.test('without a fix, it says so', async (t) => {
  const text = renderReport(aReport({ fixedVersions: [], expected: null, workarounds: [] }));
  t.match(text, 'exposed   no fixed release is known\n');
  t.match(text, '  widget v1.0.0: no fixed release is known\n  see');
});

t.test('an unknown one says what cannot be seen and how to find out', async (t) => {
  const text = renderReport(aReport({ exposure: 'unknown', condition: 'it loops', checks: ['Look at it.'] }));
  t.match(text, 'unknown   cannot be told: it loops\n');
  t.match(text, 'WIDGET-1 (perhaps): it spins\n  to find out: Look at it.\n');
});

t.test('one that nobody has confirmed stands apart, and asks for nothing', async (t) => {
  const text = renderReport(aReport({ exposure: 'unconfirmed' }));
  t.match(
    text,
    'nothing confirmed, see below\n\nNot confirmed: nobody has said whether these versions have it or not.\n  WIDGET-1  widget',
  );
  t.notMatch(text, 'upgrade to');
});

t.test('one that cannot show here says why, and nothing else', async (t) => {
  const text = renderReport(aReport({ exposure: 'not_exposed', condition: 'it loops' }));
  t.match(text, /not exposed {2}does not hold: it loops\n$/);
});

t.test('a version that cannot be read is told apart', async (t) => {
  const unreadable = { component: 'widget', version: null, instances: [{ node: 'a' }] };
  const components = [
    { ...unreadable, unresolved: 'no_tag' as const, unresolvedText: null },
    { ...unreadable, unresolved: 'not_a_version' as const, unresolvedText: 'latest' },
  ];
  const text = renderReport({ nodes: 1, components, exposures: [] });
  t.match(text, /widget +\? +1 +- +unresolved +the image has no tag\n/);
  t.match(text, /widget +\? +1 +- +unresolved +the image tag "latest" is not a version\n$/);
});

t.test('where no source gives a figure, it says what an alert goes by instead', async (t) => {
  t.match(renderReport(aReport({ expected: null, judgedBy: 'history' })), 'judged once a version without the issue');
  t.match(renderReport(aReport({ expected: null, judgedBy: 'nothing' })), 'not judged by any alert');
});
