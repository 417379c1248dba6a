import type { Dice } from './dice.ts';
import type { RawObject } from './fake-prometheus/kube-state-metrics.ts';

/** What a random cluster is drawn from. */
export interface Drawer {
  /** References without a tag. */
  readonly images: readonly string[];
  readonly containers: readonly string[];
  readonly tags: readonly string[];
  readonly kubelets: readonly string[];
}

const kernels = [
  '5.4.0-192-generic',
  '5.15.0',
  '5.15.0-107.2-generic',
  '6.1.0-rc3',
  '5.14.0-427.el9.x86_64',
  '10.0.20348.2461',
  'odd',
  '',
];
const runtimes = [
  'containerd://1.7.2',
  'containerd://1.6',
  'containerd://2.0.0-rc.1',
  'cri-o://1.29.4',
  'docker://24.0.7',
  'containerd://odd',
  'containerd://1.7.2-dirty',
  '',
];
const osImages = ['Ubuntu 20.04.6 LTS', 'Ubuntu 24.04', 'Bottlerocket OS 1.54.0 (aws-k8s-1.34)', 'Talos (v1.9.0)', ''];
const providers = ['aws:///eu-west-1a/i-0', 'azure:///subscriptions/0', 'kind', 'AWS:///x', ''];
const capacities = [undefined, { cpu: '4', memory: '8Gi' }, { cpu: '96', memory: '1Ti' }, { memory: '16Gi' }];

/** One cluster of a few nodes and pods, as kubectl would print it. */
export function randomCluster(dice: Dice, { images, containers, tags, kubelets }: Drawer): readonly RawObject[] {
  const nodeNames = ['node-1', 'node-2', 'node-3'].slice(0, 1 + dice.below(3));
  const withRoles = dice.below(4) > 0;
  const nodes = nodeNames.map(
    (name): RawObject => ({
      kind: 'Node',
      metadata: {
        name,
        labels: {
          ...(withRoles && name === 'node-1' && { 'node-role.kubernetes.io/control-plane': '' }),
          ...(withRoles && dice.below(3) === 0 && { 'node-role.kubernetes.io/etcd': dice.pick(['', 'true']) }),
          ...(dice.below(2) === 0 && { 'example.com/gpu': dice.pick(['yes', 'no', '']) }),
          ...(dice.below(2) === 0 && { 'kubernetes.io/arch': dice.pick(['amd64', 'arm64']) }),
          ...(dice.below(2) === 0 && { 'node.kubernetes.io/instance-type': dice.pick(['m5.large', 't3.medium']) }),
          ...(dice.below(2) === 0 && { 'beta.kubernetes.io/instance-type': dice.pick(['m5.large', 't3.medium']) }),
        },
        annotations: dice.below(2) === 0 ? { 'example.com/note': dice.pick(['on', 'off']) } : {},
      },
      spec: { providerID: dice.pick(providers) },
      status: {
        nodeInfo: {
          kubeletVersion: dice.pick(kubelets),
          kernelVersion: dice.pick(kernels),
          osImage: dice.pick(osImages),
          containerRuntimeVersion: dice.pick(runtimes),
        },
        capacity: dice.pick(capacities),
      },
    }),
  );
  const image = () => {
    const digest = `@sha256:${'a'.repeat(64)}`;
    const tag = `:${dice.pick(tags)}`;
    return dice.pick(images) + dice.pick([tag, tag, tag, tag, tag, `${tag}${digest}`, digest, '']);
  };
  const container = (name: string, restartPolicy?: string) => ({ name, image: image(), restartPolicy });
  const owners = [
    { kind: 'DaemonSet', name: 'agent' },
    { kind: 'ReplicaSet', name: 'web-5d9' },
    { kind: 'ReplicaSet', name: 'lone-rs' },
    { kind: 'Job', name: 'once-1' },
    undefined,
  ];
  const pods = Array.from({ length: 1 + dice.below(8) }, (_, index): RawObject => {
    const owner = dice.pick(owners);
    const sidecars = dice.below(4) === 0 ? [container('sidecar', dice.pick(['Always', 'Never']))] : [];
    return {
      kind: 'Pod',
      metadata: {
        name: `pod-${index}`,
        namespace: dice.pick(['kube-system', 'apps']),
        labels: dice.below(2) === 0 ? { app: dice.pick(['web', 'db']), 'example.com/teamName': 'x' } : {},
        annotations: dice.below(2) === 0 ? { 'example.com/mode': dice.pick(['fast', 'slow']) } : {},
        ownerReferences: owner ? [{ ...owner, controller: true }] : [],
      },
      spec: {
        nodeName: dice.pick([...nodeNames, ...nodeNames, 'gone', '']),
        containers: [...new Set([dice.pick(containers), dice.pick(containers)])].map((name) => container(name)),
        initContainers: sidecars,
      },
      status: { phase: dice.pick(['Running', 'Running', 'Running', 'Pending', 'Succeeded', 'Failed', 'Unknown']) },
    };
  });
  const replicaSet = (name: string, owner: { kind: string; name: string; controller: boolean } | undefined) => ({
    kind: 'ReplicaSet',
    metadata: { name, namespace: 'kube-system', ownerReferences: owner ? [owner] : [] },
  });
  return [
    ...nodes,
    ...pods,
    replicaSet('web-5d9', { kind: 'Deployment', name: 'web', controller: true }),
    replicaSet('lone-rs', dice.pick([undefined, { kind: 'Deployment', name: 'web', controller: false }])),
  ];
}
