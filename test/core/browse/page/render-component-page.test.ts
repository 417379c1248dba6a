import t from 'tap';
import { loadCatalog } from '../../../../src/app/load-catalog.ts';
import { createComponentRecord } from '../../../../src/core/browse/component-record.ts';
import { renderComponentPage } from '../../../../src/core/browse/page/render-component-page.ts';
import { builtInCatalog } from '../../../support/built-in.ts';
import { aCatalogFolder, rightComponent } from '../../../support/catalogs.ts';

const { catalog } = await builtInCatalog();

function page(id: string, columns?: number): string {
  const component = catalog.components.find((one) => one.id === id);
  if (!component) throw new Error(`no component ${id}`);
  return renderComponentPage(createComponentRecord(component, catalog), columns);
}

t.test(
  'a component in containers shows its images, its names, how its versions are read, and its issues',
  async (t) => {
    const text = page('kube-proxy', 100);
    t.match(text, 'kube-proxy: kube-proxy\nhttps://github.com/kubernetes/kubernetes\n');
    t.match(text, '  - kube-proxy-amd64\n');
    t.match(text, '    - rancher/hardened-kubernetes\n\nCONTAINERS\n  kube-proxy\n');
    t.match(text, 'Read by the scheme docker, like v1.2.3.');
    t.match(text, '  - KUBERNETES-135230: ');
    t.notMatch(page('calico-node'), 'other programs', 'no image of it is shared');
  },
);

t.test('of digests the page tells how many there are, and the record which', async (t) => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const component = `${rightComponent}  digests: {${digest}: "v1.0.0"}\n`;
  const { catalog: small } = loadCatalog([aCatalogFolder({ component })]);
  const record = createComponentRecord(small.components[0]!, small);
  t.same(record.container?.digests, { [digest]: 'v1.0.0' });
  t.match(renderComponentPage(record), 'the version is known by digest: 1.');
  t.notMatch(page('calico-node'), 'digest');
});

t.test('a process on the node shows where its version and its usage come from', async (t) => {
  t.match(page('rke2'), 'Its version is that of the kubelet.');
  t.match(page('rke2'), 'Measured by the cgroup /system.slice/rke2-server.service.');
  t.match(page('k3s'), "Measured as the kubelet's process, or by the cgroup /system.slice/k3s.service.");
  t.match(page('cri-o'), 'Its version is that of the container runtime, where it is cri-o.');
  t.match(page('bottlerocket'), 'Its version is in the OS image, behind "Bottlerocket OS".');
});

t.test('a component without issues says so', async (t) => {
  t.match(page('bottlerocket'), 'KNOWN ISSUES\n  None.\n');
});

t.test('every page fits its terminal, but for what cannot be broken', async (t) => {
  for (const { id } of catalog.components) {
    for (const line of page(id, 60).split('\n'))
      t.ok(line.length <= 60 || /^ *(?:- )?\S+$/.test(line), `${id}: ${line}`);
  }
});
