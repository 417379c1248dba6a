import t from 'tap';
import { createDiscoveryLog, createLog } from '../../src/adapters/logging.ts';

function aLog() {
  const lines: string[] = [];
  const log = createDiscoveryLog(createLog((line) => lines.push(line)));
  const messages = () => lines.map((line) => JSON.parse(line)).map(({ level, msg }) => `${level} ${msg}`);
  return { ...log, lines, messages };
}

const pods = { resource: 'pods', namespace: undefined } as const;
const failure = { ...pods, reason: 'unreachable', message: 'connection refused' } as const;

t.test('a failure is logged once for as long as it lasts, and its end once', async (t) => {
  const { onFailure, onRecovery, messages } = aLog();
  for (let round = 0; round < 5; round++) onFailure(failure);
  onFailure({ ...failure, resource: 'nodes' });
  onFailure({ ...failure, reason: 'timeout', message: 'no answer' });
  onRecovery(pods);
  onRecovery(pods);
  onFailure(failure);
  t.same(messages(), [
    'warn connection refused',
    'warn connection refused',
    'warn no answer',
    'info it fails no more',
    'warn connection refused',
  ]);
});

t.test('one namespace that cannot be read says nothing of another', async (t) => {
  const { onFailure, onRecovery, lines } = aLog();
  for (let round = 0; round < 3; round++) {
    onFailure({ ...failure, namespace: 'first', reason: 'forbidden' });
    onFailure({ ...failure, namespace: 'second' });
    onRecovery({ ...pods, namespace: 'second' });
  }
  t.same(
    lines.map((line) => JSON.parse(line)).map(({ level, namespace }) => `${level} ${namespace}`),
    ['warn first', ...Array.from({ length: 3 }, () => ['warn second', 'info second']).flat()],
  );
});

t.test('the first complete discovery is logged, later ones are not', async (t) => {
  const { onSnapshot, messages } = aLog();
  const snapshot = { inventory: { nodes: [], instances: [], seesAllPods: true }, exposures: [] };
  onSnapshot(snapshot, 1);
  onSnapshot(snapshot, 1);
  t.same(messages(), ['info discovery is complete']);
});

t.test('a line is one JSON object with time and level, and nothing of the host', async (t) => {
  const { onFailure, lines } = aLog();
  onFailure(failure);
  t.match(
    lines[0],
    /^\{"level":"warn","time":"\d{4}-\d\d-\d\dT[^"]+Z","resource":"pods","reason":"unreachable","msg":"connection refused"\}\n$/,
  );
});
