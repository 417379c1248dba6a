import { type AtomReading, readClass, readEscape } from './re2-atoms.ts';

/** Most repetitions that RE2 unrolls, nested ones multiplied (google/re2, doc/syntax.txt: "implementation limit"). */
const mostRepeats = 1000;

type Token =
  | { readonly kind: 'open' | 'close' | 'bar' | 'flags' | 'atom'; readonly length: number }
  | { readonly kind: 'repetition'; readonly length: number; readonly least: number; readonly most: number };

/** What a regular expression has shown so far. */
interface State {
  /** How many repetitions the content of each open group is unrolled to at most. */
  readonly groups: readonly number[];
  /** What stands before, as a repetition sees it. */
  readonly before: 'nothing' | 'atom' | 'repetition';
  /** How many repetitions that is unrolled to. */
  readonly repeats: number;
}

/**
 * Why Prometheus would refuse a regular expression, as a clause; `undefined` when it takes it.
 *
 * Prometheus has the syntax of RE2 as Go implements it (pkg.go.dev/regexp/syntax), in which JavaScript's look-around and
 * back-references do not exist. Names of groups are taken as `(?P<name>…)` only: the shorter form needs a Prometheus of 2024.
 */
export function refusedByRe2(pattern: string): string | undefined {
  let state: State = { groups: [1], before: 'nothing', repeats: 1 };
  let index = 0;
  while (index < pattern.length) {
    const token = readToken(pattern.slice(index));
    if ('refused' in token) return token.refused;
    const text = pattern.slice(index, index + token.length);
    const next = advance(state, token, text);
    if ('refused' in next) return next.refused;
    state = next;
    index += token.length;
  }
  return state.groups.length > 1 ? 'a "(" is not closed' : undefined;
}

function readToken(rest: string): Token | { readonly refused: string } {
  const repetition = readRepetition(rest);
  if (repetition) return repetition;
  switch (rest.charAt(0)) {
    case '(':
      return readOpening(rest);
    case ')':
      return { kind: 'close', length: 1 };
    case '|':
      return { kind: 'bar', length: 1 };
    case '[':
      return asAtom(readClass(rest));
    case '\\':
      return asAtom(readEscape(rest));
    default:
      return { kind: 'atom', length: 1 };
  }
}

function asAtom(reading: AtomReading): Token | { readonly refused: string } {
  return 'refused' in reading ? reading : { kind: 'atom', length: reading.length };
}

function readRepetition(rest: string): Token | undefined {
  const match = /^(?:[*+?]|\{(?<least>0|[1-9]\d*)(?:,(?<most>0|[1-9]\d*)?)?\})\??/.exec(rest);
  if (!match) return undefined;
  const { least = '1', most = least } = match.groups ?? {};
  return { kind: 'repetition', length: match[0].length, least: Number(least), most: Number(most) };
}

function readOpening(rest: string): Token | { readonly refused: string } {
  const flags = /^\(\?[imsU]*(?:-[imsU]+)?\)/.exec(rest);
  if (flags) return { kind: 'flags', length: flags[0].length };
  const opening = /^\((?:\?P<\w+>|\?(?:[imsU]*(?:-[imsU]+)?):|(?!\?))/.exec(rest);
  if (opening) return { kind: 'open', length: opening[0].length };
  return { refused: `"${rest.slice(0, 4)}" opens a kind of group that RE2 does not have` };
}

function advance(state: State, token: Token, text: string): State | { readonly refused: string } {
  const groups = withLargest(state.groups, state.repeats);
  switch (token.kind) {
    case 'open':
      return { groups: [...groups, 1], before: 'nothing', repeats: 1 };
    case 'close':
      if (groups.length === 1) return { refused: 'a ")" closes no group' };
      return { groups: groups.slice(0, -1), before: 'atom', repeats: groups.at(-1) ?? 1 };
    case 'bar':
      return { groups, before: 'nothing', repeats: 1 };
    case 'flags': // they may stand between what is repeated and what repeats it
      return { ...state, before: state.before === 'repetition' ? 'atom' : state.before };
    case 'atom':
      return { groups, before: 'atom', repeats: 1 };
    case 'repetition':
      return repeat(state, token, text);
  }
}

function repeat(
  state: State,
  { least, most }: Extract<Token, { readonly kind: 'repetition' }>,
  text: string,
): State | { readonly refused: string } {
  const repeats = state.repeats * Math.max(1, least, most);
  if (state.before === 'nothing') return { refused: `"${text}" has nothing before it to repeat` };
  if (state.before === 'repetition') return { refused: `"${text}" repeats a repetition` };
  if (repeats > mostRepeats) return { refused: `it repeats more than ${mostRepeats} times` };
  if (most < least) return { refused: `"${text}" ends before it begins` };
  return { ...state, before: 'repetition', repeats };
}

/** The innermost group holds what stands before. */
function withLargest(groups: readonly number[], repeats: number): readonly number[] {
  return [...groups.slice(0, -1), Math.max(groups.at(-1) ?? 1, repeats)];
}
