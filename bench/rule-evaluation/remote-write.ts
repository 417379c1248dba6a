/** A series of the past. */
export interface PastSeries {
  readonly labels: Readonly<Record<string, string>>;
  /** At a time in unix seconds. */
  readonly value: (at: number) => number;
  /** In seconds. */
  readonly interval: number;
}

/** Bytes of one request. */
const requestSize = 8_000_000;

/**
 * Sends samples of `series` from `from` until before `to`, in unix seconds, to a Prometheus that takes remote writes. At
 * most an hour at once: it refuses what is older than an hour before its newest sample.
 */
export async function writePast(url: string, series: readonly PastSeries[], from: number, to: number): Promise<number> {
  let buffer = Buffer.alloc(requestSize + 1_000_000);
  let length = 0;
  let samples = 0;
  for (const one of series) {
    const first = Math.ceil(from / one.interval) * one.interval;
    const times: number[] = [];
    for (let at = first; at < to; at += one.interval) times.push(at);
    if (times.length === 0) continue;
    samples += times.length;
    const labels = encodeLabels(one.labels);
    const size = labels.length + times.length * (2 + sampleSize);
    length = writeTag(buffer, length, 1, size);
    length += labels.copy(buffer, length);
    for (const at of times) length = writeSample(buffer, length, one.value(at), at * 1000);
    if (length > requestSize) {
      await send(url, buffer.subarray(0, length));
      buffer = Buffer.alloc(requestSize + 1_000_000);
      length = 0;
    }
  }
  if (length > 0) await send(url, buffer.subarray(0, length));
  return samples;
}

async function send(url: string, request: Buffer): Promise<void> {
  const response = await fetch(`${url}/api/v1/write`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy' },
    body: inSnappy(request),
  });
  if (!response.ok) throw new Error(`Prometheus refuses the past: ${response.status} ${await response.text()}`);
}

/** Snappy's block format with all bytes as one literal. */
function inSnappy(bytes: Buffer): Uint8Array<ArrayBuffer> {
  const block = Buffer.alloc(bytes.length + 16);
  let offset = writeVarint(block, 0, bytes.length);
  block[offset++] = 63 << 2; // a literal whose length stands in four bytes
  offset = block.writeUInt32LE(bytes.length - 1, offset);
  offset += bytes.copy(block, offset);
  return new Uint8Array(block.subarray(0, offset));
}

function encodeLabels(labels: Readonly<Record<string, string>>): Buffer {
  const pairs = Object.entries(labels)
    .filter(([, value]) => value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.concat(
    pairs.map(([name, value]) => message(1, [message(1, [Buffer.from(name)]), message(2, [Buffer.from(value)])])),
  );
}

function message(field: number, parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  return Buffer.concat([head.subarray(0, writeTag(head, 0, field, body.length)), body]);
}

/** A field with a length. */
function writeTag(buffer: Buffer, offset: number, field: number, length: number): number {
  buffer[offset] = (field << 3) | 2;
  return writeVarint(buffer, offset + 1, length);
}

/** A value of eight bytes, a time of six, and a tag for each. */
const sampleSize = 16;

function writeSample(buffer: Buffer, start: number, value: number, milliseconds: number): number {
  let offset = writeTag(buffer, start, 2, sampleSize);
  buffer[offset++] = (1 << 3) | 1;
  offset = buffer.writeDoubleLE(value, offset);
  buffer[offset++] = 2 << 3;
  return writeVarint(buffer, offset, milliseconds);
}

function writeVarint(buffer: Buffer, start: number, value: number): number {
  let offset = start;
  let rest = value;
  while (rest >= 128) {
    buffer[offset++] = (rest % 128) | 128;
    rest = Math.floor(rest / 128);
  }
  buffer[offset++] = rest;
  return offset;
}
