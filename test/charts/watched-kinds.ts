import { type WatchedResources, watchedResources } from '../../src/adapters/kubernetes/watched-resources.ts';
import { createRecogniser } from '../../src/core/components/recognise.ts';
import { builtInCatalog } from '../support/built-in.ts';

export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** What the exporter reads, as permissions: `get nodes`, `list replicasets.apps`. */
export async function neededPermissions(): Promise<readonly string[]> {
  const { catalog } = await builtInCatalog();
  const watched: WatchedResources = watchedResources(createRecogniser(catalog.components), catalog.wantedFacts);
  const kinds = Object.values(watched).map(({ path }) => {
    const [, group, resource] = /^\/apis?\/(?:(\w[\w.]*)\/)?v\d+\/(\w+)$/.exec(path)!;
    return { apiGroups: [group ?? ''], resources: [resource!], verbs: ['get', 'list', 'watch'] };
  });
  return permissions(kinds);
}

export function permissions(rules: readonly PolicyRule[]): readonly string[] {
  return rules
    .flatMap(({ apiGroups, resources, verbs }) =>
      apiGroups.flatMap((group) =>
        resources.flatMap((resource) => verbs.map((verb) => `${verb} ${[resource, group].filter(Boolean).join('.')}`)),
      ),
    )
    .sort();
}
