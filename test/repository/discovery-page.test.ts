import { readFile } from 'node:fs/promises';
import t from 'tap';
import { reflectorTimings, surveyTimings } from '../../src/adapters/kubernetes/timings.ts';
import { discoveryReasons, discoveryResources } from '../../src/app/discovery.ts';

const page = await readFile(new URL('../../docs/discovery.md', import.meta.url), 'utf8');

/** `from 0.5 s to 30 s` */
function span([first, most]: readonly [number, number]): string {
  return `from ${first / 1000} s to ${most / 1000} s`;
}

t.test('the page about discovery has the times that the code has', async (t) => {
  const { backoff, unreachableBackoff, patience, watchSilence, atMost, watchSeconds } = reflectorTimings;
  t.match(page, `| \`unreachable\` | all | ${span(unreachableBackoff)} |`);
  t.match(page, `| \`timeout\` | all | ${span(backoff)} |`);
  t.match(page, `no answer within ${patience / 1000} s`);
  t.match(page, `silent for ${watchSilence / 1000} seconds`);
  t.match(page, `no more than ${atMost[0]} requests a minute`);
  t.equal(atMost[1], 60_000);
  t.same(watchSeconds, [300, 600], 'after five to ten minutes');
  t.same(surveyTimings.interval, [20_000, 30 * 60_000], 'at least 20 seconds and at most half an hour');
  t.match(page, `Then it rests for ${surveyTimings.share} times as long`);
  t.equal(surveyTimings.settle, 10_000, 'ten seconds after a workload has changed');
  t.same(surveyTimings.backoff, [5_000, 60_000], 'from 5 s to a minute');
});

t.test('the page about discovery names every resource and every reason', async (t) => {
  const resources = discoveryResources.filter((resource) => resource !== 'file' && resource !== 'prometheus');
  for (const name of [...resources, ...discoveryReasons]) t.match(page, new RegExp(`\`${name}(\\.apps)?\``), name);
});
