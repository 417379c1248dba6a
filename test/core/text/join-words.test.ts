import t from 'tap';
import { joinWords } from '../../../src/core/text/join-words.ts';

t.test('words are listed as in a sentence', async (t) => {
  t.equal(joinWords([], 'or'), '');
  t.equal(joinWords(['a'], 'or'), 'a');
  t.equal(joinWords(['a', 'b'], 'and'), 'a and b');
  t.equal(joinWords(['a', 'b', 'c'], 'or'), 'a, b or c');
});
