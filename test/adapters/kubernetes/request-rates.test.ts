import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import type { KubernetesApi } from '../../../src/adapters/kubernetes/api.ts';
import type { ReflectorTimings } from '../../../src/adapters/kubernetes/reflector.ts';
import type { SurveyTimings } from '../../../src/adapters/kubernetes/survey.ts';
import { reflectorTimings, surveyTimings } from '../../../src/adapters/kubernetes/timings.ts';
import { createDice } from '../../support/dice.ts';
import { eventually } from '../../support/eventually.ts';
import type { FakeApiServer } from '../../support/fake-api-server/fake-api-server.ts';
import { misbehaviours, openWatches } from '../../support/fake-api-server/misbehave.ts';
import { aDaemonSet, aDeployment, aNode, aPod } from '../../support/fake-api-server/objects.ts';
import { connect, images, serve } from '../../support/fake-api-server/reflect.ts';
import { mostWithin, type RecordedRequest, readRequest } from '../../support/fake-api-server/requests.ts';
import { runDiscovery } from '../../support/fake-api-server/run-discovery.ts';

/** All times of production are so many times shorter. */
const scale = 50;

const { atMost, backoff, unreachableBackoff, watchSeconds } = reflectorTimings;
const shorter = ([first, most]: readonly [number, number]) => [first / scale, most / scale] as const;

const timings: ReflectorTimings = {
  watchSeconds: shorter(watchSeconds),
  watchSilence: reflectorTimings.watchSilence / scale,
  patience: reflectorTimings.patience / scale,
  backoff: shorter(backoff),
  unreachableBackoff: shorter(unreachableBackoff),
  atMost: [atMost[0], atMost[1] / scale],
  healthyAfter: reflectorTimings.healthyAfter / scale,
};

const timingsOfSurvey: SurveyTimings = {
  interval: shorter(surveyTimings.interval),
  share: surveyTimings.share,
  rest: surveyTimings.rest,
  settle: surveyTimings.settle / scale,
  tick: surveyTimings.tick / scale,
  backoff: shorter(surveyTimings.backoff),
  patience: surveyTimings.patience / scale,
};

/** Three minutes of production, in milliseconds. */
const duration = 180_000 / scale;

/** Seconds. A minute of production is a little longer: the gate's clock is read a moment before the request is sent. */
const minute = 58 / scale;

/** Requests of each resource that a server is sent in a minute, whatever it does. */
const mostRequests = 60;

/** Of the survey, which looks into one namespace a second, walks on meanwhile, and has pauses of its own when it fails. */
const mostOfSurvey = 70;

const namespaces = Array.from({ length: 15 }, (_, index) => `team-${index}`);
const others = Array.from({ length: 40 }, (_, index) => `shop-${index}`);

function fill({ store }: FakeApiServer): void {
  store.put('nodes', aNode('node-1'));
  for (const namespace of namespaces) {
    store.put('daemonsets', aDaemonSet({ name: 'agent', namespace, image: images.tracked }));
    store.put('pods', aPod({ name: 'agent', namespace, image: images.tracked }));
  }
  for (const namespace of others) {
    for (let index = 0; index < 15; index += 1) {
      store.put('pods', aPod({ name: `web-${index}`, namespace, image: images.untracked }));
    }
  }
}

/** Pods change where they are followed, and workloads where they are not. */
function churn({ store }: FakeApiServer): () => void {
  const { pick } = createDice(1);
  const changing = setInterval(() => {
    store.put('pods', aPod({ name: 'agent', namespace: pick(namespaces), image: images.newer }));
    store.put('deployments', aDeployment({ name: 'web', namespace: pick(others), image: images.untracked }));
  }, 20);
  return () => clearInterval(changing);
}

/** A client that notes when it sends what: a busy machine may hand a server at once what was sent over a while. */
function noteRequests(api: KubernetesApi) {
  const sent: RecordedRequest[] = [];
  const get: KubernetesApi['get'] = (request) => {
    const asked = readRequest({ url: request.path, headers: { accept: request.accept } } as IncomingMessage);
    if (asked) sent.push(asked);
    return api.get(request);
  };
  return { sent, api: { ...api, get } };
}

/** The survey lists pods of all namespaces, and of those that are not followed. */
function isOfSurvey({ collection, verb, namespace }: RecordedRequest): boolean {
  return collection === 'pods' && verb === 'list' && (namespace === undefined || others.includes(namespace));
}

function isLaterPage({ query }: RecordedRequest): boolean {
  return query.has('continue');
}

t.jobs = 10;

for (const [name, misbehave] of Object.entries(misbehaviours(timings.healthyAfter))) {
  t.test(`a server that ${name} is sent at most a request a second of each resource`, { buffered: true }, async (t) => {
    const server = await serve(t);
    fill(server);
    t.teardown(churn(server));
    const { sent, api } = noteRequests(connect(t, server));
    runDiscovery(t, server, { api, timings, surveyTimings: timingsOfSurvey, random: createDice(1).roll });
    await eventually('the survey has begun', () => sent.some(isOfSurvey));
    await sleep(duration / 4);

    t.teardown(misbehave(server) ?? (() => undefined));
    for (const watch of openWatches(server)) watch.end();
    await sleep(duration);

    const ofReflectors = sent.filter((request) => !isOfSurvey(request) && !isLaterPage(request));
    for (const collection of new Set(ofReflectors.map((request) => request.collection))) {
      const most = mostWithin(ofReflectors, minute, { collection });
      t.ok(most <= mostRequests, `${most} requests for ${collection}`);
    }
    const ofSurvey = sent.filter(isOfSurvey);
    const most = mostWithin(ofSurvey, minute, {});
    t.ok(most <= mostOfSurvey, `${most} requests of the survey`);
    t.ok(server.requests.length <= sent.length, 'the server sees no more than that');
    t.ok(ofReflectors.some(({ collection }) => collection === 'pods'));
  });
}
