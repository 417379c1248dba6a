import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { toApiError } from '../../../src/adapters/http-client/api-error.ts';
import { eventually } from '../../support/eventually.ts';
import { aPod } from '../../support/fake-api-server/objects.ts';
import { connect, images, reflect, resources, serve } from '../../support/fake-api-server/reflect.ts';

const failed = () => Promise.reject(new Error('it did not fail'));
const question = {
  path: '/api/v1/pods?limit=500',
  accept: 'application/json',
  gzip: true,
  patience: 3_000,
  silence: 3_000,
  onBytes: () => undefined,
};

/** A user whose credentials come from a shell script. */
function plugin(script: string) {
  return { exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'sh', args: ['-c', script] } };
}

function credential(status: object): string {
  return JSON.stringify({ apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status });
}

const failures: readonly (readonly [name: string, script: string, message: string])[] = [
  ['fails', 'echo "not logged in" >&2; echo "try again" >&2; exit 1', 'not logged in try again'],
  ['fails without a word', 'exit 3', 'it failed without a word'],
  ['prints garbage', 'echo garbage', 'what it printed is not an ExecCredential'],
  ['prints nothing', 'true', 'what it printed is not an ExecCredential'],
  ['prints another object', 'echo "{}"', 'what it printed is not an ExecCredential'],
  ['prints null', 'echo null', 'what it printed holds no token and no certificate'],
  ['prints no token', `echo '${credential({})}'`, 'what it printed holds no token and no certificate'],
];

for (const [name, script, message] of failures) {
  t.test(`a credential plugin that ${name} is named, and the server is not asked`, async (t) => {
    const server = await serve(t);
    const { signal } = new AbortController();

    const error = await connect(t, server, { user: plugin(script) })
      .get({ ...question, signal })
      .then(failed, toApiError);

    t.equal(error.reason, 'credentials');
    t.equal(error.message, `cannot get credentials from the plugin sh: ${message}`);
    t.equal(server.requests.length, 0);
  });
}

t.test('a credential plugin that is not installed is named', async (t) => {
  const server = await serve(t);
  const user = { exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'no-such-plugin' } };
  const { signal } = new AbortController();

  const error = await connect(t, server, { user })
    .get({ ...question, signal })
    .then(failed, toApiError);

  t.match(error, {
    reason: 'credentials',
    message: 'cannot get credentials from the plugin no-such-plugin: it is not installed, or not on the PATH',
  });
});

t.test('a token file that is missing is named', async (t) => {
  const server = await serve(t);
  const user = { authProvider: { name: 'tokenFile', config: { tokenFile: '/nowhere/token' } } };
  const { signal } = new AbortController();

  const error = await connect(t, server, { user })
    .get({ ...question, signal })
    .then(failed, toApiError);

  t.match(error, {
    reason: 'credentials',
    message: 'cannot get credentials of user "tester": cannot read /nowhere/token: it does not exist',
  });
});

t.test('a plugin that prints garbage once is asked again', async (t) => {
  const answer = join(t.testdir({ answer: '{}' }), 'answer');
  const server = await serve(t);
  server.requireAuthorization('Bearer good');
  const reflector = reflect(t, server, resources.pods, { api: connect(t, server, { user: plugin(`cat ${answer}`) }) });
  await eventually('it fails', () => reflector.failures.length > 1);

  writeFileSync(answer, credential({ token: 'good' }));

  await reflector.catchUp();
  t.ok(reflector.failures.every(({ reason }) => reason === 'credentials'));
});

t.test('credentials of a plugin are kept until the server refuses them', async (t) => {
  const folder = t.testdir({ answer: credential({ token: 'first' }), count: '' });
  const user = plugin(`printf x >> ${folder}/count; cat ${folder}/answer`);
  const runs = () => readFileSync(join(folder, 'count'), 'utf8').length;
  const server = await serve(t);
  server.requireAuthorization('Bearer first');
  const reflector = reflect(t, server, resources.pods, { api: connect(t, server, { user }) });
  await reflector.beWatching();
  t.equal(runs(), 1, 'once for the list and the watch');

  writeFileSync(join(folder, 'answer'), credential({ token: 'second' }));
  server.requireAuthorization('Bearer second');
  for (const watch of server.watches('pods')) watch.end();
  server.store.put('pods', aPod({ name: 'calico', image: images.tracked }));

  await reflector.catchUp();
  t.equal(runs(), 2);
  t.strictSame(
    reflector.failures.map(({ reason }) => reason),
    ['unauthorized'],
  );
});

t.test('a plugin runs once for requests that start together', async (t) => {
  const folder = t.testdir({ count: '' });
  const user = plugin(`printf x >> ${folder}/count; echo '${credential({ token: 'good' })}'`);
  const server = await serve(t);
  const api = connect(t, server, { user });
  const { signal } = new AbortController();

  const answers = await Promise.all([1, 2, 3].map(() => api.get({ ...question, signal })));
  await Promise.all(answers.map(({ body }) => textOf(body)));

  t.equal(readFileSync(join(folder, 'count'), 'utf8'), 'x');
});

t.test('a plugin that hangs is reported, and runs once', async (t) => {
  const folder = t.testdir({ count: '' });
  const server = await serve(t);
  const api = connect(t, server, { user: plugin(`printf x >> ${folder}/count; exec sleep 1`) });
  const { signal } = new AbortController();
  const asking = () => api.get({ ...question, patience: 100, signal }).then(failed, toApiError);

  for (const error of [await asking(), await asking()]) {
    t.match(error, { reason: 'credentials', message: 'cannot get credentials from the plugin sh: it takes too long' });
  }
  t.equal(readFileSync(join(folder, 'count'), 'utf8'), 'x');
});

t.test('a plugin that hangs does not hold up who stops', async (t) => {
  const server = await serve(t);
  const reflector = reflect(t, server, resources.pods, { api: connect(t, server, { user: plugin('exec sleep 1') }) });
  await sleep(0);

  const began = performance.now();
  await reflector.stop();

  t.ok(performance.now() - began < 500, 'it took no time');
  t.strictSame(reflector.failures, []);
});
