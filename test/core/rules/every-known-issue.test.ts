import { availableParallelism } from 'node:os';
import { load } from 'js-yaml';
import t from 'tap';
import type { Artefact } from '../../../src/core/rules/rule-model.ts';
import { toYaml } from '../../../src/core/text/to-yaml.ts';
import { relevantRules, withoutOthers } from '../../mutation/relevant.ts';
import type { WrittenRules, WrittenTests } from '../../mutation/rule-file.ts';
import { artefactsOf, builtInCatalog } from '../../support/built-in.ts';
import { promtool, writeArtefacts } from '../../support/promtool.ts';
import { needs } from '../../support/tools.ts';

const { catalog } = await builtInCatalog();
const artefacts = (await artefactsOf(catalog)).filter(({ path }) => /^(?:rules|tests)\//.test(path));
const textOf = new Map(artefacts.map(({ path, text }) => [path, text]));
const leaks = new Set(catalog.issues.filter(({ signature }) => signature === 'growth').map(({ id }) => id));

function rulesAt(file: string): WrittenRules {
  return load(textOf.get(file.replace('../', '')) ?? '') as WrittenRules;
}

function issueOf({ name }: WrittenTests['tests'][number]): string {
  return name.split(' ')[0] ?? '';
}

function isAboutLeaks({ text }: Artefact): boolean {
  return (load(text) as WrittenTests).tests.some((test) => leaks.has(issueOf(test)));
}

/**
 * The tests of leaks take hours of simulated time, at each minute of which promtool evaluates every rule of the files that
 * they name: of a project with leaks, each issue is tested with the rules that its tests read.
 */
function byIssue({ path, text }: Artefact): readonly (readonly Artefact[])[] {
  const written = load(text) as WrittenTests;
  const byId = Map.groupBy(written.tests, issueOf);
  return [...byId].map(([id, tests]) => {
    const files = written.rule_files.map((file) => [file, ofIssue(rulesAt(file), id)] as const);
    const relevant = new Set(
      tests.flatMap((test) => [
        ...relevantRules(
          test,
          files.map(([, rules]) => rules),
        ),
      ]),
    );
    const folder = `${path.replace('.yaml', '')}/${id}`;
    const ruleFiles = files.map(([file, rules]) => ({
      path: `${folder}/${file.replace('../', '')}`,
      text: toYaml(withoutOthers(rules, relevant)),
    }));
    const test = { ...written, rule_files: files.map(([file]) => file.replace('../', '')), tests };
    return [{ path: `${folder}/test.yaml`, text: toYaml(test) }, ...ruleFiles];
  });
}

function ofIssue({ groups, ...rest }: WrittenRules, id: string): WrittenRules {
  const own = `plimsoll.known-issues.${id.toLowerCase()}`;
  return { ...rest, groups: groups.filter(({ name }) => !name.startsWith('plimsoll.known-issues.') || name === own) };
}

t.test('promtool passes the rules of every known issue, and their tests', needs('promtool'), async (t) => {
  const folder = t.testdir();
  await writeArtefacts(folder, artefacts);
  const filesIn = (kind: string) => artefacts.filter(({ path }) => path.startsWith(`${kind}/`));
  const checked = await promtool(['check', 'rules', ...filesIn('rules').map(({ path }) => `${folder}/${path}`)]);
  t.equal(checked.code, 0, checked.output);

  const slow = filesIn('tests').filter(isAboutLeaks);
  const quick = filesIn('tests').filter((file) => !slow.includes(file));
  t.ok(slow.length > 0 && quick.length > 0);
  const ofLeaks = slow.flatMap(byIssue);
  await writeArtefacts(folder, ofLeaks.flat());
  const waiting = [...ofLeaks.flatMap(([test]) => (test ? [test.path] : [])), ...quick.map(({ path }) => path)];
  async function testNext(): Promise<void> {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const tested = await promtool(['test', 'rules', `${folder}/${file}`]);
      t.equal(tested.code, 0, tested.output);
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, testNext));
});
