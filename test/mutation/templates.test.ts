import t from 'tap';
import { changedTemplates, readTemplate } from './templates.ts';

const template = (name: string, include = '') =>
  readTemplate({ path: `rules-templates/${name}.yaml`, text: `template: ${name}\n${include}groups: []\n` });
const templates = [template('step', 'include: [expected]\n'), template('expected'), template('identity')];
const changed = (...files: readonly string[]) => [...changedTemplates(files, templates)].sort();

t.test('a changed template is looked at, and what includes it', async (t) => {
  t.same(changed('rules-templates/identity.yaml', 'README.md'), ['identity']);
  t.same(changed('rules-templates/expected.yaml'), ['expected', 'step']);
});

t.test('a change of what fills or tests templates touches all of them', async (t) => {
  t.same(changed('src/core/rules/tests/scenario.ts'), ['expected', 'identity', 'step']);
  t.same(changed('src/core/versions/order.ts'), []);
});
