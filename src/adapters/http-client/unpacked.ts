import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** Bytes in a piece: more of them mean fewer turns between the threads that unpack and read. */
const chunkSize = 64 * 1024;

/** What a gzip body holds. What breaks the one breaks the other, and the other way round. */
export function unpacked(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const gunzip = createGunzip({ chunkSize });
  pipeline(body, gunzip, () => undefined); // the reader of what is unpacked sees the error
  return gunzip;
}
