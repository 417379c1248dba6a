import { escapeRegex, escapeString } from '../../text/promql-escape.ts';
import type { PlaceholderKind } from './placeholders.ts';

/** Where a string of a template lands: in PromQL, in text that Prometheus expands as a Go template, or in a name or duration. */
export type Landing = 'promql' | 'go' | 'name';

export interface FillProblem {
  readonly rule: 'placeholder-unknown' | 'placeholder-misplaced';
  readonly message: string;
  /** Offset of the placeholder in the template string. */
  readonly offset: number;
}

export interface Filled {
  readonly text: string;
  readonly problems: readonly FillProblem[];
}

export interface Values {
  readonly kindOf: (name: string) => PlaceholderKind | undefined;
  readonly valueOf: (name: string) => string;
  /** What was probably meant by a name that is not known. */
  readonly suggest: (name: string) => string | undefined;
}

const placeholder = /<<\s*(?<name>[^<>]*?)\s*>>/g;

/** Fills the placeholders of one template string. Values are escaped for where they land. */
export function fill(template: string, landing: Landing, values: Values): Filled {
  const problems: FillProblem[] = [];
  let text = '';
  let end = 0;
  for (const match of template.matchAll(placeholder)) {
    text += template.slice(end, match.index);
    end = match.index + match[0].length;
    const name = match.groups?.['name'] ?? '';
    const kind = values.kindOf(name);
    if (kind === undefined) {
      problems.push({ rule: 'placeholder-unknown', message: unknown(name, values), offset: match.index });
      continue;
    }
    const quotes = landing === 'promql' ? quotesAt(template, match.index) : undefined;
    const value = escapeFor(landing, kind, values.valueOf(name), quotes);
    if (value === undefined) {
      problems.push({ rule: 'placeholder-misplaced', message: misplaced(name, kind), offset: match.index });
      continue;
    }
    text += value;
  }
  return { text: text + template.slice(end), problems };
}

function unknown(name: string, { suggest }: Values): string {
  const meant = suggest(name);
  return `there is no placeholder "${name}" here${meant === undefined ? '' : `; did you mean "${meant}"?`}`;
}

function misplaced(name: string, kind: PlaceholderKind): string {
  return `the placeholder "${name}" is ${whatItIs[kind]}`;
}

const whatItIs: Readonly<Record<PlaceholderKind, string>> = {
  promql: 'PromQL; put it outside quotes in an expression, or in a name',
  text: 'a text; in an expression put it inside quotes',
  regex: 'a regular expression; put it inside the quotes of a =~ or !~ matcher',
  go: 'a piece of Go template; put it in an annotation',
};

interface Quotes {
  /** Whether the quoted string is a regular expression: behind `=~` or `!~`. */
  readonly regex: boolean;
}

/** `undefined` where such a value cannot stand. */
function escapeFor(
  landing: Landing,
  kind: PlaceholderKind,
  value: string,
  quotes: Quotes | undefined,
): string | undefined {
  switch (landing) {
    case 'name':
      return kind === 'promql' || kind === 'text' ? value : undefined;
    case 'go':
      if (kind === 'go') return value;
      return kind === 'regex' ? undefined : value.replaceAll('{{', '{{ "{{" }}');
    case 'promql':
      return escapeInPromql(kind, value, quotes);
  }
}

function escapeInPromql(kind: PlaceholderKind, value: string, quotes: Quotes | undefined): string | undefined {
  if (!quotes) return kind === 'promql' ? value : undefined;
  if (kind === 'text') return escapeString(quotes.regex ? escapeRegex(value) : value);
  return kind === 'regex' && quotes.regex ? escapeString(value) : undefined;
}

/** The double-quoted string around `offset`, or `undefined` outside of any. */
function quotesAt(expression: string, offset: number): Quotes | undefined {
  let opened: number | undefined;
  for (let index = 0; index < offset; index++) {
    if (expression[index] === '\\' && opened !== undefined) index++;
    else if (expression[index] === '"') opened = opened === undefined ? index : undefined;
  }
  return opened === undefined ? undefined : { regex: /[=!]~\s*$/.test(expression.slice(0, opened)) };
}
