import fc from 'fast-check';
import t from 'tap';
import { dockerTagScheme as docker } from '../../../src/core/versions/docker-tag.ts';
import { kubernetesScheme } from '../../../src/core/versions/kubernetes.ts';
import { k3sScheme, rke2Scheme } from '../../../src/core/versions/kubernetes-distribution.ts';
import { numberPattern } from '../../../src/core/versions/number-pattern.ts';
import { rangePattern } from '../../../src/core/versions/range-pattern.ts';
import { semverScheme } from '../../../src/core/versions/semver.ts';
import { isEmptyRange, rangeContains, type VersionRange } from '../../../src/core/versions/version-range.ts';
import type { VersionScheme } from '../../../src/core/versions/version-scheme.ts';
import { aVersion } from '../../support/versions.ts';

const dockerScheme = docker();
const schemes: readonly VersionScheme[] = [
  dockerScheme,
  docker({ build: '-eksbuild.' }),
  docker({ build: '-rancher' }),
  docker({ prefixes: ['stable-', 'edge-'] }),
  docker({ parts: 2 }),
  docker({ parts: 2, build: '-r' }),
  semverScheme,
  kubernetesScheme,
  k3sScheme,
  rke2Scheme,
];

/** Small numbers meet the edges of ranges often; large ones have more digits than the other side. */
const number = fc.oneof(fc.nat(3), fc.nat(120), fc.constantFrom(9, 10, 99, 100, 101, 999, 1000));

function versionTexts(scheme: VersionScheme, prereleases: boolean): fc.Arbitrary<string> {
  const prerelease = prereleases ? fc.constantFrom('', '', '', '-rc1', '-rc.2', '-beta1') : fc.constant('');
  return fc
    .tuple(releaseTexts(scheme), prerelease, buildTexts(scheme))
    .map(([release, pre, rebuild]) => `v${release}${pre}${rebuild}`);
}

function releaseTexts({ pattern }: VersionScheme): fc.Arbitrary<string> {
  const { least = 3, most = 3 } = pattern?.numbers ?? {};
  return fc.array(number, { minLength: least, maxLength: most }).map((numbers) => numbers.join('.'));
}

function buildTexts({ pattern }: VersionScheme): fc.Arbitrary<string> {
  if (!pattern?.build) return fc.constant('');
  const { prefix, optional, separators } = pattern.build;
  const further =
    separators === '' ? fc.constant('') : fc.constantFrom('', '', '-0', '-1', '.1', '-2.0', '-01', '.10-3');
  const built = fc.tuple(fc.nat(12), further).map(([number, more]) => `${prefix}${number}${more}`);
  return optional ? fc.oneof(fc.constant(''), built) : built;
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
  t.test(`${scheme.id} ${scheme.example}: the pattern of a range matches exactly the versions in it`, async () => {
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
      { numRuns: 1_000 },
    );
  });
}

t.test('a build of several numbers is held by the range of its release', async (t) => {
  const scheme = docker({ build: '-rancher' });
  const range = { introduced: aVersion(scheme, 'v1.9.4'), upper: undefined };
  t.match(aVersion(scheme, 'nginx-1.9.4-rancher1-1'.slice(6)).text, new RegExp(`^(?:${rangePattern(range, scheme)})$`));
});

t.test('a bound that is a pre-release has no pattern', async (t) => {
  const introduced = aVersion(dockerScheme, 'v1.0.0-rc1');
  t.equal(rangePattern({ introduced, upper: undefined }, dockerScheme), undefined);
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
