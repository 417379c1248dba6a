import type { Component } from '../components/component.ts';
import type { OsvPackage } from './osv-record.ts';

/**
 * The package that a component is to OSV.
 *
 * The list of ecosystems is closed, and none is for programs that ship as container images. `Go` is for modules, which
 * these are not: several components share a repository, images are numbered by other tags than modules are (calico
 * v3.27.3 is no module version), and a scanner would hold it against every program that imports the module.
 *
 * `Kubernetes` has as its name "the Go module name associated with the relevant Kubernetes component" and as its
 * versions the releases of Kubernetes, so it is right for Kubernetes itself. For all others a suffix keeps them apart
 * from it, as other ecosystems do with `:<RELEASE>` or `:<REMOTE-REPO-URL>`: it says whose names follow. Those are ids
 * of the catalog's components. No purl: it would name a repository or an image, and a component is neither.
 */
export function osvPackage({ id, repository }: Component): OsvPackage {
  const module = repository === kubernetesRepository ? kubernetesModules.get(id) : undefined;
  return module === undefined
    ? { ecosystem: 'Kubernetes:plimsoll', name: id }
    : { ecosystem: 'Kubernetes', name: module };
}

const kubernetesRepository = 'https://github.com/kubernetes/kubernetes';

/** As the home database of that ecosystem names them: UpstreamRepoName in collector/parser.go of kubernetes-sigs/cve-feed-osv. */
const kubernetesModules: ReadonlyMap<string, string> = new Map([
  ['kube-apiserver', 'k8s.io/apiserver'],
  ['kube-controller-manager', 'k8s.io/controller-manager'],
  ['kube-proxy', 'k8s.io/kube-proxy'],
  ['kube-scheduler', 'k8s.io/kube-scheduler'],
  ['kubelet', 'k8s.io/kubelet'],
]);
