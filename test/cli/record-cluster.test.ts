import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { FakeApiServer } from '../support/fake-api-server/fake-api-server.ts';
import { aNode, aPod, aReplicaSet } from '../support/fake-api-server/objects.ts';
import { serve } from '../support/fake-api-server/reflect.ts';
import { runCli } from '../support/run-cli.ts';

const owner = { kind: 'ReplicaSet', name: 'thanos-query-5d9' };

/** A cluster with secrets in places that discovery sees or passes by, and the folder of its kubeconfig. */
async function aCluster(t: Test): Promise<{ readonly server: FakeApiServer; readonly cwd: string }> {
  const server = await serve(t);
  server.requireAuthorization('Bearer t0ps3cret-token');
  server.store.put('nodes', aNode('node-of-ours', 'v1.33.7+k3s1'));
  server.store.put('replicasets', aReplicaSet(owner.name, 'thanos-query', 'monitoring'));
  const env = { PASSWORD: 't0ps3cret', FELIX_XDPENABLED: 'true' };
  server.store.put('pods', aPod({ name: 'calico-x', namespace: 'kube-system', image: 'calico/node:v3.27.3', env }));
  server.store.put(
    'pods',
    aPod({
      name: 'query-x',
      namespace: 'monitoring',
      image: 'registry.ours.example:5000/thanos/thanos:v0.35.0',
      owner,
      annotations: { 'example.com/key': 't0ps3cret' },
    }),
  );
  server.store.put('pods', aPod({ name: 'ours', namespace: 'monitoring', image: 'registry.ours.example/secret:1' }));
  const cwd = t.testdir({});
  const config = {
    clusters: [{ name: 'test', cluster: { server: server.url } }],
    users: [{ name: 'tester', user: { token: 't0ps3cret-token' } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'tester' } }],
    'current-context': 'test',
  };
  await writeFile(join(cwd, 'config'), JSON.stringify(config));
  return { server, cwd };
}

for (const options of [[], ['--namespaces', 'kube-system']]) {
  t.test(`a recording with ${options.join(' ') || 'no options'} reports what the cluster did`, async (t) => {
    const { server, cwd } = await aCluster(t);
    const live = await runCli(['report', '--output', 'json', '--kubeconfig', 'config', ...options], { cwd });
    const args = ['record', '--out', 'recorded.json', '--kubeconfig', 'config', ...options];
    t.equal((await runCli(args, { cwd })).code, 0);
    server.store.remove('nodes', 'node-of-ours');

    const again = await runCli(['report', '--output', 'json', '--inventory', 'recorded.json'], { cwd });

    t.match(live.stdout, 'CALICO-8856');
    t.same(again, live);
    t.equal(live.stderr.startsWith('not all namespaces are read: '), options.length > 0, live.stderr);
    const text = await readFile(join(cwd, 'recorded.json'), 'utf8');
    t.notMatch(text, 't0ps3cret');
    t.notMatch(text, '"ours"');
    t.equal(text.includes('unseenPods'), options.length > 0, 'a part of the cluster says that it is one');

    const alike = ['record', '--out', 'again.json', '--inventory', 'recorded.json'];
    t.equal((await runCli(alike, { cwd })).code, 0);
    t.equal(await readFile(join(cwd, 'again.json'), 'utf8'), text, 'and is recorded alike');
  });

  t.test(
    `a recording with pseudonyms and ${options.join(' ') || 'no options'} names nothing of the cluster`,
    async (t) => {
      const { cwd } = await aCluster(t);
      const args = ['record', '--pseudonyms', '--out', 'recorded.json', '--kubeconfig', 'config', ...options];
      t.equal((await runCli(args, { cwd })).code, 0);

      const text = await readFile(join(cwd, 'recorded.json'), 'utf8');

      for (const word of ['ours', 'kube-system', 'monitoring', 'calico-x', 'query-x', 't0ps3cret', '127.0.0.1']) {
        t.notMatch(text, word);
      }
      const summary = async (source: readonly string[]) =>
        (await runCli(['report', ...source], { cwd })).stdout.replaceAll(/ +/g, ' ');
      t.equal(
        await summary(['--inventory', 'recorded.json']),
        await summary(['--kubeconfig', 'config', ...options]),
        'and reports the same',
      );
    },
  );
}

t.test('what may run where nobody looked stays unknown in a recording', async (t) => {
  const { server, cwd } = await aCluster(t);
  // Its known issue shows only beside an affected CNI, which is not seen.
  const image = 'eks/aws-network-policy-agent:v1.1.6-eksbuild.1';
  server.store.put('pods', aPod({ name: 'agent', namespace: 'kube-system', image }));
  const exposureIn = async (options: readonly string[]) => {
    const args = ['record', '--out', 'recorded.json', '--kubeconfig', 'config', ...options];
    t.equal((await runCli(args, { cwd })).code, 0);
    const { stdout } = await runCli(['report', '--inventory', 'recorded.json'], { cwd });
    return /AWS-VPC-CNI-3233 +(?<exposure>unknown|not exposed)/.exec(stdout)?.groups?.['exposure'];
  };

  t.equal(await exposureIn(['--namespaces', 'kube-system']), 'unknown');
  t.equal(await exposureIn([]), 'not exposed');
});
