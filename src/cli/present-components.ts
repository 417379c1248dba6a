import { readExportedComponents } from '../adapters/exporter/read-exported-components.ts';
import { UserError } from '../app/user-error.ts';
import type { Catalog } from '../core/catalog/catalog.ts';
import { joinWords } from '../core/text/join-words.ts';
import { chooseDiscovery } from './choose-discovery.ts';
import type { CommandIo } from './command-io.ts';
import { partialView } from './options.ts';

/** Ids of the components that run in any of the sources: inventory files as `report` takes them, and addresses of exporters. */
export async function readPresentComponents(
  sources: readonly string[],
  catalog: Catalog,
  io: CommandIo,
): Promise<ReadonlySet<string>> {
  const found = await Promise.all(
    sources.map((source) =>
      /^https?:/i.test(source)
        ? readExportedComponents(metricsAddress(source), io.signal)
        : readInventoryFile(source, catalog, io),
    ),
  );
  const present = new Set(found.flatMap((components) => [...components]));
  const known = new Set(catalog.components.map(({ id }) => id));
  const strange = [...present].filter((id) => !known.has(id));
  if (strange.length > 0) {
    io.stderr(
      `${joinWords(sources, 'and')}: the catalog does not have ${joinWords(strange, 'and')}; name it with --catalog\n`,
    );
  }
  return present;
}

/** Each file by itself: they may be of several clusters, whose nodes may have one name. */
async function readInventoryFile(file: string, catalog: Catalog, io: CommandIo): Promise<ReadonlySet<string>> {
  const discovery = await chooseDiscovery({ inventory: [file] }, catalog, io);
  const { instances, seesAllPods } = await discovery.readOnce(io.signal);
  if (!seesAllPods) io.stderr(`${file}: ${partialView}\n`);
  return new Set(instances.map(({ component }) => component.id));
}

function metricsAddress(text: string): string {
  const url = URL.parse(text);
  if (!url) throw new UserError('USAGE', `"${text}" is no address`, 'write http://plimsoll.example.com:9848/metrics');
  if (url.username !== '' || url.password !== '') {
    const remedy = 'save its metrics or an inventory as a file, and name that';
    throw new UserError('USAGE', 'the address of --present-in holds a user or a password', remedy);
  }
  if (url.pathname === '/') url.pathname = '/metrics';
  return url.href;
}
