import { availableParallelism } from 'node:os';
import t from 'tap';
import { artefactsOf, builtInCatalog } from '../../support/built-in.ts';
import { promtool, writeArtefacts } from '../../support/promtool.ts';
import { needs } from '../../support/tools.ts';

t.test('promtool passes the rules of every known issue, and their tests', needs('promtool'), async (t) => {
  const folder = t.testdir();
  const { catalog } = await builtInCatalog();
  const artefacts = await artefactsOf(catalog);
  await writeArtefacts(folder, artefacts);
  const filesIn = (kind: string) =>
    artefacts.filter(({ path }) => path.startsWith(`${kind}/`)).map(({ path }) => `${folder}/${path}`);

  const checked = await promtool(['check', 'rules', ...filesIn('rules')]);
  t.equal(checked.code, 0, checked.output);

  const waiting = filesIn('tests');
  async function testNext(): Promise<void> {
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
      const tested = await promtool(['test', 'rules', file]);
      t.equal(tested.code, 0, tested.output);
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, testNext));
});
