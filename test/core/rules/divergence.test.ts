import t from 'tap';
import { divergenceOf, onsetFloorOf } from '../../../src/core/rules/divergence.ts';
import { defaultRuleSettings } from '../../../src/core/rules/rule-settings.ts';
import { firstCasesCatalog } from '../../support/built-in.ts';

const catalog = await firstCasesCatalog();

for (const [id, factor, because] of [
  ['CALICO-8856', 3, 'ten times: half way is 3.2, and 3 is the most'],
  ['K3S-13574', 3, 'nine times, from the figures before and after'],
  ['KARPENTER-7986', 1.5, 'twice: half way is 1.4, and 1.5 is the least'],
  ['KUBESHARK-1544', 3, 'nobody gave a factor'],
  ['K3S-12127', 3, 'the figures are of memory'],
] as const) {
  t.test(`${id} diverges at ${factor} times: ${because}`, async (t) => {
    const issue = catalog.issues.find((candidate) => candidate.id === id);
    t.equal(issue && divergenceOf(issue, 'cpu', defaultRuleSettings).factor, factor);
  });
}

t.test('an issue that starts late diverges from half of what was observed', async (t) => {
  const floors = catalog.issues.map((issue) => [issue.id, onsetFloorOf(issue, 'cpu', defaultRuleSettings)]);
  t.match(Object.fromEntries(floors), { 'KUBESHARK-1544': 0.5, 'K3S-12127': 0.1 });
});
