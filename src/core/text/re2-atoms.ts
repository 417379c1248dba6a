/** How long an escape or a class at the start of a text is, or why RE2 does not have it: a clause. */
export type AtomReading = { readonly length: number } | { readonly refused: string };

/** Escapes of one character, which stand anywhere, and ASCII punctuation as itself. */
const character =
  /^\\(?:[afnrtv]|[1-7][0-7]{1,2}|0[0-7]{0,2}|x[0-9a-fA-F]{2}|x\{0*(?:10|[0-9a-fA-F])?[0-9a-fA-F]{1,4}\}|[!-/:-@[-`{-~])/;
const set = /^\\(?:[dswDSW]|[pP](?:[A-Z]|\{\^?(?<name>\w+)\}))/;
const outsideClass = /^\\(?:[AbBz]|Q(?:[^\\]|\\(?!E))*\\E)/;
const posixClass = /^\^?(?:alnum|alpha|ascii|blank|cntrl|digit|graph|lower|print|punct|space|upper|word|xdigit)$/;

/** The escape that `rest` begins with: `\d`, `\.`, `\x41`. */
export function readEscape(rest: string): AtomReading {
  const others = character.exec(rest) ?? outsideClass.exec(rest);
  return readSet(rest) ?? (others ? { length: others[0].length } : noEscape(rest));
}

function noEscape(rest: string): AtomReading {
  return { refused: `"${rest.slice(0, 2)}" is no escape that RE2 has` };
}

/** `\d`, `\pL` or `\p{Greek}`; `undefined` for what is no set. */
function readSet(rest: string): AtomReading | undefined {
  const match = set.exec(rest);
  if (!match) return undefined;
  const name = match.groups?.['name'];
  if (name === undefined || isUnicodeTable(name)) return { length: match[0].length };
  return { refused: `"${match[0]}" is no set that RE2 has` };
}

/** Go knows general categories and scripts by their Unicode names. */
function isUnicodeTable(name: string): boolean {
  const property = name.length < 3 ? 'General_Category' : 'Script';
  try {
    return new RegExp(`\\p{${property}=${name}}`, 'u').unicode;
  } catch {
    return false; // no such name
  }
}

/** The class that `rest` begins with: `[^a-z\d]`. */
export function readClass(rest: string): AtomReading {
  let index = rest.startsWith('[^') ? 2 : 1;
  const first = index;
  while (index < rest.length) {
    if (rest[index] === ']' && index > first) return { length: index + 1 };
    const member = readMember(rest.slice(index));
    if ('refused' in member) return member;
    index += member.length;
  }
  return { refused: 'a "[" is not closed' };
}

/** A set, a character or a range of a class. */
function readMember(rest: string): AtomReading {
  return readPosixClass(rest) ?? readSet(rest) ?? readRange(rest);
}

/** `[:alpha:]` */
function readPosixClass(rest: string): AtomReading | undefined {
  const match = /^\[:(?<name>.*?):\]/s.exec(rest);
  if (!match) return undefined;
  if (posixClass.test(match.groups?.['name'] ?? '')) return { length: match[0].length };
  return { refused: `"${match[0]}" is no class that RE2 has` };
}

function readRange(rest: string): AtomReading {
  const low = readCharacter(rest);
  if (low === undefined) return noEscape(rest);
  const behind = rest.slice(low.length);
  if (!/^-[^\]]/su.test(behind)) return { length: low.length };
  const high = readCharacter(behind.slice(1));
  if (high === undefined) return { refused: `"${rest.slice(0, low.length + 3)}" is no range` };
  if (codeOf(high) < codeOf(low)) return { refused: `the range "${low}-${high}" ends before it begins` };
  return { length: low.length + 1 + high.length };
}

function readCharacter(rest: string): string | undefined {
  if (rest.startsWith('\\')) return character.exec(rest)?.[0];
  return String.fromCodePoint(rest.codePointAt(0) ?? 0);
}

const controls: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };

/** The code point of a character, escaped or not. */
function codeOf(text: string): number {
  const escaped = /^\\(?:(?<octal>[0-7]+)|x\{?(?<hex>[0-9a-fA-F]+)\}?|(?<sign>.))$/su.exec(text)?.groups;
  if (!escaped) return text.codePointAt(0) ?? 0;
  const { octal, hex, sign = '' } = escaped;
  if (octal !== undefined) return Number.parseInt(octal, 8);
  if (hex !== undefined) return Number.parseInt(hex, 16);
  return controls[sign] ?? sign.codePointAt(0) ?? 0;
}
