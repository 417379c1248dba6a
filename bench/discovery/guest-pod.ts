import { AppsV1Api, CoreV1Api, PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import { loadKubeConfig } from '../../src/adapters/kubernetes/kube-config.ts';

export interface GuestPodOptions {
  readonly kubeconfig: string;
  readonly context: string | undefined;
  readonly namespace: string;
}

/** A pod of ours in somebody's cluster, whose image can be changed. */
export interface GuestPod {
  readonly setImage: (image: string) => Promise<void>;
  readonly remove: () => Promise<void>;
}

const name = 'plimsoll-bench';

/**
 * Nothing of it ever runs: the pod is bound to a node that does not exist, and beside it stands a Deployment of no replicas,
 * so that its namespace is one in which something catalogued lives.
 */
export async function createGuestPod(
  { kubeconfig, context, namespace }: GuestPodOptions,
  image: string,
): Promise<GuestPod> {
  const config = await loadKubeConfig({ file: kubeconfig, context, env: {} });
  const core = config.makeApiClient(CoreV1Api);
  const apps = config.makeApiClient(AppsV1Api);
  const metadata = { name, namespace, labels: { app: name } };
  const spec = {
    containers: [{ name: 'calico-node', image, securityContext: containerSecurity }],
    securityContext: podSecurity,
  };
  let isThere = true;
  process.once('exit', () => {
    if (isThere)
      console.error(`left behind: kubectl delete --namespace ${namespace} --now pod/${name} deployment/${name}`);
  });

  async function remove(): Promise<void> {
    // Of a node that does not exist no kubelet confirms the end of a pod.
    const removals = [
      core.deleteNamespacedPod({ name, namespace, gracePeriodSeconds: 0 }),
      apps.deleteNamespacedDeployment({ name, namespace }),
    ];
    const [pod, deployment] = await Promise.allSettled(removals);
    isThere = [pod, deployment].some((removal) => removal?.status === 'rejected');
  }

  try {
    await apps.createNamespacedDeployment({
      namespace,
      body: {
        metadata,
        spec: { replicas: 0, selector: { matchLabels: metadata.labels }, template: { metadata, spec } },
      },
    });
    await core.createNamespacedPod({
      namespace,
      body: { metadata, spec: { ...spec, nodeName: `${name}-no-such-node` } },
    });
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    remove,
    async setImage(changed) {
      const body = [{ op: 'replace', path: '/spec/containers/0/image', value: changed }];
      await core.patchNamespacedPod(
        { name, namespace, body },
        setHeaderOptions('Content-Type', PatchStrategy.JsonPatch),
      );
    },
  };
}

/** As the strictest pod security standard asks. */
const podSecurity = { runAsNonRoot: true, runAsUser: 65_534, seccompProfile: { type: 'RuntimeDefault' } };
const containerSecurity = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
