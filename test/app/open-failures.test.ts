import t from 'tap';
import type { DiscoveryFailure } from '../../src/app/discovery.ts';
import { createOpenFailures, describeFailures } from '../../src/app/open-failures.ts';

function aFailure(failure: Partial<DiscoveryFailure> = {}): DiscoveryFailure {
  return { resource: 'pods', namespace: undefined, reason: 'unreachable', message: 'connection refused', ...failure };
}

t.test('a scope is failing from its first failure until it recovers, with its last message', async (t) => {
  const { add, remove, all } = createOpenFailures();
  t.equal(add(aFailure()), true);
  t.equal(add(aFailure()), false);
  t.equal(add(aFailure({ reason: 'timeout', message: 'no answer' })), true);
  t.equal(add(aFailure({ namespace: 'dns' })), true);
  t.strictSame(
    all().map(({ message }) => message),
    ['no answer', 'connection refused'],
  );

  t.equal(remove(aFailure()), true);
  t.equal(remove(aFailure()), false);
  t.strictSame(all(), [aFailure({ namespace: 'dns' })]);
});

const inEach = (count: number, message: (namespace: string) => string) =>
  Array.from({ length: count }, (_, index) => aFailure({ namespace: `n${index}`, message: message(`n${index}`) }));

const described: readonly (readonly [what: string, failures: readonly DiscoveryFailure[], text: string])[] = [
  ['one', [aFailure({ namespace: 'kube-system' })], 'pods in kube-system: connection refused'],
  ['two with one message', [aFailure(), aFailure({ resource: 'nodes' })], 'pods, nodes: connection refused'],
  ['many with one message', inEach(9, () => 'gone'), 'pods in n0, pods in n1, pods in n2 and 6 more: gone'],
  [
    'two with messages of their own',
    [aFailure(), aFailure({ resource: 'nodes', message: 'no answer' })],
    'pods: connection refused; nodes: no answer',
  ],
  ['a message that names its scope', [aFailure({ message: 'may not list pods' })], 'may not list pods'],
  [
    'many with messages of their own',
    inEach(5, (namespace) => `cannot list pods in ${namespace}`),
    'cannot list pods in n0; cannot list pods in n1; cannot list pods in n2; and 2 more',
  ],
  ['a long message', [aFailure({ message: 'x'.repeat(1_000) })], `pods: ${'x'.repeat(297)}...`],
];

for (const [what, failures, text] of described) {
  t.test(`${what}: ${text.slice(0, 80)}`, async (t) => {
    t.equal(describeFailures(failures), text);
  });
}
