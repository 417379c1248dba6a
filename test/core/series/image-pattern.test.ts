import fc from 'fast-check';
import t from 'tap';
import { createRecogniser } from '../../../src/core/components/recognise.ts';
import { imagePattern } from '../../../src/core/series/image-pattern.ts';
import { builtInCatalog } from '../../support/built-in.ts';

const { catalog } = await builtInCatalog();
const pattern = new RegExp(`^(?:${imagePattern(catalog.components)})$`, 's');
const recogniser = createRecogniser(catalog.components);

const paths = catalog.components.flatMap(({ runs }) =>
  runs.as === 'container'
    ? [...runs.images, ...runs.sharedImages].map((path) => ({ path, names: runs.containers }))
    : [],
);

t.test('every image that is recognised is asked for', async (t) => {
  const host = fc.constantFrom('', 'docker.io/', 'index.docker.io/', 'registry.example.com:5000/', 'localhost/a/b/');
  const ending = fc.constantFrom('', ':v1.2.3', `@sha256:${'0'.repeat(64)}`, `:v1@sha256:${'0'.repeat(64)}`);
  fc.assert(
    fc.property(fc.constantFrom(...paths), host, ending, fc.boolean(), ({ path, names }, host, ending, isShort) => {
      const image = `${host}${isShort ? path.replace(/^library\//, '') : path}${ending}`;
      if (names.some((name) => recogniser.recogniseContainer(image, name))) t.match(image, pattern);
    }),
    { numRuns: 2_000 },
  );
});

t.test('every path of the catalog is asked for', async (t) => {
  for (const { path } of paths) t.match(`registry.example.com/mirror/${path}:v1.2.3`, pattern);
});

for (const image of ['acme/calico/nodes:v1', 'xcalico/node:v1', 'calico/node/v1', 'team/ours:v1.0.0', '']) {
  t.test(`${JSON.stringify(image)} is not asked for`, async (t) => t.notMatch(image, pattern));
}

t.test('the pattern is short enough to stand in a query twice', async (t) => {
  t.ok((imagePattern(catalog.components) ?? '').length < 7_000);
});

t.test('without components there is nothing to ask for', async (t) => t.equal(imagePattern([]), undefined));
