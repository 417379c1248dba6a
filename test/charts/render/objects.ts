import type { PolicyRule } from '../watched-kinds.ts';
import type { KubernetesObject, Rendered } from './render.ts';

type Labels = Readonly<Record<string, string>>;

export interface Deployment extends KubernetesObject {
  readonly spec: {
    readonly replicas: number;
    readonly selector: { readonly matchLabels: Labels };
    readonly template: {
      readonly metadata: { readonly labels: Labels; readonly annotations?: Labels };
      readonly spec: PodSpec;
    };
  };
}

export interface PodSpec {
  readonly serviceAccountName: string;
  readonly automountServiceAccountToken: boolean;
  readonly imagePullSecrets?: unknown;
  readonly securityContext: unknown;
  readonly containers: readonly [Container];
  readonly volumes?: readonly {
    readonly name: string;
    readonly configMap: {
      readonly name: string;
      readonly items: readonly { readonly key: string; readonly path: string }[];
    };
  }[];
  readonly nodeSelector?: unknown;
  readonly tolerations?: unknown;
  readonly affinity?: unknown;
}

export interface Container {
  readonly image: string;
  readonly imagePullPolicy: string;
  readonly command?: unknown;
  readonly args: readonly string[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly livenessProbe: Probe;
  readonly readinessProbe: Probe;
  readonly resources: unknown;
  readonly securityContext: unknown;
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string; readonly readOnly: boolean }[];
}

export interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}

export interface Service extends KubernetesObject {
  readonly spec: {
    readonly selector: Labels;
    readonly ports: readonly { readonly name: string; readonly port: number; readonly targetPort: string }[];
  };
}

export interface ServiceAccount extends KubernetesObject {
  readonly automountServiceAccountToken: boolean;
}

export interface ClusterRole extends KubernetesObject {
  readonly rules: readonly PolicyRule[];
}

export interface ClusterRoleBinding extends KubernetesObject {
  readonly roleRef: { readonly kind: string; readonly name: string };
  readonly subjects: readonly { readonly kind: string; readonly name: string; readonly namespace: string }[];
}

export interface ServiceMonitor extends KubernetesObject {
  readonly spec: {
    readonly jobLabel: string;
    readonly selector: { readonly matchLabels: Labels };
    readonly endpoints: readonly { readonly port: string; readonly honorLabels: boolean; readonly interval?: string }[];
  };
}

interface ByKind {
  readonly Deployment: Deployment;
  readonly Service: Service;
  readonly ServiceAccount: ServiceAccount;
  readonly Role: ClusterRole;
  readonly ClusterRole: ClusterRole;
  readonly ClusterRoleBinding: ClusterRoleBinding;
  readonly ServiceMonitor: ServiceMonitor;
}

/** The first of its kind; but for roles in namespaces the chart has at most one of each. */
export function findObject<Kind extends keyof ByKind>({ objects }: Rendered, kind: Kind): ByKind[Kind] | undefined {
  return objects.find((object) => object.kind === kind) as ByKind[Kind] | undefined; // its kind says so
}

export function podOf(rendered: Rendered): PodSpec {
  return findObject(rendered, 'Deployment')!.spec.template.spec;
}

export function containerOf(rendered: Rendered): Container {
  return podOf(rendered).containers[0];
}
