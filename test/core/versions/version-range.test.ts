import fc from 'fast-check';
import t from 'tap';
import { dockerTagScheme } from '../../../src/core/versions/docker-tag.ts';
import { k3sScheme } from '../../../src/core/versions/kubernetes-distribution.ts';
import {
  type AffectedRange,
  anyRangeCovers,
  isEmptyRange,
  rangeContains,
  rangeHolds,
  rangesOverlap,
  type VersionRange,
} from '../../../src/core/versions/version-range.ts';
import type { VersionScheme } from '../../../src/core/versions/version-scheme.ts';
import { aVersion } from '../../support/versions.ts';

const dockerScheme = dockerTagScheme();

interface Ends {
  readonly introduced?: string;
  readonly fixed?: string;
  readonly lastAffected?: string;
}

function aRange(scheme: VersionScheme, { introduced, fixed, lastAffected }: Ends): VersionRange {
  return {
    introduced: introduced === undefined ? undefined : aVersion(scheme, introduced),
    upper:
      fixed !== undefined
        ? { kind: 'fixed', version: aVersion(scheme, fixed) }
        : lastAffected === undefined
          ? undefined
          : { kind: 'lastAffected', version: aVersion(scheme, lastAffected) },
  };
}

const membership: readonly (readonly [VersionScheme, Ends, string, boolean, because: string])[] = [
  [dockerScheme, { introduced: 'v3.27.3', fixed: 'v3.27.4' }, 'v3.27.2', false, 'before it was introduced'],
  [dockerScheme, { introduced: 'v3.27.3', fixed: 'v3.27.4' }, 'v3.27.3', true, 'introduced is inclusive'],
  [
    dockerScheme,
    { introduced: 'v3.27.3', fixed: 'v3.27.4' },
    'v3.27.3-amd64',
    true,
    'an architecture is the same version',
  ],
  [
    dockerScheme,
    { introduced: 'v3.27.3', fixed: 'v3.27.4' },
    'v3.27.4-rc1',
    true,
    'a candidate of the fix is not the fix',
  ],
  [dockerScheme, { introduced: 'v3.27.3', fixed: 'v3.27.4' }, 'v3.27.4', false, 'fixed is exclusive'],
  [dockerScheme, { introduced: 'v3.26.5', lastAffected: 'v3.26.5' }, 'v3.26.5', true, 'last_affected is inclusive'],
  [dockerScheme, { introduced: 'v3.26.5', lastAffected: 'v3.26.5' }, 'v3.26.6', false, 'after the last affected'],
  [dockerScheme, { fixed: 'v52.3.59' }, 'v0.0.1', true, 'from the start'],
  [dockerScheme, { introduced: 'v1.5.0' }, 'v99.0.0', true, 'no fix is known'],
  [k3sScheme, { introduced: 'v1.33.7+k3s3', fixed: 'v1.33.8+k3s1' }, 'v1.33.7+k3s1', false, 'only the build tells'],
  [k3sScheme, { introduced: 'v1.33.7+k3s3', fixed: 'v1.33.8+k3s1' }, 'v1.33.7+k3s3', true, 'only the build tells'],
  [
    k3sScheme,
    { introduced: 'v1.33.7+k3s3', fixed: 'v1.33.8+k3s1' },
    'v1.33.8-rc1+k3s1',
    true,
    'a candidate of the fix is not the fix',
  ],
  [k3sScheme, { introduced: 'v1.33.7+k3s3', fixed: 'v1.33.8+k3s1' }, 'v1.33.8+k3s1', false, 'fixed is exclusive'],
];

for (const [scheme, ends, version, contained, because] of membership) {
  t.test(`${JSON.stringify(ends)} ${contained ? 'contains' : 'does not contain'} ${version}: ${because}`, async (t) => {
    t.equal(rangeContains(aRange(scheme, ends), aVersion(scheme, version)), contained);
  });
}

t.test('a range that ends before it begins contains nothing', async (t) => {
  t.ok(isEmptyRange(aRange(dockerScheme, { introduced: 'v2.0.0', fixed: 'v1.0.0' })));
  t.ok(isEmptyRange(aRange(dockerScheme, { introduced: 'v1.0.0', fixed: 'v1.0.0' })));
  t.ok(isEmptyRange(aRange(dockerScheme, { introduced: 'v1.0.1', lastAffected: 'v1.0.0' })));
  t.notOk(isEmptyRange(aRange(dockerScheme, { introduced: 'v1.0.0', lastAffected: 'v1.0.0' })));
  t.notOk(isEmptyRange(aRange(dockerScheme, { introduced: 'v1.0.0' })));
  t.notOk(isEmptyRange(aRange(dockerScheme, { fixed: 'v1.0.0' })));
});

function aReportedRange(ends: Ends, reported: Partial<AffectedRange> = {}): AffectedRange {
  return {
    ...aRange(dockerScheme, ends),
    firstReported: undefined,
    lastReported: undefined,
    confidence: 'confirmed',
    edition: undefined,
    note: undefined,
    ...reported,
  };
}

t.test('a range covers what was seen, and what nobody has seen is open', async (t) => {
  const seen = { firstReported: aVersion(dockerScheme, '1.2.0'), lastReported: aVersion(dockerScheme, '1.4.0') };
  const range = aReportedRange({ introduced: '1.0.0', fixed: '2.0.0' }, seen);
  const covers = (text: string, ranges = [range]) => anyRangeCovers(ranges, aVersion(dockerScheme, text));
  t.equal(covers('0.9.0'), false);
  t.equal(covers('1.1.0'), undefined);
  t.equal(covers('1.2.0'), true);
  t.equal(covers('1.4.0'), true);
  t.equal(covers('1.4.1'), undefined);
  t.equal(covers('2.0.0'), false);
  const unknown = aReportedRange({ introduced: '1.0.0' }, { confidence: 'unknown' });
  t.equal(covers('1.2.0', [unknown]), undefined);
  t.equal(covers('1.2.0', [unknown, range]), true, 'one range that was seen is enough');
});

t.test('overlap and containment agree with the versions that are in both', async () => {
  const number = fc.nat(6).map((patch) => aVersion(dockerScheme, `1.0.${patch}`));
  const upper = fc.option(
    fc.record({ kind: fc.constantFrom('fixed' as const, 'lastAffected' as const), version: number }),
    {
      nil: undefined,
    },
  );
  const ranges = fc
    .record({ introduced: fc.option(number, { nil: undefined }), upper })
    .filter((range) => !isEmptyRange(range));
  const all = Array.from({ length: 9 }, (_, patch) => aVersion(dockerScheme, `1.0.${patch}`));
  fc.assert(
    fc.property(ranges, ranges, (a, b) => {
      const inBoth = all.some((version) => rangeContains(a, version) && rangeContains(b, version));
      if (inBoth && !rangesOverlap(a, b)) return false;
      if (rangesOverlap(a, b) !== rangesOverlap(b, a)) return false;
      return !rangeHolds(a, b) || all.every((version) => !rangeContains(b, version) || rangeContains(a, version));
    }),
    { numRuns: 5_000 },
  );
});
