import t from 'tap';
import { createIssueRecord } from '../../../../src/core/browse/issue-record.ts';
import { renderIssuePage } from '../../../../src/core/browse/page/render-issue-page.ts';
import type { KnownIssue } from '../../../../src/core/catalog/known-issue.ts';
import { builtInCatalog } from '../../../support/built-in.ts';
import { aCatalog, aDistribution, anAffected, anIssue, aRange, aRecord, version, widget } from '../widget-issues.ts';

const { catalog } = await builtInCatalog();

const page = (differs: Partial<KnownIssue> = {}) => renderIssuePage(aRecord(differs));

const reported = { context: 'on v1.1.0', evidence: 'reported', source: 'https://example.com/1' } as const;
const article = { context: 'retold', evidence: 'article', source: 'https://example.com/9' } as const;

t.test('a page tells everything of a record, in the order in which people ask', async (t) => {
  const issue = anIssue({
    summary: 'it spins and spins, and nothing that anyone has tried makes it stop for longer than a while',
    furtherResources: ['logs'],
    aliases: ['acme/widget#1'],
    related: ['WIDGET-2'],
    cause: { text: 'A loop.', basis: 'stated' },
    logLines: ['spinning'],
    observed: [
      { amount: { min: 3, max: 4 }, unit: 'cores', per: 'pod', component: undefined, ...reported },
      { amount: { min: 2e9, max: undefined }, unit: 'bytes', per: 'node', component: 'widget', ...article },
    ],
    observedFactors: [{ factor: { min: 10, max: 10 }, resource: 'cpu', component: undefined, ...reported }],
    observedGrowth: [
      {
        from: 3e8,
        to: 2e9,
        by: { min: 1.7e9, max: 1.7e9 },
        over: 86_400,
        unit: 'bytes',
        per: 'pod',
        component: undefined,
        ...reported,
      },
    ],
    disputes: ['One says so, the other does not.'],
    openQuestions: ['Why.'],
    workarounds: ['Stop it.'],
    restartHelps: true,
  });
  const box = aDistribution([
    ['v10.0.0', ['v1.0.0']],
    ['v10.1.0', ['v1.1.0']],
  ]);
  const other = anIssue({ id: 'WIDGET-2', summary: 'it spins too' });
  t.equal(
    renderIssuePage(createIssueRecord(issue, aCatalog([issue, other], [box])), 60),
    `WIDGET-1: it spins and spins, and nothing that anyone has
tried makes it stop for longer than a while

Severity    high: starves a node or its neighbours
Resource    CPU and logs
Signature   step: usage is up from the start
Confidence  high
Aliases     acme/widget#1
Record      published 2026-01-01, modified 2026-01-02

WHAT HAPPENS
  it spins and spins

CAUSE
  A loop.
  A source states it.

AFFECTED VERSIONS
  widget
    - from v1.0.0 until v1.2.0 (fixed)

CONDITIONS
  1. the kernel is old
     Plimsoll checks: the node's kernel is below 5.15
     (unknown above 5.5)

HOW TO SEE IT
  Every instance of an affected version under these
  conditions shows it. Compare the CPU with what is
  expected.
  Log lines:
    - spinning
  Expected:
    - 0.1 cores per pod (reported [1]): idle
  Observed:
    - 3 to 4 cores per pod (reported [1]): on v1.1.0
    - at least 2 GB per node of widget (from an article
      [2]): retold
    - 10 times the expected CPU (reported [1]): on v1.1.0
    - growth from 300 MB to 2 GB per pod within 1d (reported
      [1]): on v1.1.0

WHAT TO DO
  - Upgrade widget to v1.2.0.
  - Stop it.
  - A restart helps for a while.

RELEASES THAT CARRY AN AFFECTED VERSION
  Box
    - v10.0.0 to v10.1.0: widget v1.0.0, v1.1.0
    Listed: the widget in the box.

WHERE SOURCES DISAGREE
  - One says so, the other does not.

NOT KNOWN
  - Why.

SOURCES
  [1] https://example.com/1
      report: everything
  [2] https://example.com/9
      source of a figure above

SEE ALSO
  - WIDGET-2: it spins too
`,
  );
});

t.test('what a record does not say has no heading', async (t) => {
  const headings = page({ conditions: [], expected: [] }).match(/^[A-Z ]{4,}$/gm);
  t.strictSame(headings, ['WHAT HAPPENS', 'AFFECTED VERSIONS', 'HOW TO SEE IT', 'WHAT TO DO', 'SOURCES']);
  t.notMatch(page(), 'Aliases');
  t.match(page({ modified: '2026-01-01' }), 'Record      published 2026-01-01\n');
});

t.test('a withdrawn record says so before all else', async (t) => {
  t.match(
    page({ withdrawn: '2026-02-01' }),
    /^WIDGET-1: it spins\n\nWITHDRAWN on 2026-02-01: the record turned out wrong and matches nothing\.\n\nSeverity/,
  );
});

t.test('a baseline shift says so before all else, and no fix is missed', async (t) => {
  const text = page({
    kind: 'baseline-shift',
    affected: [anAffected({ ranges: [aRange({ upper: undefined })] })],
    workarounds: ['Raise the limits.'],
  });
  t.match(text, /^WIDGET-1: it spins\n\nBASELINE SHIFT: these versions are meant to cost more\./);
  t.match(text, '    - from v1.0.0 on\n');
  t.notMatch(text, 'fixed release');
});

const lastAffected = (text: string) => ({ kind: 'lastAffected', version: version(text) }) as const;

for (const [range, words] of [
  [aRange(), '- from v1.0.0 until v1.2.0 (fixed)\n\n'],
  [aRange({ introduced: undefined }), '- every version until v1.2.0 (fixed)\n\n'],
  [aRange({ upper: undefined }), '- from v1.0.0 on; no fixed release is known\n\n'],
  [aRange({ introduced: undefined, upper: undefined }), '- every version; no fixed release is known\n\n'],
  [aRange({ upper: lastAffected('v1.2.0') }), '- from v1.0.0 up to and including v1.2.0\n\n'],
  [aRange({ upper: lastAffected('v1.0.0') }), '- only v1.0.0\n\n'],
  [
    aRange({ firstReported: version('v1.1.0') }),
    'Seen affected from v1.1.0 on; older versions of the range are unconfirmed.',
  ],
  [
    aRange({ lastReported: version('v1.1.0') }),
    'Seen affected up to v1.1.0; newer versions of the range are unconfirmed.',
  ],
  [
    aRange({ lastReported: version('v1.0.0') }),
    'Only v1.0.0 was seen affected; newer versions of the range are unconfirmed.',
  ],
  [
    aRange({ firstReported: version('v1.1.0'), lastReported: version('v1.1.0') }),
    'Only v1.1.0 was seen affected; older and newer versions of the range are unconfirmed.',
  ],
  [
    aRange({ firstReported: version('v1.1.0'), lastReported: version('v1.1.9') }),
    'Seen affected from v1.1.0 to v1.1.9; older and newer versions of the range are unconfirmed.',
  ],
  [aRange({ edition: 'Prime' }), 'The fixed release exists only as Prime.'],
  [aRange({ note: 'Only its log line was seen.' }), '(fixed)\n      Only its log line was seen.'],
  [aRange({ confidence: 'inferred', note: 'From its log line.' }), 'Inferred. From its log line.'],
  [aRange({ confidence: 'disputed' }), 'Disputed.'],
  [
    aRange({ confidence: 'unknown', firstReported: version('v1.1.0') }),
    '(fixed)\n      Nobody said which versions, so the whole range is unconfirmed.',
  ],
] as const) {
  t.test(`of a range it says ${JSON.stringify(words.trim())}`, async (t) => {
    t.ok(renderIssuePage(aRecord({ affected: [anAffected({ ranges: [range] })] }), 100).includes(words));
  });
}

t.test('single versions and the name of the component belong to what is affected', async (t) => {
  const component = { ...widget, id: 'acme-widget', name: 'Widget of Acme' };
  const text = page({ affected: [anAffected({ component, versions: [version('v0.8.0'), version('v0.9.0')] })] });
  t.match(text, '  acme-widget, Widget of Acme\n    - from v1.0.0');
  t.match(text, '    - v0.8.0 and v0.9.0\n');
});

t.test('what to do names editions, and releases that only help', async (t) => {
  const prime = aRange({ edition: 'Prime' });
  const line2 = aRange({ introduced: version('v2.0.0'), upper: { kind: 'fixed', version: version('v2.1.0') } });
  const affected = anAffected({
    ranges: [prime, line2],
    partialFixes: [{ version: version('v1.1.0'), what: 'half as fast' }],
  });
  const text = page({ affected: [affected], restartHelps: false });
  t.match(text, '  - Upgrade widget to v1.2.0 (only as Prime) or v2.1.0.\n');
  t.match(text, '  - widget v1.1.0 helps but does not cure: half as fast\n');
  t.match(text, '  - A restart does not help.\n');
});

t.test('without a fix it says so', async (t) => {
  t.match(
    page({ affected: [anAffected({ ranges: [aRange({ upper: undefined })] })] }),
    'No fixed release of widget is known.',
  );
});

for (const [differs, words] of [
  [{ signature: 'outlier', instances: 'one' }, 'One instance of .* median of the peers\\.'],
  [{ signature: 'delayed-onset', instances: 'some' }, 'Some instances of .* show it\\. .* quiet time before\\.'],
  [{ signature: 'growth', resource: 'memory' }, 'Watch the growth of the memory\\.'],
  [{ signature: 'victim', victim: { ...widget, id: 'etcd' } }, 'Compare the CPU of etcd with what is expected\\.'],
  [{ signature: 'victim', victim: { ...widget, id: 'etcd' } }, 'victim: another component pays \\(etcd\\)'],
  [{ conditions: [] }, 'Every instance of an affected version shows it\\.'],
] as const satisfies readonly (readonly [Partial<KnownIssue>, string])[]) {
  t.test(`how it shows: ${words}`, async (t) => {
    t.match(page(differs).replaceAll(/\n +/g, ' '), new RegExp(words));
  });
}

t.test('a condition that is for some of the components says so, and what to look at', async (t) => {
  const test = { kind: 'manual', check: 'Look at it.' } as const;
  t.match(
    page({ conditions: [{ text: 'it loops', test, components: ['widget', 'gadget'] }] }),
    '  1. for widget and gadget only: it loops\n     To find out: Look at it.\n',
  );
});

t.test('a cause that is inferred says so, and one that is not known says no more', async (t) => {
  t.match(
    page({ cause: { text: 'A loop.', basis: 'inferred' } }),
    '  A loop.\n  No source states it; it is inferred.\n\n',
  );
  t.match(page({ cause: { text: 'Not known.', basis: 'unknown' } }), 'CAUSE\n  Not known.\n\n');
});

t.test('of single versions that are affected every other one is a way out', async (t) => {
  const text = page({ affected: [anAffected({ ranges: [], versions: [version('v0.8.0')] })] });
  t.match(text, 'Take a version of widget that is not listed above.');
  t.notMatch(text, 'No fixed release');
});

t.test('a withdrawn record gives no advice', async (t) => {
  t.notMatch(page({ withdrawn: '2026-02-01' }), 'WHAT TO DO');
});

t.test('a growth of which only the increase is known says that', async (t) => {
  const growth = {
    from: undefined,
    to: undefined,
    by: { min: 5e8, max: 9e8 },
    over: undefined,
    unit: 'bytes',
    per: 'pod',
  } as const;
  t.match(
    page({ observedGrowth: [{ ...growth, component: undefined, ...reported }] }),
    '- growth by 500 MB to 900 MB per pod (reported',
  );
});

t.test('a share of a node does not say twice what it is of', async (t) => {
  const share = { amount: { min: 90, max: 90 }, unit: 'percent-of-node', per: 'node', component: undefined } as const;
  t.match(page({ observed: [{ ...share, ...reported }] }), '- 90% of the node (reported');
});

t.test('releases that are possibly affected say so, and many versions are cut short', async (t) => {
  const seen = anAffected({ ranges: [aRange({ firstReported: version('v1.1.9') })] });
  const issue = anIssue({ affected: [seen] });
  const carried = ['v1.0.0', 'v1.0.1', 'v1.0.2', 'v1.0.3', 'v1.0.4'];
  const box = aDistribution([
    ['v9.0.0', carried, 'With the lid.'],
    ['v9.1.0', ['v1.2.0']],
    ['v9.2.0', ['v1.0.0'], 'Blue.'],
    ['v9.3.0', ['v1.0.0'], 'Red.'],
  ]);
  const text = renderIssuePage(createIssueRecord(issue, aCatalog([issue], [box])));
  t.match(text, '    - v9.0.0: widget v1.0.0 to v1.0.4, possibly affected\n      With the lid.\n');
  t.match(text, '    - v9.2.0 to v9.3.0: widget v1.0.0, possibly affected\n      v9.2.0: Blue.\n      v9.3.0: Red.\n');
});

t.test('every built-in record fits the terminal; only what is one word may be longer', async (t) => {
  for (const issue of catalog.issues) {
    const record = createIssueRecord(issue, catalog);
    for (const columns of [40, 72, 80, 100]) {
      const wrong = renderIssuePage(record, columns)
        .split('\n')
        .filter((line) => (line.length > columns && !isOneWord(line)) || /\t|\s$/.test(line));
      t.strictSame(wrong, [], `${issue.id} in ${columns} columns`);
    }
  }
});

/** Behind its mark or the name of a fact. */
function isOneWord(line: string): boolean {
  return /^\s*(?:- |\d+\. |\[\d+\] |[A-Z][a-z]+ +)?\S+$/.test(line);
}

t.test('no line is longer than 100 characters, however wide the terminal is, and 80 is the default', async (t) => {
  const details = 'it '.repeat(100).trim();
  const longest = (text: string) => Math.max(...text.split('\n').map(({ length }) => length));
  t.equal(longest(renderIssuePage(aRecord({ details }), 300)), 100);
  t.equal(renderIssuePage(aRecord({ details })), renderIssuePage(aRecord({ details }), 80));
});
