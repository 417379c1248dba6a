import t from 'tap';
import { dockerTagScheme } from '../../../src/core/versions/docker-tag.ts';
import { k3sScheme } from '../../../src/core/versions/kubernetes-distribution.ts';
import { isEmptyRange, rangeContains, type VersionRange } from '../../../src/core/versions/version-range.ts';
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
