import t from 'tap';
import { markdownList, toMarkdown } from '../../../src/core/osv/markdown.ts';

const cases: readonly { readonly text: string; readonly markdown: string; readonly because: string }[] = [
  {
    text: 'FELIX_XDPENABLED, v1.2.3+k3s1, 5 - 3',
    markdown: 'FELIX_XDPENABLED, v1.2.3+k3s1, 5 - 3',
    because: 'nothing is markup',
  },
  {
    text: 'Ubuntu 20.04* and *.medium',
    markdown: 'Ubuntu 20.04\\* and \\*.medium',
    because: 'two stars would be emphasis',
  },
  { text: '_private_ name', markdown: '\\_private\\_ name', because: 'underscores at the edge of a word are emphasis' },
  {
    text: 'Error: <nil> [1](x)',
    markdown: 'Error: \\<nil> \\[1\\](x)',
    because: 'HTML is stripped, and a link hides its target',
  },
  { text: 'the `a*b_` flag', markdown: 'the `a*b_` flag', because: 'in a code span nothing else counts' },
  { text: 'a lone ` and \\n', markdown: 'a lone \\` and \\\\n', because: 'an open code span would take the rest' },
  { text: '#1 is\n- one\n2. two', markdown: '\\#1 is\n\\- one\n2\\. two', because: 'they would begin blocks' },
  { text: 'a &amp; b & c', markdown: 'a \\&amp; b & c', because: 'an entity would be another character' },
];

for (const { text, markdown, because } of cases) {
  t.test(`${JSON.stringify(text)} stays as it stands: ${because}`, async (t) => {
    t.equal(toMarkdown(text), markdown);
  });
}

t.test('an entry of a list is one line', async (t) => {
  t.equal(markdownList(['one\n\ntwo', 'three']), '- one two\n- three');
});
