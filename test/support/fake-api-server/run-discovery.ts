import { createKubernetesDiscovery, type KubernetesDiscoveryDeps } from '../../../src/adapters/kubernetes/discover.ts';
import type { Discovery, DiscoveryFailure, DiscoveryScope, ReadInventory } from '../../../src/app/discovery.ts';
import type { Instance, Inventory } from '../../../src/core/inventory/inventory.ts';
import { finish } from '../../../src/core/work/pausable.ts';
import type { FakeApiServer } from './fake-api-server.ts';
import { connect, quickSurvey, quickTimings, recogniser, type Teardown, wanted } from './reflect.ts';

export interface RunningDiscovery {
  readonly discovery: Discovery;
  /** As it would be published now; `undefined` before there is one. */
  readonly inventory: () => Inventory | undefined;
  readonly countChanges: () => number;
  readonly confirmed: readonly number[];
  readonly failures: readonly DiscoveryFailure[];
  readonly recoveries: readonly DiscoveryScope[];
  /** Both, in the order in which they were told. */
  readonly told: readonly { readonly kind: 'failure' | 'recovery'; readonly scope: DiscoveryScope }[];
  /** Resolves when everything is closed. */
  readonly stop: () => Promise<void>;
}

/** A discovery in the timings of tests. */
export function aDiscovery(
  t: Teardown,
  server: Pick<FakeApiServer, 'url'>,
  deps: Partial<KubernetesDiscoveryDeps> = {},
): Discovery {
  return createKubernetesDiscovery({
    recogniser,
    wanted,
    namespaces: undefined,
    timings: quickTimings,
    surveyTimings: quickSurvey,
    random: Math.random,
    now: () => Date.now(),
    onUnseen: () => undefined,
    ...deps,
    api: deps.api ?? connect(t, server),
  });
}

/** A discovery that runs until the test ends, and what it told. */
export function runDiscovery(
  t: Teardown,
  server: FakeApiServer,
  deps: Partial<KubernetesDiscoveryDeps> = {},
): RunningDiscovery {
  const confirmed: number[] = [];
  const failures: DiscoveryFailure[] = [];
  const recoveries: DiscoveryScope[] = [];
  const told: { kind: 'failure' | 'recovery'; scope: DiscoveryScope }[] = [];
  const stop = new AbortController();
  let read: ReadInventory | undefined;
  let changes = 0;
  const discovery = aDiscovery(t, server, deps);
  const running = discovery.run(
    {
      onChange(newest) {
        read = newest;
        changes += 1;
      },
      onConfirmed: (at) => confirmed.push(at),
      onFailure(failure) {
        failures.push(failure);
        told.push({ kind: 'failure', scope: failure });
      },
      onRecovery(scope) {
        recoveries.push(scope);
        told.push({ kind: 'recovery', scope });
      },
    },
    stop.signal,
  );
  const stopped = () => {
    stop.abort();
    return running;
  };
  t.teardown(stopped);
  return {
    discovery,
    inventory: () => read && finish(read()),
    countChanges: () => changes,
    confirmed,
    failures,
    recoveries,
    told,
    stop: stopped,
  };
}

/** `kube-system/calico-node-x v3.27.3` */
export function describeInstance({ version, ...instance }: Instance): string {
  const place = instance.kind === 'container' ? `${instance.namespace}/${instance.pod}` : instance.nodeName;
  return `${place} ${version.ok ? version.version.text : version.reason}`;
}
