import fc from 'fast-check';
import t from 'tap';
import { dockerTagScheme as docker } from '../../../src/core/versions/docker-tag.ts';
import { comparableKernel, kernelScheme } from '../../../src/core/versions/kernel.ts';
import { rangePattern } from '../../../src/core/versions/range-pattern.ts';
import { versionSchemes } from '../../../src/core/versions/schemes.ts';
import { isEmptyRange, rangeContains, type VersionRange } from '../../../src/core/versions/version-range.ts';
import type { VersionScheme } from '../../../src/core/versions/version-scheme.ts';
import { readCorpus } from '../../support/corpus.ts';
import { matches, readText } from '../../support/read-text.ts';

const schemes: readonly VersionScheme[] = [
  ...Object.values(versionSchemes).filter(({ reading }) => reading),
  docker({ build: '-eksbuild.' }),
  docker({ build: '-hotfix-' }),
  docker({ build: '-rancher' }),
  docker({ build: '-$' }),
  docker({ prefixes: ['stable-', 'nginx-'] }),
  docker({ parts: 2 }),
  docker({ parts: 2, build: '-r', prefixes: ['v'] }),
];

const words = fc.constantFrom(
  'rc', 'RC', 'alpha', 'beta', 'dev', 'preview', 'pre', 'a', 'b', 'amd64', 'debian', 'r', 'k3s', 'rke2r', 'eksbuild', 'hotfix',
  'rancher', 'g0123abc', 'g0123abcdefz', 'dirty', '20240101123456', '0123456789ab', '0123456789abz', 'minimal', 'generic', 'el8_10', 'x86_64', '0', '$', ' ', 'v', 'stable-', 'nginx-',
); // biome-ignore format: one list
const numbers = fc.oneof(
  fc.nat(120).map(String),
  fc.constantFrom('00', '01', '007', '0', '1234567890', '123456789012345', '1234567890123456', '9007199254740993'),
);
const separators = fc.constantFrom('.', '.', '-', '-', '', '_', '+', '~');
const release = fc
  .tuple(fc.constantFrom('', 'v', 'v', 'stable-', 'nginx-v'), fc.array(numbers, { minLength: 1, maxLength: 5 }))
  .map(([prefix, all]) => prefix + all.join('.'));
const tail = fc
  .array(fc.tuple(separators, fc.oneof(words, numbers)), { maxLength: 5 })
  .map((parts) => parts.flat().join(''));
const anyText = fc.oneof(
  fc.tuple(release, tail).map((parts) => parts.join('')),
  fc.array(fc.oneof(words, numbers, separators), { maxLength: 8 }).map((parts) => parts.join('')),
);
const corpus = [...readCorpus('version-tags.tsv').flat(), '10.0.20348.2461', '5.4.0-192-generic', '6.9.3-talos'];

for (const scheme of schemes) {
  t.test(`${scheme.id} ${scheme.example}: regular expressions read what the parser reads`, async (t) => {
    const { reading } = scheme;
    if (!reading) throw new Error('it has none');
    const agrees = (text: string) => readText(reading, text) === (scheme.parse(text)?.text ?? '');
    for (const text of corpus) t.ok(agrees(text), text);
    fc.assert(fc.property(anyText, agrees), { numRuns: 20_000 });
  });
}

const kernels = fc.oneof(
  anyText,
  fc
    .tuple(fc.constantFrom('5.4', '5.4.0', '5.15.0', '5.14', '6.1', '10.0.20348', '5.05.0', '5.4.0.1.2'), tail)
    .map((parts) => parts.join('')),
  fc.tuple(numbers, numbers, numbers, tail).map(([a, b, c, rest]) => `5.${a}.0-${b}.${c}${rest}`),
);

t.test('the comparable text of a kernel is in a range when the kernel is', async () => {
  const version = kernels.map((text) => kernelScheme.parse(text)).filter((one) => one?.prerelease.length === 0);
  const range = fc
    .tuple(fc.option(version, { nil: undefined }), fc.option(version, { nil: undefined }), fc.boolean())
    .map(
      ([introduced, end, isFixed]): VersionRange => ({
        introduced,
        upper: end && { kind: isFixed ? 'fixed' : 'lastAffected', version: end },
      }),
    )
    .filter((one) => !isEmptyRange(one));
  fc.assert(
    fc.property(range, fc.array(kernels, { minLength: 1, maxLength: 20 }), (one, texts) => {
      const pattern = rangePattern(one, comparableKernel);
      if (pattern === undefined) throw new Error('it has no pattern');
      const ends = [one.introduced, one.upper?.version].flatMap((end) => end?.text ?? []);
      return [...texts, ...ends].every((text) => {
        const parsed = kernelScheme.parse(text);
        const read = readText(comparableKernel.reading, text);
        return parsed ? matches(pattern, read) === rangeContains(one, parsed) : read === '';
      });
    }),
    { numRuns: 5_000 },
  );
});
