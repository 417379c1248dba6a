import type { Problem } from '../text/problem.ts';
import { locateArtifact, workingDirectoryId } from './artifact-location.ts';
import type { Rule, RuleTable } from './rule-table.ts';

export interface SarifSettings {
  readonly rules: RuleTable;
  /** Of Plimsoll: `0.1.0`. */
  readonly version: string;
  /** The absolute path that relative names of files start from. */
  readonly workingDirectory: string;
}

/**
 * SARIF 2.1.0, as code scanning services read it: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html.
 *
 * All rules are listed, whatever was found: GitHub expects them to differ between versions of a tool and not between
 * two of its runs. The same input gives the same bytes on every machine, unless a file is outside the working directory.
 */
export function renderSarif(problems: readonly Problem[], { rules, version, workingDirectory }: SarifSettings): string {
  const ruleIds = Object.keys(rules);
  const occurrences = countOccurrences(problems);
  const log = {
    version: '2.1.0',
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    runs: [
      {
        tool: {
          driver: {
            name: 'Plimsoll',
            version,
            semanticVersion: version,
            rules: Object.entries(rules).map(([id, rule]) => describeRule(id, rule)),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [workingDirectoryId]: { description: { text: 'The folder that Plimsoll ran in.' } } },
        results: problems.map((problem, index) => ({
          ruleId: problem.rule,
          ...findRule(problem.rule, ruleIds),
          level: 'error',
          message: { text: escapeBraces(problem.message) },
          locations: [{ physicalLocation: locate(problem, workingDirectory) }],
          partialFingerprints: { 'messageAndOccurrence/v1': `${problem.message}:${occurrences[index]}` },
        })),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function describeRule(id: string, { meaning, remedy }: Rule) {
  return {
    id,
    shortDescription: { text: plainText(meaning) },
    fullDescription: { text: plainText(`${meaning} ${remedy}`) },
    help: { text: plainText(`${meaning}\n\n${remedy}`), markdown: escapeBraces(`${meaning}\n\n${remedy}`) },
    defaultConfiguration: { level: 'error' },
  };
}

/** A rule without a description has no index (section 3.27.6). */
function findRule(rule: string, ruleIds: readonly string[]) {
  const ruleIndex = ruleIds.indexOf(rule);
  return ruleIndex < 0 ? {} : { ruleIndex };
}

/** A region without an end goes to the end of its line (section 3.30.8). */
function locate({ file, line, column }: Problem, workingDirectory: string) {
  return {
    artifactLocation: locateArtifact(file, workingDirectory),
    region: { startLine: line, startColumn: column },
  };
}

/**
 * For each problem, how many before it say the same of the same file, and itself.
 *
 * Readers tell problems apart by rule and file already, so a partial fingerprint adds what these do not say and no line
 * number (appendix B). GitHub looks at `primaryLocationLineHash` alone, which github/codeql-action/upload-sarif
 * calculates from the file; for any other value under that name it warns.
 */
function countOccurrences(problems: readonly Problem[]): readonly number[] {
  const seen = new Map<string, number>();
  return problems.map(({ file, rule, message }) => {
    const key = JSON.stringify([file, rule, message]);
    const occurrence = (seen.get(key) ?? 0) + 1;
    seen.set(key, occurrence);
    return occurrence;
  });
}

/** Single braces are placeholders of arguments, of which there are none (section 3.11.5). */
function escapeBraces(text: string): string {
  return text.replaceAll('{', '{{').replaceAll('}', '}}');
}

/** Plain text has no marks of formatting (section 3.11.3). */
function plainText(markdown: string): string {
  return escapeBraces(markdown.replaceAll('`', ''));
}
