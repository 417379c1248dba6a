const decimal = { step: 1000, names: ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] };
const binary = { step: 1024, names: ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] };

/**
 * Bytes as a person says them: 300 MB, 5 GiB.
 *
 * A source says either 12 GB or 11.3 GiB; the shorter of the two that gives the same bytes is the one it said.
 */
export function formatBytes(bytes: number): string {
  const asDecimal = scale(bytes, decimal);
  const asBinary = scale(bytes, binary);
  const isBinary = asBinary.exact && (!asDecimal.exact || asBinary.text.length < asDecimal.text.length);
  return isBinary ? asBinary.text : asDecimal.text;
}

function scale(bytes: number, { step, names }: typeof decimal): { readonly text: string; readonly exact: boolean } {
  let size = 1;
  let index = 0;
  while (round(bytes / size) >= step && index < names.length - 1) {
    size *= step;
    index += 1;
  }
  const rounded = round(bytes / size);
  return { text: `${rounded} ${names[index] ?? ''}`, exact: Math.round(rounded * size) === Math.round(bytes) };
}

/** Four significant digits are as many as anyone measures. */
function round(value: number): number {
  return Number(value.toPrecision(4));
}
