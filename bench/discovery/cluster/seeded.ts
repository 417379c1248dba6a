/** Text that looks random and is the same in every run: it follows from a number. */

/** A well mixed unsigned 32-bit number (the finaliser of MurmurHash3). */
export function mix(number: number): number {
  let mixed = number | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** `length` hexadecimal digits. */
export function hex(number: number, length: number): string {
  let digits = '';
  for (let part = 0; digits.length < length; part++) {
    digits += mix(Math.imul(number, 31) + part * 0x9e3779b9)
      .toString(16)
      .padStart(8, '0');
  }
  return digits.slice(0, length);
}

export function uuid(number: number): string {
  const digits = hex(number, 32);
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20)}`;
}

/** What Kubernetes makes the ends of generated names of: no vowels, so no words. */
const letters = 'bcdfghjklmnpqrstvwxz2456789';

export function suffix(number: number, length: number): string {
  let text = '';
  for (let part = 0; part < length; part++) text += letters[mix(number + part * 0x51ed27) % letters.length];
  return text;
}

/** A time of the last months. */
export function timeOf(number: number): string {
  return `${new Date(1_760_000_000_000 + (mix(number) % 8_000_000) * 1000).toISOString().slice(0, 19)}Z`;
}

/** Five letters that no other number has, up to 27 to the power of five. */
export function uniqueSuffix(number: number): string {
  const count = letters.length ** 5;
  // Without a common factor with `count`, so that no two numbers meet.
  let rest = Number((BigInt(number) * 7_654_321n) % BigInt(count));
  let text = '';
  for (let part = 0; part < 5; part++) {
    text += letters[rest % letters.length];
    rest = Math.floor(rest / letters.length);
  }
  return text;
}
