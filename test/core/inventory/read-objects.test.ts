import t from 'tap';
import { type ReadObjects, readObjects } from '../../../src/core/inventory/read-objects.ts';
import { toYaml } from '../../../src/core/text/to-yaml.ts';
import { aRawNode, aRawPod, everythingWanted } from '../../support/builders.ts';

const node = aRawNode();
const pod = aRawPod();
const replicaSet = { kind: 'ReplicaSet', metadata: { name: 'r', namespace: 'n' } };
const list = {
  apiVersion: 'v1',
  kind: 'List',
  items: [node, pod, replicaSet, { kind: 'Deployment', metadata: { name: 'd' } }],
};

function counts({ nodes, pods, replicaSets }: ReadObjects): string {
  return `${nodes.length} ${pods.length} ${replicaSets.length}`;
}

for (const [what, text] of [
  ['a List as JSON', JSON.stringify(list)],
  ['a List as YAML', toYaml(list)],
  ['a List as indented JSON', JSON.stringify(list, undefined, 4)],
  ['several YAML documents', [node, pod, replicaSet].map((object) => `---\n${toYaml(object)}`).join('')],
  [
    'typed lists, whose items do not say their kind',
    ['Node', 'Pod', 'ReplicaSet']
      .map(
        (kind, index) =>
          `---\n${toYaml({ kind: `${kind}List`, items: [{ ...[node, pod, replicaSet][index], kind: undefined }] }).replace(/ *kind: null\n/, '')}`,
      )
      .join(''),
  ],
] as const) {
  t.test(`${what} is read`, async (t) => {
    const reading = readObjects(text, everythingWanted);
    if (!reading.ok) throw new Error(reading.message);
    t.equal(counts(reading.objects), '1 1 1');
  });
}

for (const [what, text, message] of [
  ['nothing', '', ' is empty'],
  ['blanks', ' \n\n', ' is empty'],
  ['only separators', '---\n---\n', ' is empty'],
  [
    'JSON that breaks off',
    '{"kind": "List", "items": [',
    ':1:28 is neither JSON nor YAML: unexpected end of the stream within a flow collection',
  ],
  [
    'YAML with a tab',
    'kind: List\n\titems: []',
    ':2:1 is neither JSON nor YAML: tab characters must not be used in indentation',
  ],
] as const) {
  t.test(`${what} is refused with its place`, async (t) => {
    const reading = readObjects(text, everythingWanted);
    t.same(reading, { ok: false, message });
  });
}

t.test('objects of other kinds, and what is no object, are passed over', async (t) => {
  const reading = readObjects(JSON.stringify([1, 'x', null, { kind: 'Secret', data: {} }]), everythingWanted);
  t.same(reading, { ok: true, objects: { nodes: [], pods: [], replicaSets: [], seesAllPods: true } });
});
