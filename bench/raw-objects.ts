/** Objects as an API server writes them, with all that is not read: a pod has about 10 KB, a node 12 KB. */

export interface RunningImage {
  readonly image: string;
  readonly name: string;
}

export function aRawPod(index: number, { image, name }: RunningImage, nodes: number): object {
  const workload = `workload-${index % 300}`;
  const digest = hex(index % 200, 64);
  return {
    metadata: {
      name: `${workload}-${hex(index, 10)}-${hex(index, 5)}`,
      generateName: `${workload}-${hex(index % 300, 10)}-`,
      namespace: `team-${index % 120}`,
      uid: `${hex(index, 8)}-0000-4000-8000-${hex(index, 12)}`,
      resourceVersion: String(81_234_567 + index),
      creationTimestamp: '2026-10-02T07:31:22Z',
      labels: {
        app: workload,
        'app.kubernetes.io/name': workload,
        'app.kubernetes.io/instance': `${workload}-production`,
        'app.kubernetes.io/managed-by': 'Helm',
        'helm.sh/chart': `${workload}-4.10.1`,
        'pod-template-hash': hex(index % 300, 10),
        'controller-revision-hash': hex(index % 300, 10),
      },
      annotations: {
        'checksum/config': hex(index % 300, 64),
        'cni.projectcalico.org/containerID': hex(index, 64),
        'cni.projectcalico.org/podIP': `10.42.${index % 250}.${index % 200}/32`,
        'prometheus.io/scrape': 'true',
        'kubectl.kubernetes.io/restartedAt': '2026-09-30T11:02:11+02:00',
      },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          name: `${workload}-${hex(index % 300, 10)}`,
          uid: `${hex(index % 300, 8)}-0000-4000-8000-000000000000`,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
      managedFields: ['kube-controller-manager', 'calico', 'kubelet'].map((manager) => managedBy(manager, name)),
    },
    spec: {
      volumes: [
        { name: 'config', configMap: { name: `${workload}-config`, defaultMode: 420 } },
        { name: 'tls', secret: { secretName: `${workload}-tls`, defaultMode: 420 } },
        {
          name: 'kube-api-access-x7k2p',
          projected: {
            sources: [
              { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
              { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
            ],
            defaultMode: 420,
          },
        },
      ],
      initContainers: [rawContainer('init-config', 'busybox:1.36.1')],
      containers: [rawContainer(name, image), rawContainer('metrics', 'registry.example.com/tools/metrics:2.4.1')],
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      dnsPolicy: 'ClusterFirst',
      serviceAccountName: workload,
      nodeName: `node-${index % nodes}.eu-central-1.compute.internal`,
      securityContext: { fsGroup: 10001, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      schedulerName: 'default-scheduler',
      tolerations: ['not-ready', 'unreachable'].map((what) => ({
        key: `node.kubernetes.io/${what}`,
        operator: 'Exists',
        effect: 'NoExecute',
        tolerationSeconds: 300,
      })),
      priority: 0,
      enableServiceLinks: true,
      preemptionPolicy: 'PreemptLowerPriority',
    },
    status: {
      phase: 'Running',
      conditions: ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map(
        (type) => ({ type, status: 'True', lastProbeTime: null, lastTransitionTime: '2026-10-02T07:31:29Z' }),
      ),
      hostIP: `10.0.${index % 250}.7`,
      podIP: `10.42.${index % 250}.${index % 200}`,
      podIPs: [{ ip: `10.42.${index % 250}.${index % 200}` }],
      startTime: '2026-10-02T07:31:22Z',
      initContainerStatuses: [rawStatus('init-config', 'busybox:1.36.1', digest)],
      containerStatuses: [
        rawStatus(name, image, digest),
        rawStatus('metrics', 'registry.example.com/tools/metrics:2.4.1', digest),
      ],
      qosClass: 'Burstable',
    },
  };
}

export function aRawNode(index: number): object {
  const name = `node-${index}.eu-central-1.compute.internal`;
  return {
    metadata: {
      name,
      uid: `${hex(index, 8)}-0000-4000-8000-${hex(index, 12)}`,
      resourceVersion: String(81_234_567 + index),
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/os': 'linux',
        'kubernetes.io/hostname': name,
        'node.kubernetes.io/instance-type': 'm5.2xlarge',
        'topology.kubernetes.io/zone': 'eu-central-1a',
      },
      annotations: { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' },
      managedFields: ['cloud-controller-manager', 'kube-controller-manager', 'kubelet'].map((manager) =>
        managedBy(manager, 'node'),
      ),
    },
    spec: { podCIDR: `10.42.${index % 250}.0/24`, providerID: `aws:///eu-central-1a/i-${hex(index, 17)}` },
    status: {
      capacity: { cpu: '8', memory: '32408464Ki', pods: '58' },
      allocatable: { cpu: '7910m', memory: '31391632Ki', pods: '58' },
      images: Array.from({ length: 50 }, (_, image) => ({
        names: [`registry.example.com/team/image-${image}@sha256:${hex(image, 64)}`],
        sizeBytes: 100_000_000 + image,
      })),
      nodeInfo: {
        kubeletVersion: 'v1.33.7',
        kernelVersion: '6.1.0-31-cloud-amd64',
        osImage: 'Debian GNU/Linux 12 (bookworm)',
        containerRuntimeVersion: 'containerd://2.1.5',
        architecture: 'amd64',
        operatingSystem: 'linux',
      },
    },
  };
}

function rawContainer(name: string, image: string): object {
  const variables = Array.from({ length: 12 }, (_, index) => ({ name: `SETTING_${index}`, value: `value-${index}` }));
  return {
    name,
    image,
    args: ['--config=/etc/app/config.yaml', '--log-level=info', '--port', '8080', '--metrics-address=:9090'],
    env: [...variables, { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'app', key: 'password' } } }],
    ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
    resources: { limits: { cpu: '1', memory: '512Mi' }, requests: { cpu: '100m', memory: '256Mi' } },
    volumeMounts: [
      { name: 'config', readOnly: true, mountPath: '/etc/app' },
      { name: 'kube-api-access-x7k2p', readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' },
    ],
    livenessProbe: { httpGet: { path: '/healthz', port: 'http', scheme: 'HTTP' }, periodSeconds: 10 },
    readinessProbe: { httpGet: { path: '/ready', port: 'http', scheme: 'HTTP' }, periodSeconds: 10 },
    terminationMessagePath: '/dev/termination-log',
    imagePullPolicy: 'IfNotPresent',
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  };
}

function rawStatus(name: string, image: string, digest: string): object {
  return {
    name,
    state: { running: { startedAt: '2026-10-02T07:31:28Z' } },
    lastState: {},
    ready: true,
    restartCount: 0,
    image,
    imageID: `registry.example.com/team/image@sha256:${digest}`,
    containerID: `containerd://${digest}`,
    started: true,
  };
}

/** What server-side apply remembers of who set which field. */
function managedBy(manager: string, name: string): object {
  const fields = Object.fromEntries(
    ['f:env', 'f:image', 'f:imagePullPolicy', 'f:livenessProbe', 'f:name', 'f:ports', 'f:resources'].map((field) => [
      field,
      { '.': {}, 'f:first': {}, 'f:second': { '.': {}, 'f:value': {} } },
    ]),
  );
  return {
    manager,
    operation: 'Update',
    apiVersion: 'v1',
    time: '2026-10-02T07:31:22Z',
    fieldsType: 'FieldsV1',
    fieldsV1: { 'f:spec': { 'f:containers': { [`k:{"name":"${name}"}`]: fields }, 'f:volumes': fields } },
  };
}

/** `length` hexadecimal digits that differ for each `index`. */
function hex(index: number, length: number): string {
  return (index + 1).toString(16).padStart(length, 'a3f90c17');
}
