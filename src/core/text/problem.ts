import { compareText } from './compare-text.ts';

/** 1-based, as editors and compilers count. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Something wrong in a file a person wrote. Collected and returned, never thrown. */
export interface Problem extends Position {
  readonly file: string;
  /** Stable id: part of the contract with people who search for it. */
  readonly rule: string;
  /** One sentence: what is wrong and what to do. */
  readonly message: string;
}

/** By file, then by place in it. */
export function sortProblems(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort(
    (a, b) =>
      compareText(a.file, b.file) || a.line - b.line || a.column - b.column || compareText(a.message, b.message),
  );
}

export function formatProblem({ file, line, column, message, rule }: Problem): string {
  return `${file}:${line}:${column} ${message} (${rule})`;
}
