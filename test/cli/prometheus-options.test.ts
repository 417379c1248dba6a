import t from 'tap';
import { aRawNode, aRawPod } from '../support/builders.ts';
import { startFakePrometheus } from '../support/fake-prometheus/fake-prometheus.ts';
import { kubeStateMetrics } from '../support/fake-prometheus/kube-state-metrics.ts';
import { runCli } from '../support/run-cli.ts';

const prometheus = ['--source', 'prometheus', '--prometheus-url', 'http://127.0.0.1:1'];

for (const [args, problem] of [
  [['--source', 'prometheus'], '--source prometheus has no address; give one with --prometheus-url'],
  [['--source', 'prometheuz'], 'there is no source "prometheuz"; did you mean prometheus?'],
  [['--source', 'files'], '--source files names no file; name one with --inventory'],
  [['--prometheus-url', 'http://a'], '--prometheus-url is for a Prometheus; say --source prometheus as well'],
  [['--inventory', 'a', '--context', 'b'], '--inventory reads files and --context a cluster; give one of the two'],
  [
    [...prometheus, '--kubeconfig', 'a'],
    '--prometheus-url reads a Prometheus and --kubeconfig a cluster; give one of the two',
  ],
  [
    [...prometheus, '--inventory', 'a'],
    '--prometheus-url reads a Prometheus and --inventory files; give one of the two',
  ],
  [[...prometheus, '--cluster', 'a'], '--cluster says nothing alone; name the label that has it with --cluster-label'],
  [[...prometheus, '--cluster-label', 'a-b'], '"a-b" is no name of a label; write --cluster-label cluster'],
  [
    [...prometheus, '--cluster-label', 'node'],
    'the label "node" means something else in the series of Plimsoll; name one that tells clusters apart, such as cluster',
  ],
  [
    [...prometheus, '--prometheus-url', 'prometheus:9090'],
    '"prometheus:9090" is no address of a Prometheus; write http://prometheus.example.com:9090',
  ],
  [
    [...prometheus, '--prometheus-url', 'https://a:b@c'],
    'the address of --prometheus-url holds a user or a password; write basic_auth into a file for --prometheus-config',
  ],
  [
    [...prometheus, '--prometheus-url', 'http://a/b?c'],
    'the address "http://a/b?c" goes on behind its path; leave out what begins with ? or #',
  ],
] as const) {
  t.test(`report ${args.join(' ')} is refused`, async (t) => {
    t.match(await runCli(['report', ...args]), { code: 2, stdout: '', stderr: `error: ${problem} [USAGE]\n` });
  });
}

for (const command of ['report', 'record', 'serve']) {
  t.test(`${command}: a configuration with a mistake is refused with its place`, async (t) => {
    const cwd = t.testdir({ 'http.yml': 'basic_auth: {username: a}\ntls_conifg: {}\n' });
    const { code, stderr } = await runCli([command, ...prometheus, '--prometheus-config', 'http.yml'], { cwd });
    t.equal(code, 2);
    t.match(stderr, 'error: http.yml:2:1 unknown key "tls_conifg"; did you mean "tls_config"? (unknown-key);');
    t.match(stderr, '[PROMETHEUS_CONFIG_INVALID]');
  });
}

t.test('a configuration that is not there is refused', async (t) => {
  const { stderr } = await runCli(['report', ...prometheus, '--prometheus-config', 'gone.yml']);
  t.match(stderr, 'error: cannot read gone.yml: it does not exist; name another file with --prometheus-config');
});

t.test('a time between rounds has a unit', async (t) => {
  const { code, stderr } = await runCli(['serve', ...prometheus, '--prometheus-interval', '30']);
  t.equal(code, 2);
  t.match(stderr, '"30" is no time between rounds; write --prometheus-interval 30s, or 2m [USAGE]');
});

t.test('a Prometheus that does not answer is said in one sentence', async (t) => {
  const { code, stderr } = await runCli(['report', ...prometheus]);
  t.equal(code, 2);
  t.match(
    stderr,
    'error: cannot read http://127.0.0.1:1: connection refused; check --prometheus-url, and tls_config in --prometheus-config [PROMETHEUS_UNREACHABLE]\n',
  );
});

t.test('serve turns series into metrics', async (t) => {
  const pod = aRawPod({ image: 'quay.io/calico/node:v3.27.3' });
  const server = await startFakePrometheus(t, kubeStateMetrics([aRawNode(), pod]));
  const stop = new AbortController();
  let ready: (url: string) => void = () => undefined;
  const complete = new Promise<string>((resolve) => {
    ready = resolve;
  });
  const running = runCli(
    ['serve', '--listen', '127.0.0.1:0', '--source', 'prometheus', '--prometheus-url', server.url],
    {
      signal: stop.signal,
      onOutput(output) {
        const url = /"url":"(?<url>[^"]+)"/.exec(output)?.groups?.['url'];
        if (url !== undefined && output.includes('discovery is complete')) ready(url);
      },
    },
  );
  const metrics = await (await fetch(new URL('/metrics', await complete))).text();
  t.match(metrics, /plimsoll_component_info\{namespace="kube-system",.*component="calico-node",version="v3.27.3"\} 1/);
  t.match(metrics, 'plimsoll_discovery_errors_total{resource="prometheus",reason="partial"} 0');
  stop.abort();
  t.equal((await running).code, 0);
});
