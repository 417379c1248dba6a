import { createRecogniser } from '../src/core/components/recognise.ts';
import { cutNode } from '../src/core/inventory/kubernetes-objects.ts';
import { createPodCutter } from '../src/core/inventory/pod-cutter.ts';
import { builtInCatalog } from '../test/support/built-in.ts';
import { readCorpus } from '../test/support/corpus.ts';
import { aRawNode, aRawPod, type RunningImage } from './raw-objects.ts';
import { median } from './support.ts';

/**
 * How long it takes to cut what an API server sends to what is read of it, and what a pod that is kept costs. The peer is
 * JSON.parse of the same text. Prints medians of one run; memory needs `node --expose-gc`.
 */
const objects = 20_000;
const pageSize = 500;
const { catalog } = await builtInCatalog();
const recogniser = createRecogniser(catalog.components);
const catalogued = readCorpus('image-references.tsv').flatMap(([image = '', name = '', component]) =>
  component === '-' ? [] : [{ image, name: name || 'main' }],
);

await measure(
  'pods, one in ten catalogued',
  () => createPodCutter(catalog.wantedFacts, recogniser),
  (index) => aRawPod(index, imageOf(index, 10), 2_000),
);
await measure(
  'pods, all catalogued',
  () => createPodCutter(catalog.wantedFacts, recogniser),
  (index) => aRawPod(index, imageOf(index, 1), 2_000),
);
await measure('nodes', () => (raw) => cutNode(raw, catalog.wantedFacts), aRawNode);

function imageOf(index: number, oneIn: number): RunningImage {
  const known = index % oneIn === 0 ? catalogued[(index % 300) % catalogued.length] : undefined;
  return known ?? { image: `registry.example.com/team/app-${index % 200}:1.0.${index % 9}`, name: 'app' };
}

async function measure(
  what: string,
  createCut: () => (raw: unknown) => unknown,
  objectAt: (index: number) => object,
): Promise<void> {
  const pages = Array.from({ length: objects / pageSize }, (_, page) =>
    JSON.stringify(Array.from({ length: pageSize }, (_, index) => objectAt(page * pageSize + index))),
  );
  const cut = createCut();
  const parsed = pages.map(parseList);
  const parsing = await median(() => {
    for (const page of pages) parseList(page);
  });
  const cutting = await median(() => {
    for (const page of parsed) for (const raw of page) cut(raw);
  });
  parsed.length = 0;
  const { count, bytes } = keptOf(pages, createCut());
  const size = pages.reduce((sum, { length }) => sum + length, 0) / objects;
  console.log(
    `${what}, ${(size / 1000).toFixed(1)} KB each: cut in ${perObject(cutting)} µs, parsed in ${perObject(parsing)} µs; ${count} kept, ${bytes} bytes each`,
  );
}

function parseList(page: string): readonly unknown[] {
  return JSON.parse(page);
}

/** In microseconds. */
function perObject(milliseconds: number): string {
  return ((milliseconds * 1000) / objects).toFixed(1);
}

function keptOf(pages: readonly string[], cut: (raw: unknown) => unknown): { count: number; bytes: string } {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const kept = pages.flatMap((page) => parseList(page).flatMap((raw) => cut(raw) ?? []));
  globalThis.gc?.();
  const bytes = (process.memoryUsage().heapUsed - before) / kept.length;
  return { count: kept.length, bytes: globalThis.gc ? bytes.toFixed(0) : 'unknown' };
}
