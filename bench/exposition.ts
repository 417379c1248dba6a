import { Gauge, Registry } from 'prom-client';
import { createRecogniser } from '../src/core/components/recognise.ts';
import { buildInventory } from '../src/core/inventory/build-inventory.ts';
import { cutNode, cutPod } from '../src/core/inventory/kubernetes-objects.ts';
import { families } from '../src/core/metrics/families.ts';
import { renderSnapshot } from '../src/core/metrics/render-snapshot.ts';
import { takeSnapshot } from '../src/core/metrics/snapshot.ts';
import { builtInCatalog } from '../test/support/built-in.ts';
import { median } from './support.ts';

/**
 * How long a change of the inventory takes to become text, beside prom-client formatting as many series of the same
 * family at one scrape. Prints medians of one run; the ratio is what counts, as machines differ.
 */
const { catalog } = await builtInCatalog();

for (const pods of [1_000, 5_000, 20_000]) {
  const objects = aCluster(pods);
  const recogniser = createRecogniser(catalog.components);
  const identity = { version: '0', digest: 'd', builtIn: true, overridden: [] };
  const own = await median(() => {
    const snapshot = takeSnapshot(buildInventory(objects, recogniser), catalog);
    return renderSnapshot(snapshot, identity);
  });
  const registry = aRegistry(pods);
  const peer = await median(() => registry.metrics());
  console.log(
    `${pods} pods: objects to text ${own.toFixed(1)} ms (${2 * pods} series); prom-client, ${pods} series ${peer.toFixed(1)} ms; ratio ${(own / peer).toFixed(2)}`,
  );
}

function aCluster(pods: number) {
  const nodes = Array.from({ length: Math.ceil(pods / 50) }, (_, index) => ({
    metadata: { name: `node-${index}` },
    status: {
      nodeInfo: { kubeletVersion: 'v1.31.6', kernelVersion: index % 2 === 0 ? '5.4.0-177-generic' : '6.8.0-1-generic' },
    },
  }));
  const podObjects = Array.from({ length: pods }, (_, index) => ({
    metadata: { name: `calico-node-${index}`, namespace: 'kube-system' },
    spec: {
      nodeName: `node-${index % nodes.length}`,
      containers: [{ name: 'calico-node', image: 'quay.io/calico/node:v3.27.3' }],
    },
    status: { phase: 'Running' },
  }));
  return {
    nodes: nodes.flatMap((node) => cutNode(node, catalog.wantedFacts) ?? []),
    pods: podObjects.flatMap((pod) => cutPod(pod, catalog.wantedFacts) ?? []),
    replicaSets: [],
  };
}

function aRegistry(series: number): Registry {
  const registry = new Registry();
  const { name, help, labels } = families.componentInfo;
  const gauge = new Gauge({ name, help, labelNames: labels, registers: [registry] });
  for (let index = 0; index < series; index++) {
    gauge.set(
      {
        namespace: 'kube-system',
        workload_kind: 'DaemonSet',
        workload: 'calico-node',
        pod: `calico-node-${index}`,
        container: 'calico-node',
        node: `node-${index % 100}`,
        component: 'calico-node',
        version: 'v3.27.3',
      },
      1,
    );
  }
  return registry;
}
