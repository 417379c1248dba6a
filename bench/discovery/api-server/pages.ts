import { promisify } from 'node:util';
import { constants, crc32, deflateRaw, deflateRawSync } from 'node:zlib';
import type { Cluster } from '../cluster/cluster.ts';
import type { Range } from '../cluster/collection.ts';
import type { ObjectsRequest } from './request.ts';

/** As the API server compresses, and from what size on. */
const level = constants.Z_BEST_SPEED;
const smallestCompressed = 128 * 1024;

export interface Page {
  readonly body: Buffer;
  readonly isCompressed: boolean;
}

export interface Pages {
  readonly read: (request: ObjectsRequest, resourceVersion: number) => Promise<Page>;
}

/** The items of one page, compressed, and what their checksum is joined from. */
interface CompressedItems {
  /** What the page was made of: as long as it is the same, so is the page. */
  readonly state: string;
  readonly deflated: Buffer;
  readonly checksum: number;
  readonly length: number;
}

/**
 * Pages of lists. Their items are compressed once and remembered, or the server would be what is measured; what stands
 * before them has the newest resourceVersion in it and is put in front each time.
 */
export function createPages(cluster: Cluster): Pages {
  const remembered = new Map<string, CompressedItems>();

  async function compress(key: string, state: string, write: () => Buffer): Promise<CompressedItems> {
    const known = remembered.get(key);
    if (known?.state === state) return known;
    const text = write();
    const deflated = await promisify(deflateRaw)(text, { level });
    const made = { state, deflated, checksum: crc32(text), length: text.length };
    remembered.set(key, made);
    return made;
  }

  return {
    async read(request, resourceVersion) {
      const { collection, metadataOnly, query, gzip } = request;
      const total = request.ranges.reduce((sum, { from, to }) => sum + to - from, 0);
      const offset = Number(Buffer.from(query.get('continue') ?? '', 'base64url').toString());
      const limit = Number(query.get('limit') ?? 0) || total;
      const pieces = slice(request.ranges, offset, limit);
      const rest = total - offset - limit;
      const head = Buffer.from(headOf(request, { resourceVersion, next: offset + limit, rest }));
      const write = metadataOnly ? collection.metadata : collection.full;
      const items = () => Buffer.from(`${pieces.flatMap((piece) => [...numbers(piece)].map(write)).join(',')}]}\n`);
      if (!gzip || sizeOf(pieces, write) < smallestCompressed)
        return { body: Buffer.concat([head, items()]), isCompressed: false };
      const state =
        collection.kind === 'Pod' ? pieces.map(({ from, to }) => cluster.pods.changesIn(from, to)).join() : '';
      const key = `${collection.resource} ${metadataOnly} ${pieces.map(({ from, to }) => `${from}-${to}`).join()}`;
      return { body: gzipOf(head, await compress(key, state, items)), isCompressed: true };
    },
  };
}

interface HeadParts {
  readonly resourceVersion: number;
  readonly next: number;
  /** Objects after this page. */
  readonly rest: number;
}

function headOf(
  { collection, metadataOnly, query }: ObjectsRequest,
  { resourceVersion, next, rest }: HeadParts,
): string {
  const [kind, apiVersion] = metadataOnly
    ? ['PartialObjectMetadataList', 'meta.k8s.io/v1']
    : [`${collection.kind}List`, collection.apiVersion];
  const metadata = {
    resourceVersion: String(resourceVersion),
    ...(rest > 0 ? { continue: Buffer.from(String(next)).toString('base64url') } : {}),
    // The API server cannot tell how many are left of a selection.
    ...(rest > 0 && !query.has('fieldSelector') ? { remainingItemCount: rest } : {}),
  };
  return `{"kind":"${kind}","apiVersion":"${apiVersion}","metadata":${JSON.stringify(metadata)},"items":[`;
}

/** `limit` objects of these ranges from the `offset`th on. */
function slice(ranges: readonly Range[], offset: number, limit: number): readonly Range[] {
  const pieces: Range[] = [];
  let passed = 0;
  for (const { from, to } of ranges) {
    const start = Math.max(from, from + offset - passed);
    const end = Math.min(to, from + offset + limit - passed);
    if (start < end) pieces.push({ from: start, to: end });
    passed += to - from;
  }
  return pieces;
}

/** About so many bytes: objects of one kind are about as large as the first of them. */
function sizeOf(pieces: readonly Range[], write: (index: number) => string): number {
  const [first] = pieces;
  return first ? write(first.from).length * pieces.reduce((sum, { from, to }) => sum + to - from, 0) : 0;
}

export function* numbers({ from, to }: Range): Generator<number> {
  for (let index = from; index < to; index++) yield index;
}

const gzipHeader = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 255]);

/** One gzip member of two parts that were compressed apart (RFC 1951 and 1952). */
function gzipOf(head: Buffer, items: CompressedItems): Buffer {
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(joinedChecksum(crc32(head), items.checksum, items.length), 0);
  trailer.writeUInt32LE((head.length + items.length) % 2 ** 32, 4);
  const first = deflateRawSync(head, { level, finishFlush: constants.Z_SYNC_FLUSH });
  return Buffer.concat([gzipHeader, first, items.deflated, trailer]);
}

const zeros = Buffer.alloc(1024 * 1024);

/** The CRC-32 of two texts from theirs: it is linear, so the first moves on over as many zeros as the second is long. */
function joinedChecksum(first: number, second: number, secondLength: number): number {
  let moved = first;
  let still = 0;
  for (let left = secondLength; left > 0; left -= zeros.length) {
    const piece = left < zeros.length ? zeros.subarray(0, left) : zeros;
    moved = crc32(piece, moved);
    still = crc32(piece, still);
  }
  return (moved ^ still ^ second) >>> 0;
}
