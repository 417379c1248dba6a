import { cp, mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import t from 'tap';
import { runCli } from '../support/run-cli.ts';
import { readValuesFiles } from './chart.ts';
import { podOf } from './render/objects.ts';
import { createRenderer, needsRenderer } from './render/render.ts';

t.test('what the ConfigMaps mount lints as catalogs', needsRenderer(), async (t) => {
  const root = t.testdir();
  const { path: values } = readValuesFiles('rendered').find(({ name }) => name === 'catalogs')!;
  const { containers, volumes = [] } = podOf(await createRenderer(root)({ values }));
  const [{ args, volumeMounts = [] }] = containers;
  for (const [index, { name, configMap }] of volumes.entries()) {
    const mount = volumeMounts[index]!;
    t.equal(mount.name, name);
    t.equal(mount.readOnly, true);
    await mountAsTheKubeletDoes(join(root, mount.mountPath), configMap.items);
  }
  const folders = args
    .filter((_argument, index) => args[index - 1] === '--catalog')
    .map((folder) => join(root, folder));
  t.equal(folders.length, 2);
  const { code, output } = await runCli(['catalog', 'lint', ...folders]);
  t.equal(code, 0, output);
});

/** Where each key's text comes from: the built-in catalog. */
const sources: Readonly<Record<string, string>> = {
  'karpenter.yaml': 'components/karpenter.yaml',
  'KARPENTER-7986.yaml': 'issues/karpenter/KARPENTER-7986.yaml',
  'K3S-12127.yaml': 'issues/k3s/K3S-12127.yaml',
  'K3S-13574.yaml': 'issues/k3s/K3S-13574.yaml',
};

/** Into a folder with a date for a name, which links lead to and through. */
async function mountAsTheKubeletDoes(
  mountPath: string,
  items: readonly { readonly key: string; readonly path: string }[],
): Promise<void> {
  const dated = '..2026_01_01_00_00_00.1';
  for (const { key, path } of items) {
    const target = join(mountPath, dated, path);
    await mkdir(dirname(target), { recursive: true });
    await cp(new URL(`../../catalog/${sources[key]}`, import.meta.url), target);
  }
  await symlink(dated, join(mountPath, '..data'));
  for (const folder of new Set(items.map(({ path }) => path.split('/')[0]!))) {
    await symlink(join('..data', folder), join(mountPath, folder));
  }
}
