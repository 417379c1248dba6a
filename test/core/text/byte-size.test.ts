import t from 'tap';
import { formatBytes } from '../../../src/core/text/byte-size.ts';

for (const [bytes, expected, because] of [
  [300_000_000, '300 MB', 'it is round in powers of ten'],
  [5_368_709_120, '5 GiB', 'it is round in powers of two'],
  [12_133_282_611, '11.3 GiB', 'no other short number gives these bytes'],
  [1_450_000_000, '1.45 GB', 'it is short in powers of ten'],
  [1_234_567_890, '1.235 GB', 'it is round in neither'],
  [999_999, '1 MB', 'it rounds up to the next unit'],
  [512, '512 B', 'it is below every unit'],
  [1024, '1 KiB', 'it is the smallest binary unit'],
  [1.5, '1.5 B', 'a rate can be a fraction'],
  [2e15, '2 PB', 'nothing is larger'],
  [3e18, '3000 PB', 'there is no unit above'],
] as const) {
  t.test(`${bytes} bytes are ${expected}, as ${because}`, async (t) => {
    t.equal(formatBytes(bytes), expected);
  });
}
