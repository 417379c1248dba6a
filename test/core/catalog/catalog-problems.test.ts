import t from 'tap';
import { loadCatalog } from '../../../src/app/load-catalog.ts';
import { catalogRules } from '../../../src/core/catalog/catalog-rules.ts';
import { formatProblem } from '../../../src/core/text/problem.ts';
import { aCatalogFolder, catalogFile, rightComponent, rightIssue } from '../../support/catalogs.ts';

t.test('the right catalog has no problems', async (t) => {
  t.same(loadCatalog([aCatalogFolder()]).problems, []);
});

/** What is replaced in the right issue, and the problem that it makes. */
const spoiled: readonly (readonly [found: string, instead: string, ...problems: string[]])[] = [
  [
    'summary: it spins',
    'summary:\tit spins\n\tx: y',
    ':3:1 tab characters must not be used in indentation (yaml-syntax)',
  ],
  [
    'severity: high',
    'severity: high\naliasses: []',
    ':7:1 unknown key "aliasses"; did you mean "aliases"? (unknown-key)',
  ],
  ['details: it spins and spins\n', '', ':1:1 details is missing (missing-key)'],
  [
    'resource: cpu',
    'resource: cpus',
    ':8:11 resource: "cpus" is not one of cpu, memory, network, disk, api-requests, logs; did you mean cpu? (unknown-value)',
  ],
  ['summary: it spins', 'summary: [it]', ':2:10 summary takes a text (wrong-type)'],
  [
    'id: WIDGET-1',
    'id: widget-1',
    ':1:5 id: write the project and the upstream number, in capitals: CALICO-8856 (wrong-type)',
  ],
  [
    '"v1.0.0"',
    '1.20',
    ':13:21 YAML reads the number 1.2 here, which may have lost its end; write the version in quotes (version-not-quoted)',
  ],
  [
    '"v1.0.0"',
    '"latest"',
    ':13:22 the version scheme docker cannot read "latest"; write it like v1.2.3 (version-unreadable)',
  ],
  ['"v1.0.0"', '"v1.3.0"', ':13:22 the range ends before it begins: v1.3.0 is not before v1.2.0 (range-empty)'],
  [
    '      - introduced: "v1.0.0"\n        fixed',
    '      - fixed',
    ':13:9 introduced is missing; write "0" when every version up to the fix is affected (missing-key)',
  ],
  [
    'fixed: "v1.2.0"',
    'fixed: "v1.2.0"\n        last_affected: "v1.1.9"',
    ':15:25 fixed and last_affected exclude each other; keep fixed where a release has the fix (range-two-ends)',
  ],
  [
    'fixed: "v1.2.0"',
    'fixed: "v1.2.0"\n        last_reported: "v1.3.0"',
    ':15:25 v1.3.0 was seen affected but is outside of the range; widen the range or correct last_reported (reported-outside-range)',
  ],
  [
    'fixed: "v1.2.0"',
    'fixed: "v1.2.0"\n        first_reported: "v1.1.5"\n        last_reported: "v1.1.0"',
    ':16:25 first_reported v1.1.5 is newer than last_reported v1.1.0; swap them (reported-outside-range)',
  ],
  [
    'fixed: "v1.2.0"',
    'fixed: "v1.2.0"\n      - introduced: "v1.1.0"\n        last_affected: "v1.3.0"',
    ':14:17 v1.2.0 fixes this range but is affected by v1.1.0 to v1.3.0; correct one of the ends (fixed-is-affected)',
    ':15:22 v1.1.0 to v1.3.0 overlaps v1.0.0 until v1.2.0; join the two or move their ends apart (range-overlap)',
  ],
  [
    'fixed: "v1.2.0"',
    'fixed: "v1.2.0"\n      - introduced: "v1.1.0"\n        last_affected: "v1.1.5"',
    ':15:22 v1.1.0 to v1.1.5 lies inside v1.0.0 until v1.2.0, so it decides nothing; keep one of the two (range-unreachable)',
  ],
  [
    'fixed: "v1.2.0"',
    'fixed: "v1.2.0"\n    versions: ["v1.1.0"]',
    ':15:17 v1.1.0 is already in the range v1.0.0 until v1.2.0; leave it out of versions (range-unreachable)',
  ],
  [
    'fixed: "v1.2.0"',
    'fixed: "v1.2.0"\n    versions: ["v1.2.0"]',
    ':14:17 v1.2.0 fixes this range but is among the affected versions; one of the two is wrong (fixed-is-affected)',
  ],
  [
    'fixed: "v1.2.0"',
    'fixed: "v1.2.0-hotfix.1"',
    ':14:17 "v1.2.0-hotfix.1" is read as v1.2.0, as the rest does not order; leave it out, or make it order with version_build (version-suffix-dropped)',
  ],
  [
    'component: widget',
    'component: wigdet',
    ':11:16 no component "wigdet" in the catalog; did you mean "widget"? (unknown-component)',
  ],
  [
    'component: widget',
    'component: gearbox',
    ':11:16 no component "gearbox" in the catalog; describe it in components/gearbox.yaml (unknown-component)',
  ],
  [
    'conditions:',
    '  - component: widget\n    versions: ["v1.9.0"]\nconditions:',
    ':15:16 "widget" has an entry already; put all its ranges there (duplicate-id)',
  ],
  [
    'remediation:',
    'related: [WIDGET-9]\nremediation:',
    ':21:11 no issue "WIDGET-9" in the catalog; did you mean "WIDGET-1"? (unknown-issue)',
  ],
  [
    'remediation:',
    'aliases: [acme/widget#1, acme/widget#1]\nremediation:',
    ':21:26 acme/widget#1 is listed twice; keep it once (duplicate-alias)',
  ],
  [
    'remediation:',
    'aliases: ["1"]\nremediation:',
    ':21:12 aliases[0]: write it as owner/repository#number, or as a CVE or GHSA id (wrong-type)',
  ],
  [
    'url: "https://example.com/1"',
    'url: "http://example.com/1"',
    ':23:12 "http://example.com/1" is not an https address; did you mean "https://example.com/1"? (not-https)',
  ],
  [
    'url: "https://example.com/1"',
    'url: the forum',
    ':23:11 "the forum" is not an https address; name a page that anyone can open (not-https)',
  ],
  [
    ', source: "https://example.com/1"}',
    '}',
    ':20:5 a number without a source does not enter; add source, the page that shows it (figure-without-source)',
  ],
  [
    'value: 0.1,',
    'value: 100m,',
    ':20:13 expected[0].value takes a number, written without quotes and unit (wrong-type)',
  ],
  ['value: 0.1,', 'value: -1,', ':20:13 expected[0].value: takes a number above 0 (wrong-type)'],
  [
    'value: 0.1,',
    'value: 0.1, min: 0.2,',
    ':20:5 value and min or max exclude each other; keep one way to say it (figure-shape)',
  ],
  ['value: 0.1,', 'min: 0.3, max: 0.2,', ':20:11 min 0.3 is more than max 0.2; swap them (figure-shape)'],
  [
    'remediation:',
    'observed_growth:\n  - {from: 2, to: 1, unit: bytes, per: pod, context: x, evidence: reported, source: "https://example.com/1"}\nremediation:',
    ':22:19 growth goes up, but 1 is not above 2 (figure-shape)',
  ],
  [
    'remediation:',
    'observed_growth:\n  - {min: 1, max: 2, from: 3, unit: bytes, per: pod, context: x, evidence: reported, source: "https://example.com/1"}\nremediation:',
    ':22:5 say how far it grew in one way: with from and to, with by, or with min and max (figure-shape)',
  ],
  [
    'unit: cores, per: pod',
    'unit: cores, per: pod, component: gadget',
    ':20:52 "gadget" is not a component of this issue; those are widget (unknown-component)',
  ],
  [
    'remediation:',
    'observed_factors:\n  - {factor: 10, component: gadget, context: x, evidence: reported, source: "https://example.com/1"}\nremediation:',
    ':22:29 "gadget" is not a component of this issue; those are widget (unknown-component)',
  ],
  [
    'remediation:',
    'observed_growth:\n  - {by: 1, component: gadget, unit: bytes, per: pod, context: x, evidence: reported, source: "https://example.com/1"}\nremediation:',
    ':22:24 "gadget" is not a component of this issue; those are widget (unknown-component)',
  ],
  [
    'last_reported: "5.5"',
    'last_reported: "6.1"',
    ':18:64 6.1 was seen affected but is outside of the range; widen the range or correct last_reported (reported-outside-range)',
  ],
  [
    'introduced: "0", last_reported: "5.5"',
    'introduced: old',
    ':18:43 the version scheme kernel cannot read "old"; write it like 5.15.0-107-generic (version-unreadable)',
  ],
  [
    'node_kernel: {ranges: [{introduced: "0", last_reported: "5.5", fixed: "5.15"}]}',
    'node_label: {key: a}\n      node_weight: x',
    ':19:7 unknown key "node_weight"; known here: node_kernel, kubelet_version, container_runtime, node_os_image, node_platform, node_architecture, node_instance_type, node_capacity, node_label, node_annotation, pod_label, pod_annotation, node_argument, container_argument, container_env, container_image, cluster_nodes, workload_replicas, component_present, manual, all, any, not (unknown-key)',
  ],
  [
    'node_kernel: {ranges: [{introduced: "0", last_reported: "5.5", fixed: "5.15"}]}',
    'node_kernle: x',
    ':18:7 unknown key "node_kernle"; did you mean "node_kernel"? (unknown-key)',
  ],
  [
    '      node_kernel:',
    '      manual: look\n      node_kernel:',
    ':18:7 a condition has exactly one test; join several with all or any (condition-shape)',
  ],
  [
    'node_kernel: {ranges: [{introduced: "0", last_reported: "5.5", fixed: "5.15"}]}',
    'cluster_nodes: {at_least: 3, at_most: 2}',
    ':18:33 at_least 3 is more than at_most 2 (range-empty)',
  ],
  [
    'node_kernel: {ranges: [{introduced: "0", last_reported: "5.5", fixed: "5.15"}]}',
    'node_architecture: [aarch64]',
    ':18:27 conditions[0].when.node_architecture[0]: "aarch64" is not one of 386, amd64, arm, arm64, loong64, mips, mips64, mips64le, mipsle, ppc64, ppc64le, riscv64, s390x (unknown-value)',
  ],
  ['image: "acme/widget:v1.1.0"', 'env: {A: b}', ':26:13 env is of a container; add image (example-shape)'],
  [
    'image: "acme/widget:v1.1.0", kernel: 5.4.0-1-generic',
    'provider_id: "aws:///x"',
    ':26:7 an example runs an image, or a node that says a version: add image or kubelet (example-shape)',
  ],
  [
    'widget:v1.1.0',
    'widget:v1.3.0',
    ':26:7 the affected example acme/widget:v1.3.0 comes out as out of range: v1.3.0; correct the example or the record (example-mismatch)',
  ],
  [
    'widget:v1.1.0',
    'gadget:v1.1.0',
    ':26:7 the affected example acme/gadget:v1.1.0 is not recognised as widget; correct the example or the record (example-mismatch)',
  ],
  [
    'kernel: 5.4.0-1-generic}\n  unaffected',
    'kernel: 5.15.0-1-generic}\n  unaffected',
    ':26:7 the affected example acme/widget:v1.1.0 comes out as not exposed, as this is false: the kernel is old; correct the example or the record (example-mismatch)',
  ],
  [
    'widget:v1.2.0',
    'widget:latest',
    ':28:7 the unaffected example acme/widget:latest has no version that can be read; correct the example or the record (example-mismatch)',
  ],
  [
    '  unaffected:\n    - {image: "acme/widget:v1.2.0", kernel: 5.4.0-1-generic}\n',
    '',
    ':25:3 add an unaffected example: the fixed version, or the one before it began (missing-key)',
  ],
  [
    'signature: step',
    'signature: victim',
    ':9:12 signature victim needs victim: the component that pays (missing-key)',
  ],
  [
    'signature: step',
    'signature: step\nvictim: widget',
    ':10:9 victim belongs to signature: victim, not step (unknown-key)',
  ],
  [
    'id: WIDGET-1',
    'id: WIDGET-2',
    ':1:5 the file describes "WIDGET-2"; name it issues/widget/WIDGET-2.yaml (file-name)',
  ],
];

for (const [found, instead, ...expected] of spoiled) {
  t.test(`${JSON.stringify(instead)} ${expected.join()}`, async (t) => {
    t.ok(rightIssue.includes(found), 'the right issue has what is spoiled');
    const { problems } = loadCatalog([aCatalogFolder({ issue: rightIssue.replace(found, instead) })]);
    t.same(
      problems.map((problem) => formatProblem(problem).replace('my/issues/widget/WIDGET-1.yaml', '')),
      expected,
    );
  });
}

t.test('a component without a place to run is refused, and so is its issue', async (t) => {
  const component = rightComponent.slice(0, rightComponent.indexOf('container:'));
  const { problems } = loadCatalog([aCatalogFolder({ component })]);
  t.same(problems.map(formatProblem), [
    'my/components/widget.yaml:1:1 a component has one of container and node_process, to say where it runs (missing-key)',
    'my/issues/widget/WIDGET-1.yaml:11:16 "widget" is described in a file with problems; solve those first (unknown-component)',
  ]);
});

/** What is replaced in the right component, and the problem that it makes. */
const spoiledComponents: readonly (readonly [found: string, instead: string, problem: string])[] = [
  [
    'version_scheme: docker',
    'version_scheme: semver\nversion_build: -r',
    ':5:16 version_build belongs to version_scheme: docker (unknown-key)',
  ],
  [
    'images: [acme/widget]',
    'images: [example.com/acme/widget:v1]',
    ':6:12 container.images[0]: write the path in the registry without host and tag: calico/node (wrong-type)',
  ],
  ['images: [acme/widget]', 'images: []', ':6:3 name its images, or shared_images (missing-key)'],
  [
    'images: [acme/widget]',
    'images: [acme/widget]\n  version_metric: {name: "widget-info"}',
    ':7:27 container.version_metric.name: write the name of a metric: coredns_build_info (wrong-type)',
  ],
  [
    'container:\n  images: [acme/widget]\n  containers: [widget]',
    'node_process: {version_from: container_runtime}',
    ':5:15 name the runtime: cri-o or containerd (missing-key)',
  ],
  [
    'container:\n  images: [acme/widget]\n  containers: [widget]',
    'node_process: {os: Bottlerocket OS}',
    ':5:20 os belongs to version_from: os_image (unknown-key)',
  ],
  [
    'images: [acme/widget]',
    `images: [acme/widget]\n  digests: {sha256:${'a'.repeat(63)}: "v1.0.0"}`,
    `:7:86 container.digests.sha256:${'a'.repeat(63)}: write a digest as sha256: and 64 hexadecimal digits (wrong-type)`,
  ],
  [
    'images: [acme/widget]',
    `images: [acme/widget]\n  digests:\n    sha256:${'a'.repeat(64)}: newest`,
    ':8:78 the version scheme docker cannot read "newest"; write it like v1.2.3 (version-unreadable)',
  ],
  [
    'images: [acme/widget]',
    `images: [acme/widget]\n  digests:\n    sha256:${'a'.repeat(64)}: 1.20`,
    ':8:78 YAML reads the number 1.2 here, which may have lost its end; write the version in quotes (version-not-quoted)',
  ],
];

for (const [found, instead, problem] of spoiledComponents) {
  t.test(`${JSON.stringify(instead)} ${problem}`, async (t) => {
    t.ok(rightComponent.includes(found), 'the right component has what is spoiled');
    const { problems } = loadCatalog([[catalogFile('components/widget.yaml', rightComponent.replace(found, instead))]]);
    t.same(problems.map(formatProblem), [`my/components/widget.yaml${problem}`]);
  });
}

t.test('an alias of two issues is refused at the second', async (t) => {
  const first = rightIssue.replace('remediation:', 'aliases: [acme/widget#7]\nremediation:');
  const second = first.replace('id: WIDGET-1', 'id: WIDGET-2').replace('acme/widget#7', 'Acme/Widget#7');
  const files = [...aCatalogFolder({ issue: first }), catalogFile('issues/widget/WIDGET-2.yaml', second)];
  t.same(loadCatalog([files]).problems.map(formatProblem), [
    'my/issues/widget/WIDGET-2.yaml:21:11 Acme/Widget#7 is a ticket of WIDGET-1 already; one defect is one record (duplicate-alias)',
  ]);
});

t.test('an image of two components is refused unless the name of the container tells them apart', async (t) => {
  const twin = (component: string) => component.replace('id: widget', 'id: twin');
  const both = (component: string, other: string) =>
    loadCatalog([[catalogFile('components/widget.yaml', component), catalogFile('components/twin.yaml', other)]])
      .problems;
  t.same(both(rightComponent, twin(rightComponent)).map(formatProblem), [
    'my/components/widget.yaml:6:12 acme/widget is an image of "twin" too, and the container\'s name does not tell them apart (image-claimed-twice)',
  ]);
  const shared = rightComponent.replace('images:', 'shared_images:');
  t.same(both(shared, twin(shared).replace('containers: [widget]', 'containers: [twin]')), []);
});

t.test('a digest of two components is refused at the second', async (t) => {
  const digests = (version: string) => `  digests:\n    sha256:${'a'.repeat(64)}: ${version}\n`;
  const twin = rightComponent.replace('id: widget', 'id: twin').replace('acme/widget', 'acme/twin');
  const files = [
    catalogFile('components/widget.yaml', `${rightComponent}${digests('v1.0.0')}`),
    catalogFile('components/twin.yaml', `${twin}${digests('v2.0.0')}`),
  ];
  t.same(loadCatalog([files]).problems.map(formatProblem), [
    `my/components/widget.yaml:9:78 sha256:${'a'.repeat(64)} is a digest of "twin" too; leave it to one of them (digest-listed-twice)`,
  ]);
});

t.test('a distribution names components and versions that exist, each release once', async (t) => {
  const distribution = `id: wagon
name: Wagon
repository: https://example.com/wagon
version_scheme: docker
meaning: the default
source: https://example.com/wagon
releases:
  - {version: "v1.0.0", carries: {widget: "v1.1.0"}}
  - {version: "v1.1.0", carries: {wigdet: "v1.2.0", widget: ["v1.2.0", "new"]}}
  - {version: "1.0.0", carries: {}}
`;
  const files = [...aCatalogFolder(), catalogFile('releases/wagon.yaml', distribution)];
  t.same(loadCatalog([files]).problems.map(formatProblem), [
    'my/releases/wagon.yaml:9:44 no component "wigdet" in the catalog; did you mean "widget"? (unknown-component)',
    'my/releases/wagon.yaml:9:73 the version scheme docker cannot read "new"; write it like v1.2.3 (version-unreadable)',
    'my/releases/wagon.yaml:10:16 1.0.0 is listed twice; keep one of the two (duplicate-id)',
  ]);
});

t.test('an id twice in one folder is refused, with the other file named', async (t) => {
  const files = [...aCatalogFolder(), catalogFile('issues/other/WIDGET-1.yaml', rightIssue)];
  t.same(loadCatalog([files]).problems.map(formatProblem), [
    'my/issues/other/WIDGET-1.yaml:1:5 "WIDGET-1" is already described in my/issues/widget/WIDGET-1.yaml; keep one of the two files (duplicate-id)',
  ]);
});

t.test('a file in none of the folders is refused', async (t) => {
  const files = [...aCatalogFolder(), catalogFile('WIDGET-9.yaml', rightIssue)];
  t.same(loadCatalog([files]).problems.map(formatProblem), [
    'my/WIDGET-9.yaml:1:1 a catalog keeps its files in components/, issues/ and releases/; move this one there (misplaced-file)',
  ]);
});

t.test('all problems of all files come at once, ordered by file and place', async (t) => {
  const issue = rightIssue.replace('severity: high', 'severity: bad').replace('"v1.0.0"', '"x"');
  const component = rightComponent.replace('docker', 'dokcer');
  t.same(
    loadCatalog([aCatalogFolder({ component, issue })]).problems.map(
      ({ file, line, rule }) => `${file}:${line} ${rule}`,
    ),
    [
      'my/components/widget.yaml:4 unknown-value',
      'my/issues/widget/WIDGET-1.yaml:6 unknown-value',
      'my/issues/widget/WIDGET-1.yaml:11 unknown-component',
    ],
  );
});

t.test('a file with a problem yields no record', async (t) => {
  const { catalog } = loadCatalog([aCatalogFolder({ issue: rightIssue.replace('severity: high', 'severity: bad') })]);
  t.same(catalog.issues, []);
  t.same(
    catalog.components.map(({ id }) => id),
    ['widget'],
  );
});

t.test('a later folder overrides by id, and says so', async (t) => {
  const mine = [catalogFile('issues/widget/WIDGET-1.yaml', rightIssue.replace('it spins', 'mine'))];
  const { catalog, problems, overridden } = loadCatalog([aCatalogFolder(), mine]);
  t.same(problems, []);
  const place = 'my/issues/widget/WIDGET-1.yaml';
  t.same(overridden, [{ id: 'WIDGET-1', replaced: place, by: place }]);
  t.equal(catalog.issues[0]?.summary, 'mine');
});

t.test('every rule of the table is raised by some file here', async (t) => {
  const all = spoiled.flatMap(([, , ...problems]) => problems).join('\n');
  const raised = new Set([...all.matchAll(/\((?<rule>[a-z-]+)\)$/gm)].map(({ groups }) => groups?.['rule']));
  for (const rule of ['image-claimed-twice', 'digest-listed-twice', 'misplaced-file']) raised.add(rule); // two files above
  t.same(
    Object.keys(catalogRules).filter((rule) => !raised.has(rule)),
    [],
  );
});
