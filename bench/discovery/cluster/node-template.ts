import { managedBy } from './managed-fields.ts';
import { type Template, template } from './template.ts';

/** A node as an API server sends it, about 15 KB. */
export function nodeTemplate(): Template {
  return template(nodeObject());
}

export function nodeMetadataTemplate(): Template {
  return template({ metadata: nodeObject().metadata });
}

function nodeObject() {
  const status = nodeStatus();
  const metadata = {
    name: '§name§',
    uid: '§uid§',
    resourceVersion: '§resourceVersion§',
    creationTimestamp: '§created§',
    labels,
    annotations,
  };
  const spec = {
    podCIDR: '§podCIDR§',
    podCIDRs: ['§podCIDR§'],
    providerID: 'aws:///§zone§/i-§instance§',
    taints: [{ key: 'node.kubernetes.io/exclude-from-balancers', value: 'false', effect: 'PreferNoSchedule' }],
  };
  return {
    metadata: {
      ...metadata,
      managedFields: [
        managedBy('kubelet', { metadata: { labels, annotations }, spec }),
        managedBy('kube-controller-manager', { metadata: { annotations }, spec }),
        managedBy('kubelet', { status }, 'status'),
      ],
    },
    spec,
    status,
  };
}

const labels = {
  'beta.kubernetes.io/arch': 'amd64',
  'beta.kubernetes.io/instance-type': 'm6i.4xlarge',
  'beta.kubernetes.io/os': 'linux',
  'failure-domain.beta.kubernetes.io/region': 'eu-central-1',
  'failure-domain.beta.kubernetes.io/zone': '§zone§',
  'k8s.io/cloud-provider-aws': '§checksum§',
  'karpenter.sh/capacity-type': 'on-demand',
  'karpenter.sh/initialized': 'true',
  'karpenter.sh/nodepool': '§pool§',
  'karpenter.sh/registered': 'true',
  'karpenter.k8s.aws/instance-category': 'm',
  'karpenter.k8s.aws/instance-cpu': '16',
  'karpenter.k8s.aws/instance-family': 'm6i',
  'karpenter.k8s.aws/instance-generation': '6',
  'karpenter.k8s.aws/instance-hypervisor': 'nitro',
  'karpenter.k8s.aws/instance-memory': '65536',
  'karpenter.k8s.aws/instance-size': '4xlarge',
  'kubernetes.io/arch': 'amd64',
  'kubernetes.io/hostname': '§name§',
  'kubernetes.io/os': 'linux',
  'node.kubernetes.io/instance-type': 'm6i.4xlarge',
  'topology.ebs.csi.aws.com/zone': '§zone§',
  'topology.kubernetes.io/region': 'eu-central-1',
  'topology.kubernetes.io/zone': '§zone§',
};

const annotations = {
  'alpha.kubernetes.io/provided-node-ip': '§hostIP§',
  'csi.volume.kubernetes.io/nodeid': '{"block.csi.example.com":"i-§instance§"}'.replaceAll('"', "'"),
  'node.alpha.kubernetes.io/ttl': '0',
  'projectcalico.org/IPv4Address': '§hostIP§/20',
  'projectcalico.org/IPv4IPIPTunnelAddr': '§podIP§',
  'volumes.kubernetes.io/controller-managed-attach-detach': 'true',
};

/** The kubelet reports at most fifty images. */
const images = Array.from({ length: 30 }, (_, index) => ({
  names: [
    `registry.example.com/team-${index}/app-${index * 3}@sha256:§digest§`,
    `registry.example.com/team-${index}/app-${index * 3}:1.${index}.0`,
  ],
  sizeBytes: 250_000_000 - index * 7_654_321,
}));

function nodeStatus() {
  const resources = {
    'attachable-volumes-aws-ebs': '25',
    cpu: '16',
    'ephemeral-storage': '104845292Ki',
    'hugepages-1Gi': '0',
    'hugepages-2Mi': '0',
    memory: '64123456Ki',
    pods: '110',
  };
  const condition = (type: string, status: string, reason: string) => ({
    type,
    status,
    lastHeartbeatTime: '§heartbeat§',
    lastTransitionTime: '§created§',
    reason,
    message: `kubelet says ${reason}`,
  });
  return {
    capacity: resources,
    allocatable: resources,
    conditions: [
      condition('NetworkUnavailable', 'False', 'CalicoIsUp'),
      condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory'),
      condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure'),
      condition('PIDPressure', 'False', 'KubeletHasSufficientPID'),
      condition('Ready', 'True', 'KubeletReady'),
    ],
    addresses: [
      { type: 'InternalIP', address: '§hostIP§' },
      { type: 'Hostname', address: '§name§' },
      { type: 'InternalDNS', address: '§name§.eu-central-1.compute.internal' },
    ],
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    nodeInfo: {
      machineID: '§machine§',
      systemUUID: '§uid§',
      bootID: '§uid§',
      kernelVersion: '§kernel§',
      osImage: 'Ubuntu 22.04.4 LTS',
      containerRuntimeVersion: 'containerd://1.7.13',
      kubeletVersion: 'v1.31.6',
      kubeProxyVersion: 'v1.31.6',
      operatingSystem: 'linux',
      architecture: 'amd64',
    },
    images,
    volumesInUse: ['kubernetes.io/csi/block.csi.example.com^vol-§instance§'],
    volumesAttached: [{ name: 'kubernetes.io/csi/block.csi.example.com^vol-§instance§', devicePath: '' }],
  };
}
