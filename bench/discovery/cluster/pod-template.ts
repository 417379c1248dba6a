import { managedBy } from './managed-fields.ts';
import { type Template, template } from './template.ts';
import type { WorkloadKind } from './workloads.ts';

/** What tells the text of one pod from that of another beside the values that are filled in. */
export interface PodForm {
  readonly kind: WorkloadKind | 'Job';
  readonly containers: number;
  readonly initContainers: number;
}

/** A pod as an API server sends it, about 12 KB, with holes for all that differs between two pods of this form. */
export function podTemplate(form: PodForm): Template {
  return template(podObject(form));
}

/** As the API server sends it to those who ask for metadata alone. */
export function podMetadataTemplate(form: PodForm): Template {
  return template({ metadata: podObject(form).metadata });
}

function podObject(form: PodForm) {
  const spec = podSpec(form);
  const status = podStatus(form);
  const base = podMetadata(form);
  const metadata = {
    ...base,
    managedFields: [
      managedBy('kube-controller-manager', { metadata: { labels: base.labels, annotations: base.annotations }, spec }),
      managedBy('calico', { metadata: { annotations: networkAnnotations } }, 'status'),
      managedBy('kubelet', { status }, 'status'),
    ],
  };
  return { metadata, spec, status };
}

const networkAnnotations = {
  'cni.projectcalico.org/containerID': '§id0§',
  'cni.projectcalico.org/podIP': '§podIP§/32',
  'cni.projectcalico.org/podIPs': '§podIP§/32',
};

function podMetadata({ kind }: PodForm) {
  const labels = {
    app: '§workload§',
    'app.kubernetes.io/instance': '§workload§',
    'app.kubernetes.io/managed-by': 'Helm',
    'app.kubernetes.io/name': '§workload§',
    'helm.sh/chart': '§workload§-1.14.2',
    'pod-template-hash': '§hash§',
  };
  return {
    name: '§name§',
    generateName: '§generateName§',
    namespace: '§namespace§',
    uid: '§uid§',
    resourceVersion: '§resourceVersion§',
    creationTimestamp: '§created§',
    labels,
    annotations: {
      ...(kind === 'StaticPod' ? mirrorAnnotations : networkAnnotations),
      'checksum/config': '§checksum§',
      'kubectl.kubernetes.io/restartedAt': '§created§',
      'prometheus.io/port': '8080',
      'prometheus.io/scrape': 'true',
    },
    ownerReferences: [
      {
        apiVersion: kind === 'StaticPod' ? 'v1' : 'apps/v1',
        kind: ownerKind(kind),
        name: '§owner§',
        uid: '§ownerUid§',
        controller: true,
        blockOwnerDeletion: true,
      },
    ],
  };
}

const mirrorAnnotations = {
  'kubernetes.io/config.hash': '§checksum§',
  'kubernetes.io/config.mirror': '§checksum§',
  'kubernetes.io/config.seen': '§created§',
  'kubernetes.io/config.source': 'file',
};

function ownerKind(kind: PodForm['kind']): string {
  if (kind === 'Deployment') return 'ReplicaSet';
  return kind === 'StaticPod' ? 'Node' : kind;
}

function podSpec({ kind, containers, initContainers }: PodForm) {
  return {
    volumes: [
      { name: 'config', configMap: { name: '§workload§-config', defaultMode: 420 } },
      { name: 'credentials', secret: { secretName: '§workload§-credentials', defaultMode: 420 } },
      { name: 'tmp', emptyDir: {} },
      {
        name: 'kube-api-access-§volume§',
        projected: {
          sources: [
            { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
            { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
            {
              downwardAPI: {
                items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
              },
            },
          ],
          defaultMode: 420,
        },
      },
    ],
    ...(initContainers === 0
      ? {}
      : { initContainers: times(initContainers, (index) => container(index, `init-${index}`)) }),
    containers: times(containers, (index) => container(index, `§container${index}§`)),
    restartPolicy: kind === 'Job' ? 'Never' : 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    serviceAccountName: '§workload§',
    serviceAccount: '§workload§',
    nodeName: '§nodeName§',
    securityContext: { runAsUser: 1000, fsGroup: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 100,
            podAffinityTerm: {
              labelSelector: { matchLabels: { 'app.kubernetes.io/name': '§workload§' } },
              topologyKey: 'kubernetes.io/hostname',
            },
          },
        ],
      },
    },
    schedulerName: 'default-scheduler',
    tolerations: ['not-ready', 'unreachable'].map((taint) => ({
      key: `node.kubernetes.io/${taint}`,
      operator: 'Exists',
      effect: 'NoExecute',
      tolerationSeconds: 300,
    })),
    priority: 0,
    enableServiceLinks: true,
    preemptionPolicy: 'PreemptLowerPriority',
  };
}

const settings = ['HOST', 'TIMEOUT', 'POOL_SIZE'];

function container(index: number, name: string) {
  const probe = (path: string, delay: number) => ({
    httpGet: { path, port: 'http', scheme: 'HTTP' },
    initialDelaySeconds: delay,
    timeoutSeconds: 5,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
  });
  return {
    name,
    image: name.startsWith('init') ? 'registry.example.com/platform/wait-for:1.2.0' : `§image${index}§`,
    args: ['--config=/etc/config/settings.yaml', '--log-level=info', '--listen=:8080', '--name=§workload§'],
    ports: [
      { name: 'http', containerPort: 8080, protocol: 'TCP' },
      { name: 'metrics', containerPort: 9090, protocol: 'TCP' },
    ],
    envFrom: [{ configMapRef: { name: '§workload§-environment', optional: true } }],
    env: [
      { name: 'POD_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
      { name: 'NODE_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'spec.nodeName' } } },
      { name: 'DATABASE_PASSWORD', valueFrom: { secretKeyRef: { name: '§workload§-credentials', key: 'password' } } },
      ...settings.map((setting) => ({
        name: `APP_${setting}`,
        value: `§workload§.${setting.toLowerCase()}.§setting§`,
      })),
    ],
    resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '100m', memory: '256Mi' } },
    volumeMounts: [
      { name: 'config', readOnly: true, mountPath: '/etc/config' },
      { name: 'credentials', readOnly: true, mountPath: '/etc/credentials' },
      { name: 'tmp', mountPath: '/tmp' },
      {
        name: 'kube-api-access-§volume§',
        readOnly: true,
        mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
      },
    ],
    livenessProbe: probe('/healthz', 15),
    readinessProbe: probe('/readyz', 5),
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: 'IfNotPresent',
    securityContext: { capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true, allowPrivilegeEscalation: false },
  };
}

function podStatus({ containers, initContainers }: PodForm) {
  const condition = (type: string) => ({
    type,
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: '§started§',
  });
  return {
    phase: '§phase§',
    conditions: ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map(condition),
    hostIP: '§hostIP§',
    hostIPs: [{ ip: '§hostIP§' }],
    podIP: '§podIP§',
    podIPs: [{ ip: '§podIP§' }],
    startTime: '§created§',
    ...(initContainers === 0
      ? {}
      : { initContainerStatuses: times(initContainers, (index) => containerStatus(index, `init-${index}`)) }),
    containerStatuses: times(containers, (index) => containerStatus(index, `§container${index}§`)),
    qosClass: 'Burstable',
  };
}

function containerStatus(index: number, name: string) {
  return {
    name,
    state: { running: { startedAt: '§started§' } },
    lastState: {},
    ready: true,
    restartCount: 0,
    image: `§image${index}§`,
    imageID: `registry.example.com/§workload§@sha256:§digest§`,
    containerID: `containerd://§id${index}§`,
    started: true,
  };
}

function times<Made>(count: number, make: (index: number) => Made): readonly Made[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
