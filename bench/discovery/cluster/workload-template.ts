import { managedBy } from './managed-fields.ts';
import { type Template, template } from './template.ts';

export type WorkloadObjectKind = 'Deployment' | 'ReplicaSet' | 'DaemonSet' | 'StatefulSet';

/** A workload as an API server sends it, 3 to 6 KB, with holes for what differs between two of its kind. */
export function workloadTemplate(kind: WorkloadObjectKind, containers: number): Template {
  return template(workloadObject(kind, containers));
}

export function workloadMetadataTemplate(kind: WorkloadObjectKind, containers: number): Template {
  return template({ metadata: workloadObject(kind, containers).metadata });
}

function workloadObject(kind: WorkloadObjectKind, containers: number) {
  const labels = {
    app: '§workload§',
    'app.kubernetes.io/instance': '§workload§',
    'app.kubernetes.io/managed-by': 'Helm',
    'app.kubernetes.io/name': '§workload§',
    'helm.sh/chart': '§workload§-1.14.2',
    ...(kind === 'ReplicaSet' ? { 'pod-template-hash': '§hash§' } : {}),
  };
  const annotations = {
    'deployment.kubernetes.io/revision': '§revision§',
    ...(kind === 'ReplicaSet'
      ? {
          'deployment.kubernetes.io/desired-replicas': '§replicas§',
          'deployment.kubernetes.io/max-replicas': '§replicas§',
        }
      : {}),
    'meta.helm.sh/release-name': '§workload§',
    'meta.helm.sh/release-namespace': '§namespace§',
  };
  const spec = {
    replicas: '§#replicas§',
    selector: { matchLabels: { app: '§workload§', 'app.kubernetes.io/name': '§workload§' } },
    template: { metadata: { labels, annotations: { 'checksum/config': '§checksum§' } }, spec: podSpec(containers) },
    revisionHistoryLimit: 10,
  };
  const status = { observedGeneration: 3, replicas: '§#replicas§', readyReplicas: '§#replicas§' };
  return {
    metadata: {
      name: '§name§',
      namespace: '§namespace§',
      uid: '§uid§',
      resourceVersion: '§resourceVersion§',
      generation: 3,
      creationTimestamp: '§created§',
      labels,
      annotations,
      ...(kind === 'ReplicaSet' ? { ownerReferences: [deploymentReference] } : {}),
      managedFields: [
        managedBy('kube-controller-manager', { metadata: { labels, annotations }, spec }),
        managedBy('kube-controller-manager', { status }, 'status'),
      ],
    },
    spec,
    status,
  };
}

const deploymentReference = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  name: '§workload§',
  uid: '§ownerUid§',
  controller: true,
  blockOwnerDeletion: true,
};

function podSpec(containers: number) {
  return {
    containers: Array.from({ length: containers }, (_, index) => ({
      name: `§container${index}§`,
      image: `§image${index}§`,
      args: ['--config=/etc/config/settings.yaml', '--log-level=info'],
      env: [{ name: 'NODE_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'spec.nodeName' } } }],
      resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '100m', memory: '256Mi' } },
      volumeMounts: [{ name: 'config', readOnly: true, mountPath: '/etc/config' }],
      terminationMessagePath: '/dev/termination-log',
      terminationMessagePolicy: 'File',
      imagePullPolicy: 'IfNotPresent',
    })),
    volumes: [{ name: 'config', configMap: { name: '§workload§-config', defaultMode: 420 } }],
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    serviceAccountName: '§workload§',
    serviceAccount: '§workload§',
    securityContext: {},
    schedulerName: 'default-scheduler',
  };
}
