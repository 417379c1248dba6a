import t from 'tap';
import { readMatchers } from '../../../src/core/rules/label-matchers.ts';

t.test('matchers without braces', async (t) => {
  t.same(readMatchers('job="kubelet", node!~"a|b",'), {
    ok: true,
    matchers: [
      { label: 'job', operator: '=', value: 'kubelet' },
      { label: 'node', operator: '!~', value: 'a|b' },
    ],
  });
  t.same(readMatchers(''), { ok: true, matchers: [] });
});

for (const [text, message] of [
  ['{job="a"}', 'these are no label matchers'],
  ['job="a"}#', 'these are no label matchers'],
  ['job="a"} or up{job="b"', 'these are no label matchers'],
  ['a-b="c"', 'these are no label matchers'],
  ['"a.b"="c"', 'these are no label matchers'],
  ['job=a', 'these are no label matchers'],
  ["job='a'", "job='a' is not in double quotes, or has an escape that only Go knows"],
  [
    'job=~"(?!a)b"',
    'RE2 refuses the regular expression of job=~"(?!a)b": "(?!a" opens a kind of group that RE2 does not have',
  ],
  ['job!~"["', 'RE2 refuses the regular expression of job!~"[": a "[" is not closed'],
] as const) {
  t.test(`{${text}} is refused`, async (t) => t.same(readMatchers(text), { ok: false, message }));
}
