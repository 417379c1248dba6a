import fc from 'fast-check';
import { valid } from 'semver';
import t from 'tap';
import { type Affected, affects } from '../../../src/core/catalog/known-issue.ts';

import type { Component } from '../../../src/core/components/component.ts';
import { dockerTagScheme } from '../../../src/core/versions/docker-tag.ts';
import { versionSchemes } from '../../../src/core/versions/schemes.ts';
import { compareVersions, type Version } from '../../../src/core/versions/version.ts';
import { type AffectedRange, confidences, rangeContains } from '../../../src/core/versions/version-range.ts';
import type { VersionScheme } from '../../../src/core/versions/version-scheme.ts';
import { builtInCatalog } from '../../support/built-in.ts';
import { rightComponent } from '../../support/catalogs.ts';
import { aVersion } from '../../support/versions.ts';
import { askedAs, includedInVersions, isVulnerable, versionOf } from './osv-evaluation.ts';
import type { OsvAffected } from './osv-schema.ts';
import { aCatalog, anIssue, catalogOf, exported } from './small-catalog.ts';

const { catalog } = await builtInCatalog();

/** Every entry of the catalog beside what OSV has of it. */
const entries = exported(catalog).flatMap((record, index) =>
  record.affected.map((osv, place) => ({ id: record.id, osv, entry: catalog.issues[index]!.affected[place]! })),
);

/** Whatever looks like a version of the component, anywhere in the catalog. */
function mentioned({ id, scheme, runs }: Component): readonly Version[] {
  const inRecords = entries.flatMap(({ entry }) => (entry.component.id === id ? versionsIn(entry) : []));
  const carried = catalog.distributions.flatMap(({ releases }) =>
    releases.flatMap(({ carries }) => carries.get(id) ?? []),
  );
  const examples = catalog.issues.flatMap((issue) => [...issue.examples.affected, ...issue.examples.unaffected]);
  const tags = examples
    .flatMap(({ container, others }) => [...(container ? [container] : []), ...others])
    .flatMap(({ image }) => {
      const paths = runs.as === 'container' ? [...runs.images, ...runs.sharedImages] : [];
      return paths.some((path) => image.includes(`${path}:`)) ? [image.slice(image.lastIndexOf(':') + 1)] : [];
    });
  const reported =
    runs.as === 'container'
      ? []
      : examples.flatMap(({ kubelet, runtime }) => [kubelet, runtime.replace(/^.*\/\//, '')]);
  return [...inRecords, ...carried, ...[...tags, ...reported].flatMap((text) => scheme.parse(text) ?? [])];
}

function versionsIn({ ranges, versions, partialFixes }: Affected): readonly Version[] {
  const bounds = ranges.flatMap((range) => [
    range.introduced,
    range.upper?.version,
    range.firstReported,
    range.lastReported,
  ]);
  return [...bounds, ...versions, ...partialFixes.map(({ version }) => version)].filter(
    (version) => version !== undefined,
  );
}

/** What may come just before and after: each number of the text one down and one up, and a candidate of it. */
function neighbours({ text }: Version, scheme: VersionScheme): readonly Version[] {
  const shifted = [...text.matchAll(/\d+/g)].flatMap(({ 0: digits, index }) =>
    [-1, 1].map((step) => text.slice(0, index) + (Number(digits) + step) + text.slice(index + digits.length)),
  );
  const candidates = ['-rc1', '-rc10'].map((word) => text.replace(/(?=[-+])|$/, word));
  return [...shifted, ...candidates].flatMap((one) => scheme.parse(one) ?? []);
}

t.test('OSV calls a version affected exactly where the catalog does not call it unaffected', async (t) => {
  let compared = 0;
  for (const { id, osv, entry } of entries) {
    const { scheme } = entry.component;
    const known = mentioned(entry.component);
    const versions = [...known, ...known.flatMap((version) => neighbours(version, scheme))];
    const wrong = versions.filter(
      (version) => isVulnerable(osv, askedAs(version, osv), scheme) !== (affects(entry, version) !== false),
    );
    t.same(
      wrong.map(({ text }) => text),
      [],
      `${id} ${entry.component.id}`,
    );
    compared += versions.length;
  }
  t.ok(compared > 1_000, `${compared} versions`);
});

t.test(
  'where only a scheme knows the order, every affected version that the catalog speaks of is listed',
  async (t) => {
    const listing = entries.filter(({ osv }) => osv.ranges?.[0]?.type !== 'SEMVER');
    t.ok(listing.length > 3);
    for (const { id, osv, entry } of listing) {
      const { component } = entry;
      for (const version of mentioned(component)) {
        const listed = includedInVersions(version.text, osv.versions ?? []);
        t.equal(listed, affects(entry, version) !== false, `${id} ${component.id} ${version.text}`);
      }
      const listed = (osv.versions ?? []).map((text) => aVersion(component.scheme, text));
      t.same(listed.toSorted(compareVersions), listed, 'oldest first');
      t.equal(new Set(osv.versions).size, listed.length, 'each once');
    }
  },
);

t.test('versions of a SEMVER range are SemVer 2.0.0 without a v, and its ranges do not overlap', async (t) => {
  for (const { id, osv, entry } of entries) {
    const { ranges = [] } = osv;
    const semver = ranges.filter(({ type }) => type === 'SEMVER');
    t.ok(semver.length === 0 || semver.length === ranges.length, `${id}: ranges of one component are of one type`);
    const texts = semver.flatMap(({ events }) => events.map(versionOf)).filter((text) => text !== '0');
    t.same(
      texts.filter((text) => valid(text) !== text),
      [],
      id,
    );
    const holding = (version: Version) =>
      semver.filter((range) =>
        isVulnerable({ ...osv, ranges: [range] }, askedAs(version, osv), entry.component.scheme),
      );
    t.same(
      mentioned(entry.component).filter((version) => holding(version).length > 1),
      [],
      id,
    );
  }
});

t.test('a package stands once in a record, and events are sorted', async (t) => {
  for (const { affected, id } of exported(catalog)) {
    const packages = affected.map(({ package: { ecosystem, name } }) => `${ecosystem}/${name}`);
    t.equal(new Set(packages).size, packages.length, id);
    for (const events of affected.flatMap(({ ranges = [] }) => ranges.map((range) => range.events))) {
      t.match(events.map((event) => Object.keys(event)[0]).join(), /^introduced(,fixed|,last_affected)?$/);
    }
  }
});

t.test('what belongs to Kubernetes is named as Kubernetes names it, and all else by its id', async (t) => {
  const packages = new Map(entries.map(({ entry, osv }) => [entry.component.id, osv.package]));
  t.same(packages.get('kube-apiserver'), { ecosystem: 'Kubernetes', name: 'k8s.io/apiserver' });
  t.same(packages.get('calico-node'), { ecosystem: 'Kubernetes:plimsoll', name: 'calico-node' });
  for (const { entry } of entries) {
    const { id, repository } = entry.component;
    const { ecosystem } = packages.get(id)!;
    t.equal(ecosystem === 'Kubernetes', repository === 'https://github.com/kubernetes/kubernetes', id);
  }
});

t.test('the name of a component alone does not make it part of Kubernetes, nor its repository alone', async (t) => {
  const entry = entries.find(({ entry: { component } }) => component.id === 'kubelet')!.entry;
  const packageOf = (changed: Partial<Component>) =>
    exported(catalogOf({ ...entry, component: { ...entry.component, ...changed } }))[0]?.affected[0]?.package;
  t.same(packageOf({}), { ecosystem: 'Kubernetes', name: 'k8s.io/kubelet' });
  t.same(packageOf({ repository: 'https://example.com/fork' }), { ecosystem: 'Kubernetes:plimsoll', name: 'kubelet' });
  t.same(packageOf({ id: 'kubelet-stub' }), { ecosystem: 'Kubernetes:plimsoll', name: 'kubelet-stub' });
});

/** What OSV has of the widget's versions. */
function widget(issue: string, component = rightComponent): OsvAffected {
  return exported(aCatalog({ component, issues: [issue] }))[0]!.affected[0]!;
}

const wide = anIssue(
  '[{introduced: "v1.0.0", fixed: "v1.2.0-rc10", first_reported: "v1.1.0", confidence: inferred, edition: Prime, note: so}]',
);

t.test('a range keeps what is known of it', async (t) => {
  t.same(widget(wide).ranges, [
    {
      type: 'SEMVER',
      events: [{ introduced: '1.0.0' }, { fixed: '1.2.0-rc.10' }],
      database_specific: { first_reported: '1.1.0', confidence: 'inferred', edition: 'Prime', note: 'so' },
    },
  ]);
});

t.test('fixed and last_affected of one component stand in ranges of their own', async (t) => {
  const ranges =
    '[{introduced: "0", last_affected: "v0.9.9"}, {introduced: "v1.0.0", fixed: "v1.2.0"}, {introduced: "v2.0.0"}]';
  t.same(
    widget(anIssue(ranges)).ranges?.map(({ events }) => events),
    [
      [{ introduced: '0' }, { last_affected: '0.9.9' }],
      [{ introduced: '1.0.0' }, { fixed: '1.2.0' }],
      [{ introduced: '2.0.0' }],
    ],
  );
});

t.test('a single version is a range of one in SemVer, and else is listed', async (t) => {
  const issue = anIssue('[{introduced: "v1.0.0", fixed: "v1.2.0"}]', '["v1.2.5"]');
  t.same(widget(issue).ranges?.at(-1), {
    type: 'SEMVER',
    events: [{ introduced: '1.2.5' }, { last_affected: '1.2.5' }],
  });
  t.same(widget(issue).versions, undefined);
  const built = rightComponent.replace('docker', 'docker\nversion_build: -b.');
  t.same(widget(issue, built).versions, ['v1.0.0', 'v1.1.0', 'v1.2.5']);
  t.equal(widget(issue, built).ranges?.length, 1);
});

t.test('a partial fix stays an affected version, and says what it helps', async (t) => {
  const issue = wide.replace('versions: []', 'partial_fixes: [{version: "v1.1.5", what: less}]');
  t.same(widget(issue).database_specific?.['partial_fixes'], [{ version: '1.1.5', what: 'less' }]);
  t.ok(isVulnerable(widget(issue), '1.1.5', versionSchemes.docker));
});

t.test('a component says what runs it, and how its versions are read', async (t) => {
  const shared = rightComponent.replace('[acme/widget]', '[acme/widget]\n  shared_images: [acme/all]');
  t.same(widget(wide, shared).database_specific, {
    component: 'widget',
    component_name: 'Widget',
    images: ['acme/widget', 'acme/all'],
    version_scheme: 'docker',
    version_example: 'v1.2.3',
  });
});

const onNodes = rightComponent.replace(
  /container:.*/s,
  'node_process: {version_from: container_runtime, runtime: widget}\n',
);

t.test('what runs on nodes has no images, and counts in examples as well', async (t) => {
  const issue = wide.replaceAll(/image: "acme\/widget:v([\d.]+)"/g, 'runtime: "widget://$1-b.1"');
  const osv = widget(issue, onNodes.replace('docker', 'docker\nversion_build: -b.'));
  t.equal(osv.database_specific?.['images'], undefined);
  t.same(osv.versions, ['v1.0.0', 'v1.1.0', '1.1.0-b.1']);
});

const notSemver: readonly { readonly component: string; readonly version: string; readonly because: string }[] = [
  {
    component: 'docker\nversion_build: -b.',
    version: 'v1.0.0-b.1',
    because: 'SemVer sorts a build before its release',
  },
  {
    component: 'docker\nversion_prefixes: [stable-]',
    version: 'stable-1.0.0',
    because: 'a word before the numbers is no SemVer',
  },
  { component: 'docker\nversion_parts: 2', version: '1.0', because: 'two numbers are no SemVer' },
  { component: 'docker', version: 'v1.0.0.1', because: 'four numbers are no SemVer' },
  { component: 'calendar', version: '2024.1.3', because: 'a date may have other shapes than three numbers' },
];

for (const { component, version, because } of notSemver) {
  t.test(`versions stay as they are: ${because}`, async (t) => {
    const issue = anIssue(`[{introduced: "${version}"}]`)
      .replaceAll('acme/widget:v1.1.0', `acme/widget:${version}`)
      .replaceAll('acme/widget:v1.2.0', 'acme/other:v1.2.0');
    const osv = widget(issue, `${rightComponent.replace('docker', component)}`);
    t.same(
      osv.ranges?.map(({ type, events }) => [type, events]),
      [['ECOSYSTEM', [{ introduced: version }]]],
    );
    t.same(osv.versions, [version]);
  });
}

t.test('a component is written alike in all records, even if only one has a version that is no SemVer', async (t) => {
  const second = anIssue('[{introduced: "v3.0.0.1"}]').replace('WIDGET-1', 'WIDGET-2').replace('v1.1.0', 'v3.1.0');
  const both = exported(aCatalog({ issues: [wide, second] }));
  t.same(
    both.flatMap(({ affected }) => affected.flatMap(({ ranges }) => ranges?.map(({ type }) => type))),
    ['ECOSYSTEM', 'ECOSYSTEM'],
  );
  t.same(both[0]?.affected[0]?.versions, ['v1.0.0', 'v1.1.0']);
});

t.test('every place of the catalog that speaks of a version counts', async (t) => {
  const component = rightComponent.replace('docker', 'docker\nversion_build: -b.');
  const ranges =
    '[{introduced: "v1.0.0-b.1", first_reported: "v1.0.1-b.1", last_reported: "v1.0.2-b.1", fixed: "v1.2.0"}]';
  const issue = anIssue(ranges, '["v1.9.0"]')
    .replace('    versions', '    partial_fixes: [{version: "v1.0.3-b.1", what: less}]\n    versions')
    .replace(
      'conditions:\n',
      'conditions:\n  - {text: so, when: {component_present: {component: widget, ranges: [{introduced: "v1.0.4-b.1"}]}}}\n',
    )
    .replace('acme/widget:v1.1.0"', 'acme/widget:v1.0.5-b.1", others: [{image: "acme/widget:v1.0.6-b.1"}]');
  const release = `id: box
name: Box
repository: https://example.com/box
version_scheme: docker
meaning: it is in it
source: https://example.com/box
releases:
  - version: "v9.0.0"
    carries: {widget: "v1.0.7-b.1"}
`;
  const small = aCatalog({ component, issues: [issue], releases: [release] });
  t.same(exported(small)[0]?.affected[0]?.versions, [
    ...[0, 1, 2, 3, 4, 5, 6, 7].map((patch) => `v1.0.${patch}-b.1`),
    'v1.9.0',
  ]);
});

/** Texts of versions that lie close together, so that bounds meet. */
const small = fc.nat(2);
const release = fc.tuple(small, small, small).map((numbers) => numbers.join('.'));
const prerelease = fc.constantFrom('', '', '', '-rc1', '-rc2', '-rc10', '-beta.1', '-alpha');
const build = fc.integer({ min: 1, max: 3 });
const families: readonly { readonly scheme: VersionScheme; readonly text: fc.Arbitrary<string> }[] = [
  {
    scheme: versionSchemes.docker,
    text: fc.tuple(fc.constantFrom('', 'v'), release, prerelease).map((all) => all.join('')),
  },
  {
    scheme: versionSchemes.docker,
    text: fc.tuple(release, fc.constantFrom('', '.1'), prerelease).map((all) => all.join('')),
  },
  {
    scheme: dockerTagScheme({ build: '-b.' }),
    text: fc
      .tuple(release, fc.option(build))
      .map(([numbers, built]) => `v${numbers}${built === null ? '' : `-b.${built}`}`),
  },
  {
    scheme: versionSchemes.k3s,
    text: fc
      .tuple(
        release,
        prerelease.filter((word) => word !== '-beta.1'),
        build,
      )
      .map(([numbers, word, built]) => `v${numbers}${word}+k3s${built}`),
  },
  { scheme: versionSchemes.kubernetes, text: fc.tuple(release, prerelease).map((all) => `v${all.join('')}`) },
  {
    scheme: versionSchemes.semver,
    text: fc.tuple(release, fc.constantFrom('', '-a.b', '-1', '-rc10')).map((all) => all.join('')),
  },
];

/** Ranges that do not overlap, cut from versions in their order. */
function cut(bounds: readonly Version[], ends: readonly number[]): readonly AffectedRange[] {
  return bounds.flatMap((version, index): readonly AffectedRange[] => {
    const choice = ends[index % ends.length] ?? 0;
    if (index % 2 === 1) return [];
    const end = bounds[index + 1];
    return [
      {
        introduced: index === 0 && choice % 2 === 0 ? undefined : version,
        upper: end && { kind: choice % 3 === 0 ? 'lastAffected' : 'fixed', version: end },
        firstReported: undefined,
        lastReported: choice % 5 === 0 ? version : undefined,
        confidence: confidences[choice % confidences.length] ?? 'confirmed',
        edition: undefined,
        note: undefined,
      },
    ];
  });
}

for (const [index, { scheme, text }] of families.entries()) {
  t.test(`any ranges mean the same in OSV: ${scheme.id}, ${index}`, async () => {
    const component = { ...catalog.components[0]!, id: 'widget', scheme };
    const version = text.map((one) => aVersion(scheme, one));
    const distinct = fc.uniqueArray(version, { maxLength: 7, comparator: (a, b) => compareVersions(a, b) === 0 });
    const ends = fc.array(fc.nat(59), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        distinct,
        ends,
        fc.array(version, { maxLength: 3 }),
        fc.array(version),
        (bounds, choices, singles, asked) => {
          const ranges = cut(bounds.toSorted(compareVersions), choices);
          const versions = singles.filter((single) => !ranges.some((range) => rangeContains(range, single)));
          if (ranges.length + versions.length === 0) return true;
          // What is asked about is a partial fix, so that the catalog speaks of it.
          const partialFixes = asked.map((one) => ({ version: one, what: 'less' }));
          const entry: Affected = { component, ranges, versions, partialFixes };
          const osv = exported(catalogOf(entry))[0]!.affected[0]!;
          const isSemver = osv.ranges?.[0]?.type === 'SEMVER';
          return asked.every((one) => {
            const affected = affects(entry, one) !== false;
            const looked = isSemver || includedInVersions(one.text, osv.versions ?? []) === affected;
            return looked && isVulnerable(osv, askedAs(one, osv), scheme) === affected;
          });
        },
      ),
      { numRuns: 500 },
    );
  });
}
