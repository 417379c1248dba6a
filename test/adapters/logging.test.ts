import t from 'tap';
import { createDiscoveryLog, createLog } from '../../src/adapters/logging.ts';

function aLog() {
  const lines: string[] = [];
  const log = createDiscoveryLog(createLog((line) => lines.push(line)));
  const messages = () => lines.map((line) => JSON.parse(line)).map(({ level, msg }) => `${level} ${msg}`);
  return { ...log, lines, messages };
}

const failure = { resource: 'pods', reason: 'unreachable', message: 'connection refused' } as const;

t.test('a failure is logged once for as long as it lasts, and its end once', async (t) => {
  const { onFailure, onConfirmed, messages } = aLog();
  for (let round = 0; round < 5; round++) onFailure(failure);
  onFailure({ ...failure, resource: 'nodes' });
  onFailure({ ...failure, reason: 'timeout', message: 'no answer' });
  onConfirmed(1);
  onConfirmed(2);
  onFailure(failure);
  t.same(messages(), [
    'warn connection refused',
    'warn connection refused',
    'warn no answer',
    'info discovery works again',
    'warn connection refused',
  ]);
});

t.test('the first complete discovery is logged, later ones are not', async (t) => {
  const { onSnapshot, messages } = aLog();
  const snapshot = { inventory: { nodes: [], instances: [] }, exposures: [] };
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
