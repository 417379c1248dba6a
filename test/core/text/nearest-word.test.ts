import t from 'tap';
import { nearestWord } from '../../../src/core/text/nearest-word.ts';

const words = ['introduced', 'fixed', 'last_affected', 'component'];

for (const [written, meant] of [
  ['intoduced', 'introduced'],
  ['Fixed', 'fixed'],
  ['last-affected', 'last_affected'],
  ['fixd', 'fixed'],
  ['fiexd', 'fixed'],
  ['xyz', undefined],
  ['', undefined],
] as const) {
  t.test(`${JSON.stringify(written)} probably means ${meant ?? 'nothing'}`, async (t) => {
    t.equal(nearestWord(written, words), meant);
  });
}
