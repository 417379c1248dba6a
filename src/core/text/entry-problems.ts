import type { z } from 'zod';
import type { Problem } from './problem.ts';
import { valueAt } from './value-at.ts';
import type { YamlDocument, YamlPath } from './yaml-document.ts';

/** What zod found wrong in a file, as sentences with their place. */
export function entryProblems(file: string, document: YamlDocument, error: z.ZodError): readonly Problem[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return unknownKeys(file, document, issue);
    return { file, ...document.locate(issue.path), ...describe(issue, issue.path, document) };
  });
}

/** `entry` has a line for each of them. */
function unknownKeys(
  file: string,
  document: YamlDocument,
  { keys, path, message }: z.core.$ZodIssueUnrecognizedKeys,
): readonly Problem[] {
  return message.split('\n').map((line, index) => {
    const position = document.locateKey([...path, keys[index] ?? '']);
    return { file, ...position, rule: 'unknown-key', message: line };
  });
}

type Description = Pick<Problem, 'rule' | 'message'>;

function describe(issue: z.core.$ZodIssue, path: YamlPath, document: YamlDocument): Description {
  const name = keyName(path);
  switch (issue.code) {
    case 'invalid_value':
      return isMissing(document, path)
        ? { rule: 'missing-key', message: `${name} is missing` }
        : { rule: 'unknown-value', message: `${name}: ${issue.message}` };
    case 'invalid_type':
      return describeType(issue, path, document);
    case 'custom':
      return { rule: ruleOf(issue.params), message: issue.message };
    default:
      return { rule: 'wrong-type', message: `${name}: ${lowerFirst(issue.message)}` };
  }
}

function describeType(issue: z.core.$ZodIssueInvalidType, path: YamlPath, document: YamlDocument): Description {
  const name = keyName(path);
  if (isMissing(document, path)) return { rule: 'missing-key', message: `${name} is missing` };
  const hint = issue.expected === 'number' && isText(document, path) ? ', written without quotes and unit' : '';
  return { rule: 'wrong-type', message: `${name} takes ${kindNames[issue.expected] ?? issue.expected}${hint}` };
}

const kindNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

function isMissing(document: YamlDocument, path: YamlPath): boolean {
  return valueAt(document.value, path) === undefined;
}

/** `300Mi` where 314572800 belongs. */
function isText(document: YamlDocument, path: YamlPath): boolean {
  return typeof valueAt(document.value, path) === 'string';
}

/** `affected[0].ranges[1].fixed` */
function keyName(path: YamlPath): string {
  if (path.length === 0) return 'the file';
  return path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index > 0 ? '.' : ''}${String(key)}`))
    .join('');
}

/** The rule that `refuse` was called with. */
function ruleOf(params: Readonly<Record<string, unknown>> | undefined): string {
  return typeof params?.['rule'] === 'string' ? params['rule'] : 'wrong-type';
}

function lowerFirst(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}
