import t from 'tap';
import { renderText } from '../../../src/core/problems/render-text.ts';

const problem = { file: 'mine/issues/x.yaml', line: 3, column: 7, rule: 'unknown-key', message: 'unknown key "x"' };

t.test('a problem is one line that begins with its place and ends with its rule', async (t) => {
  t.equal(
    renderText([problem, { ...problem, line: 12 }]),
    'mine/issues/x.yaml:3:7 unknown key "x" (unknown-key)\nmine/issues/x.yaml:12:7 unknown key "x" (unknown-key)\n',
  );
});

t.test('no problems are no text', async (t) => {
  t.equal(renderText([]), '');
});
