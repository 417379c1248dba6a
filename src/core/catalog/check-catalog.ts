import type { Component } from '../components/component.ts';
import { nearestWord } from '../text/nearest-word.ts';
import type { Problem } from '../text/problem.ts';
import type { YamlPath } from '../text/yaml-document.ts';
import type { Catalog } from './catalog.ts';
import type { CatalogRule } from './catalog-rules.ts';
import type { CatalogSources, Source } from './catalog-sources.ts';
import { ticketOf } from './known-issue.ts';

/** What records contradict each other in. */
export function checkCatalog(catalog: Catalog, sources: CatalogSources): readonly Problem[] {
  return [
    ...sharedAliases(catalog, sources),
    ...unknownRelated(catalog, sources),
    ...imagesClaimedTwice(catalog.components, sources),
    ...digestsListedTwice(catalog.components, sources),
  ];
}

function problemAt(source: Source | undefined, path: YamlPath, rule: CatalogRule, message: string): readonly Problem[] {
  return source ? [{ file: source.file, ...source.locate(path), rule, message }] : [];
}

/** The first reference counts as well: it is the record's own ticket, whether or not it is an alias too. */
function sharedAliases({ issues }: Catalog, sources: CatalogSources): readonly Problem[] {
  const claimedBy = new Map<string, string>();
  const claim = (ticket: string, id: string): string | undefined => {
    const earlier = claimedBy.get(ticket);
    if (earlier === undefined) claimedBy.set(ticket, id);
    return earlier;
  };
  return issues.flatMap(({ id, aliases, references }) => {
    const source = sources.issues.get(id);
    const listed = aliases.flatMap((alias, index) => {
      const earlier = claim(alias.toLowerCase(), id);
      if (earlier === undefined) return [];
      const message =
        earlier === id
          ? `${alias} is listed twice; keep it once`
          : `${alias} is a ticket of ${earlier} already; one defect is one record`;
      return problemAt(source, ['aliases', index], 'duplicate-alias', message);
    });
    const own = ticketOf(references[0].url);
    const earlier = own === undefined ? undefined : claim(own, id);
    if (earlier === undefined || earlier === id) return listed;
    const message = `${own} is a ticket of ${earlier} already; one defect is one record`;
    return [...listed, ...problemAt(source, ['references', 0, 'url'], 'duplicate-alias', message)];
  });
}

function unknownRelated({ issues }: Catalog, sources: CatalogSources): readonly Problem[] {
  const ids = new Set(issues.map(({ id }) => id));
  return issues.flatMap(({ id, related }) =>
    related.flatMap((other, index) => {
      if (ids.has(other)) return [];
      const meant = nearestWord(other, ids);
      const message = `no issue "${other}" in the catalog; ${meant ? `did you mean "${meant}"?` : 'leave it out'}`;
      return problemAt(sources.issues.get(id), ['related', index], 'unknown-issue', message);
    }),
  );
}

function imagesClaimedTwice(components: readonly Component[], sources: CatalogSources): readonly Problem[] {
  const claims = new Map<string, Claim[]>();
  return components.flatMap((component) =>
    claimsOf(component).flatMap((claim) => {
      const others = claims.get(claim.image) ?? [];
      claims.set(claim.image, [...others, claim]);
      const rival = others.find((other) => !areToldApart(claim, other));
      if (!rival) return [];
      const message = `${claim.image} is an image of "${rival.component.id}" too, and the container's name does not tell them apart`;
      return problemAt(sources.components.get(component.id), claim.path, 'image-claimed-twice', message);
    }),
  );
}

interface Claim {
  readonly component: Component;
  readonly image: string;
  /** `undefined` where any container of the image counts. */
  readonly containers: readonly string[] | undefined;
  readonly path: YamlPath;
}

function claimsOf(component: Component): readonly Claim[] {
  const { runs } = component;
  if (runs.as !== 'container') return [];
  const { images, sharedImages, containers } = runs;
  return [
    ...images.map((image, index) => ({
      component,
      image,
      containers: undefined,
      path: ['container', 'images', index],
    })),
    ...sharedImages.map((image, index) => ({
      component,
      image,
      containers,
      path: ['container', 'shared_images', index],
    })),
  ];
}

function areToldApart({ containers: names }: Claim, { containers: others }: Claim): boolean {
  return names !== undefined && others !== undefined && !names.some((name) => others.includes(name));
}

function digestsListedTwice(components: readonly Component[], sources: CatalogSources): readonly Problem[] {
  const listedBy = new Map<string, string>();
  return components.flatMap(({ id, runs }) => {
    if (runs.as !== 'container') return [];
    return [...runs.digests.keys()].flatMap((digest) => {
      const earlier = listedBy.get(digest);
      if (earlier === undefined) {
        listedBy.set(digest, id);
        return [];
      }
      const message = `${digest} is a digest of "${earlier}" too; leave it to one of them`;
      return problemAt(sources.components.get(id), ['container', 'digests', digest], 'digest-listed-twice', message);
    });
  });
}
