/** JSON text that comes in pieces, of which a reader takes one value after the other. */
export interface JsonSource {
  /** The newest piece. */
  text: string;
  /** Offset into `text` of what is read next. */
  at: number;
  /** No piece follows. */
  ended: boolean;
}

/** Reads as far as the text goes, and is resumed when there is more of it. */
export type Reading<Result> = Generator<undefined, Result, undefined>;

/** Takes text in pieces of any size. */
export interface PieceReader<Result> {
  /** Reads on. Throws MalformedAnswer. */
  readonly write: (text: string) => void;
  /** The text is complete. Throws MalformedAnswer where it is not. */
  readonly end: () => Result;
}

export function createPieceReader<Result>(read: (source: JsonSource) => Reading<Result>): PieceReader<Result> {
  const source: JsonSource = { text: '', at: 0, ended: false };
  const reading = read(source);
  return {
    write(text) {
      source.text = text;
      source.at = 0;
      reading.next();
    },
    end() {
      source.text = '';
      source.at = 0;
      source.ended = true;
      const result = reading.next();
      if (result.done !== true) throw new MalformedAnswer('it ends in the middle');
      return result.value;
    },
  };
}

/** The text is not the JSON that was expected. */
export class MalformedAnswer extends Error {
  override readonly name = 'MalformedAnswer';
}

/** Code units of what JSON is made of. */
const quote = 0x22;
const backslash = 0x5c;
const openingBrace = 0x7b;
const closingBrace = 0x7d;
const openingBracket = 0x5b;
const closingBracket = 0x5d;
/** What follows a number, `true` or `null`, and belongs to what it is in. */
const behindScalar = codesOf(',:]} \n\r\t');

function codesOf(characters: string): ReadonlySet<number> {
  return new Set([...characters].map((character) => character.charCodeAt(0)));
}

/** The next character that is no white space, left where it is; `undefined` at the end of the text. */
export function* peek(source: JsonSource): Reading<string | undefined> {
  for (;;) {
    while (source.at < source.text.length) {
      const character = source.text.charAt(source.at);
      if (!isSpace(character)) return character;
      source.at += 1;
    }
    if (source.ended) return undefined;
    yield;
  }
}

/** Whether `character` comes next; then it is taken. */
function* take(source: JsonSource, character: string): Reading<boolean> {
  const isNext = (yield* peek(source)) === character;
  if (isNext) source.at += 1;
  return isNext;
}

/** Takes an object apart: `readField` reads the value of each key. */
export function* readObject(source: JsonSource, readField: (key: string) => Reading<void>): Reading<void> {
  yield* expect(source, '{');
  if (yield* take(source, '}')) return;
  do {
    const key = parseJson(yield* cutValue(source, longestKey));
    if (typeof key !== 'string') throw new MalformedAnswer('a key is no text');
    yield* expect(source, ':');
    yield* readField(key);
  } while (yield* take(source, ','));
  yield* expect(source, '}');
}

const longestKey = 1_000;

/** Takes a list apart: `readEntry` reads each of its entries. */
export function* readList(source: JsonSource, readEntry: () => Reading<void>): Reading<void> {
  yield* expect(source, '[');
  if (yield* take(source, ']')) return;
  do yield* readEntry();
  while (yield* take(source, ','));
  yield* expect(source, ']');
}

function* expect(source: JsonSource, character: string): Reading<void> {
  if (yield* take(source, character)) return;
  const found = yield* peek(source);
  throw new MalformedAnswer(found === undefined ? 'it ends in the middle' : `"${character}" is missing`);
}

/** The text of the next value, whatever it is. Whether it is JSON shows when it is parsed. */
export function* cutValue(source: JsonSource, limit: number): Reading<string> {
  yield* peek(source);
  const findEnd = createEndFinder();
  let cut = '';
  for (;;) {
    const end = findEnd(source.text, source.at);
    cut += source.text.slice(source.at, end);
    source.at = end ?? source.text.length;
    if (cut.length > limit) throw new MalformedAnswer(`a part of it is longer than ${limit} characters`);
    if (end !== undefined) return cut;
    if (source.ended) throw new MalformedAnswer('it ends in the middle');
    yield;
  }
}

/** Finds where a value ends, in one piece of text after the other; `undefined` while it goes on behind the piece. */
function createEndFinder(): (text: string, from: number) => number | undefined {
  let depth = 0;
  let isInText = false;
  let isEscaped = false;
  let end: number | undefined;

  /** To behind the quote that closes the text, or to the end of the piece. */
  function passText(text: string, from: number): number {
    for (let index = from; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (isEscaped) isEscaped = false;
      else if (code === backslash) isEscaped = true;
      else if (code === quote) {
        isInText = false;
        if (depth === 0) end = index + 1;
        return index + 1;
      }
    }
    return text.length;
  }

  /** To behind the next character that opens or closes something, or that no longer belongs to the value. */
  function passMark(text: string, from: number): number {
    let index = from;
    while (index < text.length && !isMark(text.charCodeAt(index), depth === 0)) index += 1;
    if (index < text.length) takeMark(text.charCodeAt(index), index);
    return index + 1;
  }

  function takeMark(code: number, index: number): void {
    if (depth === 0 && behindScalar.has(code)) end = index;
    else if (code === quote) isInText = true;
    else if (code === openingBrace || code === openingBracket) depth += 1;
    else {
      depth -= 1;
      if (depth === 0) end = index + 1;
    }
  }

  return (text, from) => {
    let index = from;
    while (index < text.length && end === undefined) {
      index = isInText ? passText(text, index) : passMark(text, index);
    }
    return end;
  };
}

/** Runs over every character of what is read, so it looks nothing up. */
function isMark(code: number, isOutermost: boolean): boolean {
  return (
    code === quote ||
    code === openingBrace ||
    code === closingBrace ||
    code === openingBracket ||
    code === closingBracket ||
    (isOutermost && behindScalar.has(code))
  );
}

function isSpace(character: string): boolean {
  return character === ' ' || character === '\n' || character === '\r' || character === '\t';
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new MalformedAnswer('it is not JSON');
  }
}
