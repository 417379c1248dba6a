import { shortenText } from '../text/shorten-text.ts';
import { renderTable } from '../text/table.ts';
import type { IssueList, ListedAffected, ListedIssue } from './issue-list.ts';
import { anyVersion } from './range-notation.ts';

/**
 * The list for a person at a terminal of `columns` characters; `undefined` when nobody looks, so that nothing is cut.
 *
 * What a narrow terminal has no room for is left out column by column, so that a summary is never cut to nothing.
 */
export function renderIssueList({ issues }: IssueList, columns?: number): string {
  if (issues.length === 0) return 'No known issue matches.\n';
  const cells = tableColumns.map(({ header, cellOf }) => [header, ...issues.map(cellOf)]);
  const shown = columns === undefined ? cells : fitting(cells, columns);
  const rows = ['SUMMARY', ...issues.map(markedSummary)].map((summary, row) => {
    const before = shown.map((column) => column[row] ?? '');
    return [...before, columns === undefined ? summary : shortenText(summary, columns - widthOf(shown))];
  });
  return renderTable(rows);
}

interface Column {
  readonly header: string;
  readonly cellOf: (issue: ListedIssue) => string;
  /** Which column goes first when there is no room; `undefined` for those that stay. */
  readonly leaves: number | undefined;
}

const tableColumns: readonly Column[] = [
  { header: 'ID', cellOf: ({ id }) => id, leaves: undefined },
  {
    header: 'COMPONENT',
    cellOf: ({ affected }) =>
      firstOf(
        affected.map(({ component }) => component),
        24,
      ),
    leaves: 4,
  },
  { header: 'RESOURCE', cellOf: ({ resource }) => resource, leaves: 5 },
  { header: 'SIGNATURE', cellOf: ({ signature }) => signature, leaves: 2 },
  { header: 'SEVERITY', cellOf: ({ severity }) => severity, leaves: 6 },
  { header: 'AFFECTED', cellOf: ({ affected }) => firstOf(affected.flatMap(versionsOf), 36), leaves: 1 },
  {
    header: 'FIXED',
    cellOf: ({ affected }) =>
      firstOf(
        affected.flatMap(({ fixedVersions }) => fixedVersions),
        24,
      ),
    leaves: 3,
  },
];

/** A range has a question mark where nobody said which versions of it are affected. */
function versionsOf({ ranges, versions }: ListedAffected): readonly string[] {
  const texts = ranges.map(({ range, confidence }) => {
    if (confidence !== 'unknown') return range;
    return range === anyVersion ? '?' : `${range} ?`;
  });
  return [...texts, ...versions];
}

/** As many as `width` characters hold, at least one, and behind them how many more there are. */
function firstOf(texts: readonly string[], width: number): string {
  const [first = '-', ...others] = [...new Set(texts)];
  let shown = first;
  for (const [index, text] of others.entries()) {
    if (shown.length + 2 + text.length > width) return `${shown}, +${others.length - index}`;
    shown += `, ${text}`;
  }
  return shown;
}

function markedSummary({ summary, withdrawn, kind }: ListedIssue): string {
  if (withdrawn !== null) return `[withdrawn] ${summary}`;
  return kind === 'baseline-shift' ? `[baseline shift] ${summary}` : summary;
}

/** What of a summary has to be seen, unless every column that may leave has left. */
const summaryWidth = 40;

function fitting(cells: readonly (readonly string[])[], columns: number): readonly (readonly string[])[] {
  const leaving = [...tableColumns.entries()]
    .flatMap(([index, { leaves }]) => (leaves === undefined ? [] : [{ index, leaves }]))
    .sort((a, b) => a.leaves - b.leaves);
  const left = new Set<number>();
  let shown = cells;
  for (const { index } of leaving) {
    if (columns - widthOf(shown) >= summaryWidth) break;
    left.add(index);
    shown = cells.filter((_, column) => !left.has(column));
  }
  return shown;
}

/** With the two blanks behind each column. */
function widthOf(shown: readonly (readonly string[])[]): number {
  return shown.reduce((sum, column) => sum + Math.max(...column.map(({ length }) => length)) + 2, 0);
}
