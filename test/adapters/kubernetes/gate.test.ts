import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { ApiError } from '../../../src/adapters/http-client/api-error.ts';
import { concernsAll, createGate, type Gate, type GateTimings } from '../../../src/adapters/kubernetes/gate.ts';
import { type DiscoveryReason, discoveryReasons } from '../../../src/app/discovery.ts';

const timings: GateTimings = {
  backoff: [2, 16],
  unreachableBackoff: [2, 4],
  patience: 20,
  atMost: [100_000, 60_000],
};

const { signal } = new AbortController();

/** The whole of each pause, so that its ceiling shows. */
const whole = () => 1;

/** A gate whose time is the test's: it looks at the clock again and again while somebody waits. */
function aGate(t: Test, changed: Partial<GateTimings> = {}, random: () => number = whole) {
  let now = 1_000;
  t.intercept(performance, 'now', { value: () => now });
  const gate = createGate({ ...timings, ...changed }, random);
  return {
    gate,
    pass(milliseconds: number) {
      now += milliseconds;
    },
  };
}

/** Those who want to enter, and how many of them did. */
function arrive(gate: Gate, count: number) {
  let entered = 0;
  for (let index = 0; index < count; index += 1) {
    void gate.enter(signal).then(() => {
      entered += 1;
    });
  }
  return {
    /** After every one of them had time to look at the clock. */
    async entered() {
      await sleep(60);
      return entered;
    },
  };
}

function fail(gate: Gate, reason: DiscoveryReason, retryAfter?: number): void {
  gate.failed(new ApiError(reason, 'the test said so', { retryAfter }));
}

/** What the gate lets nobody in for, to the millisecond. */
async function isClosedFor(t: Test, { gate, pass }: ReturnType<typeof aGate>, milliseconds: number): Promise<void> {
  const waiting = arrive(gate, 1);
  pass(milliseconds - 1);
  t.equal(await waiting.entered(), 0, `nobody enters before ${milliseconds} ms`);
  pass(1);
  t.equal(await waiting.entered(), 1, `somebody enters after ${milliseconds} ms`);
}

t.test('while nothing fails everybody enters at once', async (t) => {
  const { gate } = aGate(t);

  t.equal(await arrive(gate, 20).entered(), 20);
});

for (const [reason, ceilings] of [
  ['server_error', [2, 4, 8, 16, 16, 16]],
  ['throttled', [2, 4, 8, 16, 16]],
  ['unreachable', [2, 4, 4, 4, 4, 4]],
] as const) {
  t.test(`${reason} again and again: the pauses double up to the last ceiling, and stay there`, async (t) => {
    const watched = aGate(t);
    for (const ceiling of ceilings) {
      fail(watched.gate, reason);
      await isClosedFor(t, watched, ceiling);
    }
  });
}

t.test('a server that is away for days is asked as often as after a minute', async (t) => {
  const watched = aGate(t);
  for (let times = 0; times < 5_000; times += 1) {
    fail(watched.gate, 'unreachable');
    watched.pass(timings.unreachableBackoff[1]);
    await watched.gate.enter(signal); // as no pause is ever longer, this does not wait
  }

  fail(watched.gate, 'unreachable');

  await isClosedFor(t, watched, timings.unreachableBackoff[1]);
});

t.test('a pause is a random part of its ceiling', async (t) => {
  const watched = aGate(t, { backoff: [12, 12] }, () => 0.25);
  fail(watched.gate, 'server_error');

  await isClosedFor(t, watched, 3);
});

t.test('to be unreachable and to be refused have pauses of their own', async (t) => {
  const watched = aGate(t);
  for (const ceiling of [2, 4, 8]) {
    fail(watched.gate, 'server_error');
    await isClosedFor(t, watched, ceiling);
  }
  fail(watched.gate, 'unreachable');

  await isClosedFor(t, watched, 2);
});

t.test('while the server fails one asks for all, and when it was answered all go', async (t) => {
  const { gate, pass } = aGate(t);
  fail(gate, 'server_error');
  const waiting = arrive(gate, 10);

  pass(2);
  t.equal(await waiting.entered(), 1);
  gate.answered();
  t.equal(await waiting.entered(), 10);
});

t.test(
  'while the server fails one asks for all, and when that failed another one asks after a longer pause',
  async (t) => {
    const { gate, pass } = aGate(t);
    fail(gate, 'server_error');
    const waiting = arrive(gate, 10);
    pass(2);
    t.equal(await waiting.entered(), 1);

    fail(gate, 'server_error');
    pass(3);
    t.equal(await waiting.entered(), 1);
    pass(1);
    t.equal(await waiting.entered(), 2);
  },
);

t.test('who asks for all is given so long, then another one asks', async (t) => {
  const { gate, pass } = aGate(t);
  fail(gate, 'server_error');
  const waiting = arrive(gate, 10);
  pass(2);
  t.equal(await waiting.entered(), 1);

  pass(timings.patience - 1);
  t.equal(await waiting.entered(), 1);
  pass(1);
  t.equal(await waiting.entered(), 2);
});

t.test('one outage breaks every watch, and is one failure', async (t) => {
  const watched = aGate(t);
  for (let watch = 0; watch < 20; watch += 1) fail(watched.gate, 'unreachable');
  await isClosedFor(t, watched, 2);
  for (let watch = 0; watch < 20; watch += 1) fail(watched.gate, 'server_error');

  await isClosedFor(t, watched, 2);
});

t.test('after a watch that lived the first pause comes again', async (t) => {
  const watched = aGate(t);
  for (const reason of ['server_error', 'unreachable'] as const) {
    for (const ceiling of [2, 4]) {
      fail(watched.gate, reason);
      await isClosedFor(t, watched, ceiling);
    }
  }

  watched.gate.lived();

  for (const reason of ['server_error', 'unreachable'] as const) {
    fail(watched.gate, reason);
    await isClosedFor(t, watched, 2);
  }
});

t.test('an answer alone proves nothing: the next pause is longer all the same', async (t) => {
  const watched = aGate(t);
  for (const ceiling of [2, 4, 8]) {
    fail(watched.gate, 'server_error');
    await isClosedFor(t, watched, ceiling);
    watched.gate.answered();
  }
});

t.test('a server that says how long to wait is waited for so long', async (t) => {
  const watched = aGate(t);
  fail(watched.gate, 'throttled', 0.009);

  await isClosedFor(t, watched, 9);
});

t.test('a server that asks for less than the pause gets the pause', async (t) => {
  const watched = aGate(t, { backoff: [9, 9] });
  fail(watched.gate, 'throttled', 0.003);

  await isClosedFor(t, watched, 9);
});

t.test('however the server answers, it is sent at most so many requests in a while', async (t) => {
  const { gate, pass } = aGate(t, { atMost: [3, 30] });
  const waiting = arrive(gate, 8);
  t.equal(await waiting.entered(), 3);

  gate.answered();
  gate.lived();
  pass(29);
  t.equal(await waiting.entered(), 3);
  pass(1);
  t.equal(await waiting.entered(), 6);
  pass(30);
  t.equal(await waiting.entered(), 8);
});

t.test('what is sent while the server fails counts too', async (t) => {
  const { gate, pass } = aGate(t, { atMost: [2, 30], backoff: [1, 1] });
  for (let times = 0; times < 2; times += 1) {
    fail(gate, 'server_error');
    pass(1);
    await gate.enter(signal);
  }
  fail(gate, 'server_error');
  const waiting = arrive(gate, 1);

  pass(28); // the first was sent 29 ago
  t.equal(await waiting.entered(), 0);
  pass(1);
  t.equal(await waiting.entered(), 1);
});

t.test('who is stopped waits no more, and takes nobody’s place', async (t) => {
  const { gate, pass } = aGate(t, { atMost: [1, 30] });
  await gate.enter(signal);
  const stop = new AbortController();
  const stopped = gate.enter(stop.signal);
  const waiting = arrive(gate, 1);

  stop.abort();

  await t.rejects(stopped, { name: 'AbortError' });
  await t.rejects(gate.enter(stop.signal), { name: 'AbortError' }, 'nor does it begin to wait');
  pass(30);
  t.equal(await waiting.entered(), 1);
});

t.test('what one collection can meet alone does not close the gate for the others', async (t) => {
  t.strictSame(
    discoveryReasons.filter((reason) => !concernsAll(reason)),
    ['forbidden', 'not_found', 'expired', 'malformed'],
  );
});
