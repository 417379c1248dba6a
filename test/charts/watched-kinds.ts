import type { WatchedResource } from '../../src/adapters/kubernetes/watched-resource.ts';
import { watchedResources } from '../../src/adapters/kubernetes/watched-resources.ts';
import { createRecogniser } from '../../src/core/components/recognise.ts';
import { builtInCatalog } from '../support/built-in.ts';

export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** What the exporter reads, as permissions: `get nodes`, `list replicasets.apps`. */
export interface NeededPermissions {
  /** Of all namespaces. */
  readonly everywhere: readonly string[];
  /** With --namespaces: of the cluster as a whole, and in each of the namespaces. */
  readonly ofCluster: readonly string[];
  readonly inNamespace: readonly string[];
}

export async function neededPermissions(): Promise<NeededPermissions> {
  const { catalog } = await builtInCatalog();
  const watched = watchedResources(createRecogniser(catalog.components), catalog.wantedFacts);
  const { nodes, pods, replicaSets, workloads } = watched;
  return {
    everywhere: permissionsFor([nodes, pods(undefined), replicaSets(undefined), ...workloads]),
    ofCluster: permissionsFor([nodes]),
    inNamespace: permissionsFor([pods('any'), replicaSets('any')]),
  };
}

function permissionsFor(watched: readonly WatchedResource<unknown>[]): readonly string[] {
  return permissions(
    watched.map(({ path }) => {
      const [, group, resource] = /^\/apis?\/(?:(\w[\w.]*)\/)?v\d+\/(?:namespaces\/any\/)?(\w+)$/.exec(path)!;
      return { apiGroups: [group ?? ''], resources: [resource!], verbs: ['get', 'list', 'watch'] };
    }),
  );
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
