import fc from 'fast-check';
import t from 'tap';
import { dockerTagScheme } from '../../../src/core/versions/docker-tag.ts';
import { k3sScheme, rke2Scheme } from '../../../src/core/versions/kubernetes-distribution.ts';
import { numberPattern } from '../../../src/core/versions/number-pattern.ts';
import { rangePattern } from '../../../src/core/versions/range-pattern.ts';
import { semverScheme } from '../../../src/core/versions/semver.ts';
import { isEmptyRange, rangeContains, type VersionRange } from '../../../src/core/versions/version-range.ts';
import type { VersionScheme } from '../../../src/core/versions/version-scheme.ts';
import { aVersion } from '../../support/versions.ts';

const schemes: readonly VersionScheme[] = [dockerTagScheme, semverScheme, k3sScheme, rke2Scheme];

/** Small numbers meet the edges of ranges often; large ones have more digits than the other side. */
const number = fc.oneof(fc.nat(3), fc.nat(120), fc.constantFrom(9, 10, 99, 100, 101, 999, 1000));

function versionTexts(scheme: VersionScheme, prereleases: boolean): fc.Arbitrary<string> {
  const prerelease = prereleases ? fc.constantFrom('', '', '', '-rc1', '-rc.2', '-beta1') : fc.constant('');
  const build = scheme.buildPrefix === undefined ? fc.constant('') : fc.nat(12).map((n) => `${scheme.buildPrefix}${n}`);
  return fc
    .tuple(number, number, number, prerelease, build)
    .map(([major, minor, patch, pre, rebuild]) => `v${major}.${minor}.${patch}${pre}${rebuild}`);
}

function ranges(scheme: VersionScheme): fc.Arbitrary<VersionRange> {
  const bound = versionTexts(scheme, false).map((text) => aVersion(scheme, text));
  const upper = fc.oneof(
    fc.constant(undefined),
    bound.map((version) => ({ kind: 'fixed' as const, version })),
    bound.map((version) => ({ kind: 'lastAffected' as const, version })),
  );
  return fc.record({ introduced: fc.option(bound, { nil: undefined }), upper }).filter((range) => !isEmptyRange(range));
}

for (const scheme of schemes) {
  t.test(`${scheme.id}: the pattern of a range matches exactly the versions in it`, async () => {
    fc.assert(
      fc.property(
        ranges(scheme),
        fc.array(versionTexts(scheme, true), { minLength: 1, maxLength: 20 }),
        (range, texts) => {
          const pattern = new RegExp(`^(?:${rangePattern(range, scheme)})$`);
          const bounds = [range.introduced, range.upper?.version].flatMap((version) => (version ? [version.text] : []));
          for (const text of [...texts, ...bounds]) {
            const version = aVersion(scheme, text);
            if (pattern.test(version.text) !== rangeContains(range, version)) return false;
          }
          return true;
        },
      ),
      { numRuns: 2_000 },
    );
  });
}

t.test('a bound that is a pre-release has no pattern', async (t) => {
  const introduced = aVersion(dockerTagScheme, 'v1.0.0-rc1');
  t.equal(rangePattern({ introduced, upper: undefined }, dockerTagScheme), undefined);
});

t.test('the pattern of an interval of numbers matches exactly the numbers in it', async () => {
  fc.assert(
    fc.property(fc.nat(3_000), fc.nat(3_000), fc.nat(4_000), (low, span, probe) => {
      const pattern = new RegExp(`^(?:${numberPattern(low, low + span)})$`);
      const open = new RegExp(`^(?:${numberPattern(low, undefined)})$`);
      return (
        pattern.test(String(probe)) === (probe >= low && probe <= low + span) &&
        open.test(String(probe)) === probe >= low
      );
    }),
    { numRuns: 5_000 },
  );
});
