import t from 'tap';
import { createRecogniser } from '../../../src/core/components/recognise.ts';
import { builtInCatalog } from '../../support/built-in.ts';
import { readCorpus } from '../../support/corpus.ts';

/**
 * Image references as manifests, charts and clusters have them, with the component and the version they are, or why the
 * version cannot be read. A dash is an image that the catalog does not know, however much it looks like one that it does.
 */
const rows = readCorpus('image-references.tsv');
const { catalog } = await builtInCatalog();
const recogniser = createRecogniser(catalog.components);

t.test('image references are recognised, and those that mislead are not', async (t) => {
  t.ok(rows.length >= 500);
  for (const [image = '', container = '', component, version] of rows) {
    const found = recogniser.recogniseContainer(image, container);
    const reading = found && (found.version.ok ? found.version.version.text : found.version.reason);
    t.same([found?.component.id ?? '-', reading ?? ''], [component, version], `${image} ${container}`);
  }
});

t.test('a mirror below any path of another registry is the same component', async (t) => {
  const known = rows.filter(([image = '', , component]) => component !== '-' && /^[^/]+\.[^/]+\/[^/]+\//.test(image));
  for (const [image = '', container = '', component] of known) {
    const mirrored = `registry.example.com:5000/any/path/${image.slice(image.indexOf('/') + 1)}`;
    t.equal(recogniser.recogniseContainer(mirrored, container)?.component.id, component, mirrored);
  }
});

t.test('every component that runs in containers is in the table', async (t) => {
  const named = new Set(rows.map(([, , component]) => component));
  for (const { id, runs } of catalog.components) if (runs.as === 'container') t.ok(named.has(id), id);
});
