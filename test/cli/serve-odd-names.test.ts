import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { eventually } from '../support/eventually.ts';
import type { FakeApiServer } from '../support/fake-api-server/fake-api-server.ts';
import { aNode, aPod } from '../support/fake-api-server/objects.ts';
import { serve } from '../support/fake-api-server/reflect.ts';
import { promtool } from '../support/promtool.ts';
import { runCli } from '../support/run-cli.ts';
import { needs } from '../support/tools.ts';

/** A name of so many characters, as far as Kubernetes lets it go: 63 for a label of DNS, 253 for a subdomain. */
function aName(length: number): string {
  return 'a.b-'
    .repeat(64)
    .slice(0, length - 1)
    .concat('z');
}

const namespace = 'n'.repeat(63);
const workload = aName(253);
const nodeName = `node-${aName(248)}`;
const podName = `pod-${aName(249)}`;
const container = 'c'.repeat(63);

/** No API server lets such a name in. What is between us and the server may, and a series must not break on it. */
const hostileName = 'pod "of\\n\\" {evil="1"} 1\nplimsoll_build_info 7';

const quoted = 'a "quoted" \\ back\\\\slash, {brace}="x"\nanother line\ttab é 世界 \u0000';

function putCluster({ store }: FakeApiServer): void {
  const node = aNode(nodeName, 'v1.33.7+k3s3');
  const annotations = {
    'k3s.io/node-args': JSON.stringify(['server', '--cluster-init', '--node-label', quoted]),
    quoted,
  };
  const labels = { 'node-role.kubernetes.io/etcd': 'true', 'example.com/longest': aName(63) };
  store.put('nodes', { ...node, metadata: { name: nodeName, labels, annotations } });
  const pod = aPod({ name: podName, namespace, node: nodeName, image: 'calico/node:v3.27.3', annotations: { quoted } });
  const ownerReferences = [{ kind: 'DaemonSet', name: workload, controller: true }];
  const containers = [{ name: container, image: `calico/node:v3.27.3`, args: [quoted] }];
  const spec = { nodeName, containers };
  store.put('pods', { ...pod, metadata: { ...pod.metadata, ownerReferences }, spec });
  store.put(
    'pods',
    aPod({ name: hostileName, namespace: 'kube-system', node: nodeName, image: 'calico/node:v3.27.3' }),
  );
}

/** What a scrape of `plimsoll serve` brings once two pods are in it. */
async function scrape(t: Test): Promise<string> {
  const server = await serve(t);
  putCluster(server);
  const config = join(t.testdir({}), 'config');
  const clusters = [{ name: 'test', cluster: { server: server.url } }];
  const contexts = [{ name: 'test', context: { cluster: 'test' } }];
  await writeFile(config, JSON.stringify({ clusters, contexts, 'current-context': 'test' }));
  const stop = new AbortController();
  let output = '';
  const running = runCli(['serve', '--kubeconfig', config, '--listen', '127.0.0.1:0'], {
    signal: stop.signal,
    onOutput(text) {
      output = text;
    },
  });
  t.teardown(() => {
    stop.abort();
    return running;
  });
  const url = await eventually('it listens', () => /"url":"(?<url>[^"]+)"/.exec(output)?.groups?.['url']);
  return eventually('both pods are found', async () => {
    const text = await (await fetch(`${url}/metrics`)).text();
    return text.split('\n').filter((line) => line.startsWith('plimsoll_component_info{')).length === 2 && text;
  });
}

/** The labels of a line as Prometheus reads them (its text format, 0.0.4). */
function labelsOf(line: string): Readonly<Record<string, string>> {
  const pairs = line.matchAll(/[{,](?<label>\w+)="(?<value>(?:[^"\\]|\\.)*)"/g);
  const read = (value: string) =>
    value.replaceAll(/\\(?<character>.)/g, (_, character) => (character === 'n' ? '\n' : character));
  return Object.fromEntries([...pairs].map(({ groups }) => [groups?.['label'], read(groups?.['value'] ?? '')]));
}

t.test('the longest names, and names that nobody may give, are told as they are', async (t) => {
  const text = await scrape(t);
  const lines = text.split('\n').filter((line) => line.startsWith('plimsoll_'));

  const ours = { namespace, workload_kind: 'DaemonSet', workload, pod: podName, container, node: nodeName };
  const infos = lines.filter((line) => line.startsWith('plimsoll_component_info{')).map(labelsOf);
  t.match(
    infos.find((labels) => labels['namespace'] === namespace),
    { ...ours, component: 'calico-node', version: 'v3.27.3' },
  );
  t.match(
    infos.find((labels) => labels['namespace'] === 'kube-system'),
    { pod: hostileName, node: nodeName },
  );
  t.ok(
    lines.some((line) => line.startsWith('plimsoll_known_issue{') && labelsOf(line)['pod'] === podName),
    'it is matched as well',
  );
  t.match(
    lines.filter((line) => line.includes('issue="K3S-13574"') && line.includes('exposure=')).map(labelsOf),
    [{ node: nodeName, exposure: 'exposed' }],
    'arguments in an annotation are read, whatever stands among them',
  );
  t.equal(lines.filter((line) => line.startsWith('plimsoll_build_info')).length, 1);
});

t.test('promtool is content with such names', needs('promtool'), async (t) => {
  t.match(await promtool(['check', 'metrics'], await scrape(t)), { code: 0, output: '' });
});
