import t from 'tap';
import { parseListenAddress } from '../../src/config/listen-address.ts';

for (const [text, address] of [
  ['127.0.0.1:9848', { host: '127.0.0.1', port: 9848 }],
  ['localhost:0', { host: 'localhost', port: 0 }],
  [':9848', { host: undefined, port: 9848 }],
  ['[::1]:9848', { host: '::1', port: 9848 }],
  ['9848', undefined],
  ['127.0.0.1', undefined],
  ['127.0.0.1:', undefined],
  ['127.0.0.1:65536', undefined],
  ['::1:9848', undefined],
  ['http://127.0.0.1:9848', undefined],
  ['', undefined],
] as const) {
  t.test(`${JSON.stringify(text)} is ${address ? 'an' : 'no'} address`, async (t) =>
    t.same(parseListenAddress(text), address),
  );
}
