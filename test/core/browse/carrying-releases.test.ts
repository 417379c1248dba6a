import t from 'tap';
import { findCarryingReleases } from '../../../src/core/browse/carrying-releases.ts';
import { aDistribution, anAffected, anIssue, aRange, version, widget } from './widget-issues.ts';

const seenFrom11 = anAffected({ ranges: [aRange({ firstReported: version('v1.1.0') })] });

function runsOf(releases: Parameters<typeof aDistribution>[0], affected = anAffected()) {
  const issue = anIssue({ affected: [affected] });
  return findCarryingReleases(issue, [aDistribution(releases)]).flatMap(({ runs }) => runs);
}

t.test('neighbours that carry an affected version are one run', async (t) => {
  const runs = runsOf([
    ['v10.0.0', ['v0.9.0']],
    ['v10.1.0', ['v1.1.0']],
    ['v10.2.0', ['v1.0.0']],
    ['v10.3.0', ['v1.1.0']],
    ['v10.4.0', ['v1.2.0']],
  ]);
  t.strictSame(runs, [
    {
      component: 'widget',
      from: 'v10.1.0',
      to: 'v10.3.0',
      versions: ['v1.0.0', 'v1.1.0'],
      certain: true,
      notes: [],
    },
  ]);
});

t.test('a release that is healthy, or that says nothing, ends a run', async (t) => {
  const runs = runsOf([
    ['v10.0.0', ['v1.0.0']],
    ['v10.1.0', ['v1.2.0']],
    ['v10.2.0', ['v1.0.0']],
    ['v10.3.0', []],
    ['v10.4.0', ['v1.0.0']],
  ]);
  t.strictSame(
    runs.map(({ from, to }) => [from, to]),
    [
      ['v10.0.0', 'v10.0.0'],
      ['v10.2.0', 'v10.2.0'],
      ['v10.4.0', 'v10.4.0'],
    ],
  );
});

t.test('versions that nobody has seen affected are a run of their own, and not certain', async (t) => {
  const runs = runsOf(
    [
      ['v10.0.0', ['v1.0.0']],
      ['v10.1.0', ['v1.1.0']],
    ],
    seenFrom11,
  );
  t.match(runs, [
    { from: 'v10.0.0', to: 'v10.0.0', certain: false },
    { from: 'v10.1.0', to: 'v10.1.0', certain: true },
  ]);
});

t.test('of several versions in one release those that are affected count', async (t) => {
  t.match(runsOf([['v10.0.0', ['v0.9.0', 'v1.0.0', 'v1.1.0']]], seenFrom11), [{ versions: ['v1.1.0'], certain: true }]);
});

t.test('a note goes with its release, unless it may be about another component', async (t) => {
  const box = aDistribution([['v10.0.0', ['v1.0.0'], 'With the lid.']]);
  const issue = anIssue();
  t.match(findCarryingReleases(issue, [box]), [{ runs: [{ notes: [{ release: 'v10.0.0', note: 'With the lid.' }] }] }]);
  const releases = box.releases.map((release) => ({
    ...release,
    carries: new Map([...release.carries, ['gadget', [version('v1.0.0')]] as const]),
  }));
  t.match(findCarryingReleases(issue, [{ ...box, releases }]), [{ runs: [{ notes: [] }] }]);
});

t.test('each affected component has its own runs', async (t) => {
  const gadget = { ...widget, id: 'gadget' };
  const issue = anIssue({ affected: [anAffected({ component: gadget }), anAffected()] });
  t.match(findCarryingReleases(issue, [aDistribution([['v10.0.0', ['v1.0.0']]])]), [
    { distribution: 'box', name: 'Box', meaning: 'the widget in the box', runs: [{ component: 'widget' }] },
  ]);
});

t.test('a distribution that carries none is left out', async (t) => {
  t.strictSame(findCarryingReleases(anIssue(), [aDistribution([['v10.0.0', ['v1.2.0']]])]), []);
});
