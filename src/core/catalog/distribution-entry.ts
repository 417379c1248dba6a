import { z } from 'zod';
import { entry, text } from '../text/entry.ts';
import { compareVersions, type Version } from '../versions/version.ts';
import { httpsUrl, isoDate, type KnownComponents, refuse, requireComponent } from './catalog-entry.ts';
import type { Distribution, Release } from './distribution.ts';
import { parseVersion, writtenVersion } from './range-entry.ts';
import { id, schemeFields, schemeOf } from './scheme-fields.ts';

const release = entry({
  version: writtenVersion.describe("The distribution's own version."),
  date: isoDate.optional(),
  carries: z
    .record(z.string(), z.union([z.array(writtenVersion).nonempty(), writtenVersion]))
    .describe('Component ids and their versions.'),
  note: text.optional(),
});

type Context = z.core.$RefinementCtx;

/** The shape of a `releases/<distribution>.yaml` file. */
export function distributionEntry(components: KnownComponents) {
  return entry({
    id,
    name: text,
    repository: httpsUrl,
    ...schemeFields,
    meaning: text.describe('What being listed means: a default, an image that is shipped.'),
    source: httpsUrl,
    releases: z.array(release).nonempty(),
  }).transform((fields, context): Distribution => {
    const scheme = schemeOf(fields, context);
    const releases = fields.releases.flatMap(({ version: written, date, carries, note }, index): Release[] => {
      const path = ['releases', index];
      const version = parseVersion(written, scheme, context, [...path, 'version']);
      const carried = parseCarried(carries, components, context, [...path, 'carries']);
      return version ? [{ version, date, carries: carried, note }] : [];
    });
    for (const [index, { version }] of releases.entries()) {
      const earlier = releases.findIndex((other) => compareVersions(other.version, version) === 0);
      if (earlier === index) continue;
      refuse(context, 'duplicate-id', `${version.text} is listed twice; keep one of the two`, [
        'releases',
        index,
        'version',
      ]);
    }
    const { id, name, repository, meaning, source } = fields;
    const sorted = [...releases].sort((a, b) => compareVersions(a.version, b.version));
    return { id, name, repository, scheme, meaning, source, releases: sorted };
  });
}

function parseCarried(
  carries: Readonly<Record<string, unknown>>,
  components: KnownComponents,
  context: Context,
  path: readonly PropertyKey[],
): ReadonlyMap<string, readonly Version[]> {
  const carried = new Map<string, readonly Version[]>();
  for (const [componentId, written] of Object.entries(carries)) {
    const component = requireComponent(componentId, components, context, [...path, componentId]);
    if (!component) continue;
    const all: readonly unknown[] = Array.isArray(written) ? written : [written];
    const versions = all.flatMap((one, index) => {
      const place = Array.isArray(written) ? [...path, componentId, index] : [...path, componentId];
      return parseVersion(one, component.scheme, context, place) ?? [];
    });
    carried.set(componentId, versions);
  }
  return carried;
}
