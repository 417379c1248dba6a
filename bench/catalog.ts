import { load } from 'js-yaml';
import { loadCatalog } from '../src/app/load-catalog.ts';
import { aCatalogOf, median } from './support.ts';

/**
 * How long it takes to read and check a catalog, every record's examples included, beside js-yaml only parsing the same
 * text. Prints medians of one run; the ratio is what counts, as machines differ.
 */
for (const count of [500, 5_000]) {
  const files = aCatalogOf(count);
  const bytes = files.reduce((sum, { text }) => sum + text.length, 0);
  if (loadCatalog([files]).problems.length > 0) throw new Error('the generated catalog has problems');
  const own = await median(() => loadCatalog([files]), 5);
  const peer = await median(() => files.map(({ text }) => load(text)), 5);
  console.log(
    `${count} issues, ${(bytes / 1e6).toFixed(1)} MB: read and checked ${own.toFixed(0)} ms; js-yaml parses ${peer.toFixed(0)} ms; ratio ${(own / peer).toFixed(2)}`,
  );
}
