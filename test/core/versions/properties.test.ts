import fc from 'fast-check';
import t from 'tap';
import { versionSchemes } from '../../../src/core/versions/schemes.ts';
import { compareVersions } from '../../../src/core/versions/version.ts';

const fragments = fc.constantFrom(
  'v',
  '1',
  '0',
  '10',
  '007',
  '.',
  '-',
  '+',
  '_',
  'rc',
  'rc1',
  'beta',
  'a1',
  'b2',
  'canary',
  'dirty',
  'g0123456',
  'alpha',
  'k3s',
  'k3s1',
  'rke2r3',
  'generic',
  'amd64',
  'el8_10',
  'x86_64',
  'dev',
  '99999999999999999999',
  ' ',
  'é',
);
const anyText = fc.oneof(
  fc.string(),
  fc.array(fragments, { maxLength: 9 }).map((parts) => parts.join('')),
);

for (const scheme of Object.values(versionSchemes)) {
  t.test(`${scheme.id}: what is read reads the same again`, async () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const version = scheme.parse(text);
        if (!version) return true;
        const again = scheme.parse(version.text);
        return again !== undefined && compareVersions(version, again) === 0 && again.text === version.text;
      }),
      { numRuns: 5_000 },
    );
  });

  t.test(`${scheme.id}: its example is a version`, async (t) => {
    t.ok(scheme.parse(scheme.example));
  });
}

t.test('the order of versions is total', async () => {
  const numbers = fc.array(fc.nat(3), { maxLength: 3 });
  const identifiers = fc.array(fc.oneof(fc.nat(2), fc.constantFrom('a', 'b', 'rc')), { maxLength: 3 });
  const version = fc.record({ text: fc.constant(''), release: numbers, prerelease: identifiers, build: numbers });
  fc.assert(
    fc.property(version, version, version, (a, b, c) => {
      const antisymmetric = Math.sign(compareVersions(a, b)) === -Math.sign(compareVersions(b, a));
      const transitive = !(compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0) || compareVersions(a, c) <= 0;
      return antisymmetric && transitive;
    }),
    { numRuns: 10_000 },
  );
});
