import t from 'tap';
import { readFlags } from '../../../src/core/inventory/container-flags.ts';

const wanted = new Set(['proxy-mode', 'v', 'grpc-proxy', 'constructor']);

const rows: readonly (readonly [
  what: string,
  commandLine: readonly string[],
  flags: Readonly<Record<string, readonly string[]>>,
])[] = [
  ['a value behind =', ['kube-proxy', '--proxy-mode=ipvs'], { 'proxy-mode': ['ipvs'] }],
  ['a value as the next word', ['--proxy-mode', 'ipvs', '-v', '2'], { 'proxy-mode': ['ipvs'], v: ['2'] }],
  ['one dash', ['-proxy-mode=ipvs'], { 'proxy-mode': ['ipvs'] }],
  ['no value', ['--proxy-mode', '--other'], { 'proxy-mode': [''] }],
  ['no value at the end', ['--proxy-mode'], { 'proxy-mode': [''] }],
  ['several values', ['--v=1', '--v=2'], { v: ['1', '2'] }],
  ['a shell', ['sh', '-c', 'exec kube-proxy --proxy-mode="ipvs" --v=4'], { 'proxy-mode': ['ipvs'], v: ['4'] }],
  ['a value with =', ['--proxy-mode=a=b'], { 'proxy-mode': ['a=b'] }],
  ['a sub-command', ['etcd', 'grpc-proxy', 'start'], { 'grpc-proxy': ['start'] }],
  ['a flag that begins alike', ['--proxy-mode-x=1'], {}],
  ['nothing', [], {}],
];

for (const [what, commandLine, flags] of rows) {
  t.test(`a command line with ${what}`, async (t) => {
    t.same(Object.fromEntries(readFlags(commandLine, wanted)), flags);
  });
}
