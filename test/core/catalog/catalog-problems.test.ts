import t from 'tap';
import { loadCatalog } from '../../../src/app/load-catalog.ts';
import { catalogRules } from '../../../src/core/catalog/catalog-rules.ts';
import { formatProblem } from '../../../src/core/text/problem.ts';
import { aCatalogFolder, catalogFile, rightComponent, rightIssue } from '../../support/catalogs.ts';

t.test('the right catalog has no problems', async (t) => {
  t.same(loadCatalog([aCatalogFolder()]).problems, []);
});

/** What is replaced in the right issue, and the problem that it makes. */
const spoiled: readonly (readonly [found: string, instead: string, problem: string])[] = [
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
    ':7:11 resource: "cpus" is not one of cpu, memory; did you mean cpu? (unknown-value)',
  ],
  ['summary: it spins', 'summary: [it]', ':2:10 summary takes a text (wrong-type)'],
  [
    '"v1.0.0"',
    '1.20',
    ':12:21 YAML reads the number 1.2 here, which may have lost its end; write the version in quotes (version-not-quoted)',
  ],
  ['"v1.0.0"', '"latest"', ':12:22 "latest" is not a docker version; write it like v1.2.3 (version-unreadable)'],
  ['"v1.0.0"', '"v1.3.0"', ':12:22 the range ends before it begins: v1.3.0 is not before v1.2.0 (range-empty)'],
  [
    'fixed: "v1.2.0"',
    'fixed: "v1.2.0"\n        last_affected: "v1.1.9"',
    ':14:25 fixed and last_affected exclude each other; keep fixed where a release has the fix (range-two-ends)',
  ],
  [
    'component: widget',
    'component: wigdet',
    ':10:16 no component "wigdet" in the catalog; did you mean "widget"? (unknown-component)',
  ],
  [
    'component: widget',
    'component: gearbox',
    ':10:16 no component "gearbox" in the catalog; describe it in components/gearbox.yaml (unknown-component)',
  ],
  [
    'url: "https://example.com/1"',
    'url: "http://example.com/1"',
    ':22:12 "http://example.com/1" is not an https address; name a page that anyone can open (not-https)',
  ],
  [
    'affected_before: "5.5"',
    'affected_before: "6.1"',
    ':17:20 affected_before 6.1 is newer than unaffected_from 5.15 (range-empty)',
  ],
  [
    'affected_before: "5.5"',
    'affected_before: old',
    ':17:38 "old" is not a kernel version; write it like 5.15.0-107-generic (version-unreadable)',
  ],
  [
    '      node_kernel:',
    '      manual: look\n      node_kernel:',
    ':17:7 a condition has exactly one test; join several with all or any (condition-shape)',
  ],
  [
    'image: "acme/widget:v1.1.0"',
    'image: "acme/widget:v1.1.0", kubelet: v1',
    ':25:7 an example runs either an image or a kubelet; give one of the two (example-shape)',
  ],
  [
    'widget:v1.1.0',
    'widget:v1.3.0',
    ':25:7 the affected example acme/widget:v1.3.0 comes out as out of range; correct the example or the record (example-mismatch)',
  ],
  [
    'widget:v1.1.0',
    'gadget:v1.1.0',
    ':25:7 the affected example acme/gadget:v1.1.0 comes out as not recognised; correct the example or the record (example-mismatch)',
  ],
  [
    'kernel: 5.4.0-1-generic}\n  unaffected',
    'kernel: 5.15.0-1-generic}\n  unaffected',
    ':25:7 the affected example acme/widget:v1.1.0 comes out as not exposed; correct the example or the record (example-mismatch)',
  ],
  [
    'id: WIDGET-1',
    'id: WIDGET-2',
    ':1:5 the file describes "WIDGET-2" but is named "WIDGET-1"; name it WIDGET-2.yaml (file-name)',
  ],
];

for (const [found, instead, problem] of spoiled) {
  t.test(`${JSON.stringify(instead)}${problem}`, async (t) => {
    t.ok(rightIssue.includes(found), 'the right issue has what is spoiled');
    const { problems } = loadCatalog([aCatalogFolder({ issue: rightIssue.replace(found, instead) })]);
    t.same(problems.map(formatProblem), [`my/issues/widget/WIDGET-1.yaml${problem}`]);
  });
}

t.test('a component without a place to run is refused, and so is its issue', async (t) => {
  const component = rightComponent.slice(0, rightComponent.indexOf('container:'));
  const { problems } = loadCatalog([aCatalogFolder({ component })]);
  t.same(problems.map(formatProblem), [
    'my/components/widget.yaml:1:1 a component has one of container and node_process, to say where it runs (missing-key)',
    'my/issues/widget/WIDGET-1.yaml:10:16 no component "widget" in the catalog; describe it in components/widget.yaml (unknown-component)',
  ]);
});

t.test('an id twice in one folder is refused, with the other file named', async (t) => {
  const files = [...aCatalogFolder(), catalogFile('issues/other/WIDGET-1.yaml', rightIssue)];
  t.same(loadCatalog([files]).problems.map(formatProblem), [
    'my/issues/other/WIDGET-1.yaml:1:5 "WIDGET-1" is already described in my/issues/widget/WIDGET-1.yaml; keep one of the two files (duplicate-id)',
  ]);
});

t.test('a file in neither folder is refused', async (t) => {
  const files = [...aCatalogFolder(), catalogFile('WIDGET-9.yaml', rightIssue)];
  t.same(loadCatalog([files]).problems.map(formatProblem), [
    'my/WIDGET-9.yaml:1:1 a catalog keeps its files in components/ and issues/; move this one there (misplaced-file)',
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
      'my/issues/widget/WIDGET-1.yaml:10 unknown-component',
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
  t.same(overridden, ['WIDGET-1']);
  t.equal(catalog.issues[0]?.summary, 'mine');
});

t.test('every rule of the table is raised by some file here', async (t) => {
  const raised = new Set(spoiled.map(([, , problem]) => /\((?<rule>[a-z-]+)\)$/.exec(problem)?.groups?.['rule']));
  for (const rule of ['missing-key', 'duplicate-id', 'misplaced-file']) raised.add(rule);
  t.same(
    Object.keys(catalogRules).filter((rule) => !raised.has(rule)),
    [],
  );
});
