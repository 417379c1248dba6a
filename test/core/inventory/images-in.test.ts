import fc from 'fast-check';
import t from 'tap';
import { watchedResources } from '../../../src/adapters/kubernetes/watched-resources.ts';
import { createRecogniser } from '../../../src/core/components/recognise.ts';
import { imagesIn } from '../../../src/core/inventory/images-in.ts';
import { firstCasesCatalog } from '../../support/built-in.ts';

const catalog = await firstCasesCatalog();
const { pods } = watchedResources(createRecogniser(catalog.components), catalog.wantedFacts);
const { mayKeep, cut } = pods(undefined);

const anImage = fc.oneof(
  fc.constantFrom('quay.io/calico/node:v3.27.3', 'calico/node', 'registry.example:5000/mirror/calico/node@sha256:1'),
  fc.string(),
);
const aContainer = fc.record({ name: fc.constantFrom('calico-node', 'main'), image: anImage });
const aPod = fc.record({
  metadata: fc.record({
    name: fc.constant('a'),
    namespace: fc.constant('b'),
    annotations: fc.dictionary(fc.string(), fc.string()),
  }),
  spec: fc.record({
    nodeName: fc.constant('n'),
    containers: fc.array(aContainer),
    initContainers: fc.array(aContainer),
  }),
});

t.test('the images that a text names are found as they stand there', async (t) => {
  t.same(imagesIn('{"image":"a/b:1"}'), ['a/b:1']);
  t.same(imagesIn('{"image" :\n "a\\/b:1", "imageID": "sha256:2", "image":"c"}'), ['a\\/b:1', 'c']);
  t.same(imagesIn('{"image":"\\u0061\\"b"}'), ['\\u0061\\"b']);
  t.same(imagesIn('{"note":"the \\"image\\": \\"x\\" of it"}'), [], 'not in the middle of another text');
  t.same(imagesIn('{"image":"never closed'), []);
});

t.test('whatever is kept of a list is seen by the quick look at its text', async () => {
  fc.assert(
    fc.property(aPod, fc.constantFrom(undefined, 2), (pod, space) => {
      const text = JSON.stringify(pod, undefined, space);
      return cut(pod) === undefined || mayKeep(text);
    }),
    { numRuns: 500 },
  );
});

t.test('an image that is written with escapes may be any', async (t) => {
  t.equal(mayKeep('{"spec":{"containers":[{"name":"x","image":"quay.io\\/calico\\/node:v3.27.3"}]}}'), true);
});

t.test('a pod that runs nothing catalogued is told by its text', async (t) => {
  t.equal(
    mayKeep(JSON.stringify({ spec: { containers: [{ name: 'web', image: 'docker.io/library/nginx:1.27' }] } })),
    false,
  );
  t.equal(
    mayKeep(JSON.stringify({ spec: { containers: [{ name: 'web', image: 'quay.io/calico/node:v3.27.3' }] } })),
    true,
  );
});
