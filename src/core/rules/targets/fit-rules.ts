import type { Rule, RuleFile } from '../rule-model.ts';
import { languageNeeds } from './language.ts';
import {
  formatProgramVersion,
  isBefore,
  type Program,
  type ProgramVersion,
  type ProgramVersions,
  parseProgramVersion,
  programs,
  type RuleField,
  ruleFields,
} from './program.ts';
import type { Refusal } from './target.ts';

export interface FittedRules {
  readonly files: readonly RuleFile[];
  readonly notes: readonly string[];
  readonly refusals: readonly Refusal[];
}

/**
 * The rules as the given versions of these programs take them.
 *
 * Fields that only add comfort are left out and named; what the rules would be wrong without is a refusal.
 */
export function fitRules(
  files: readonly RuleFile[],
  readBy: readonly Program[],
  versions: ProgramVersions,
): FittedRules {
  const given = readBy.flatMap((program) => {
    const version = versions.get(program);
    return version === undefined ? [] : [{ program, version }];
  });
  const lacking = given.flatMap(({ program, version }) =>
    fieldsOf(files).flatMap((field) => {
      const since = programs[program].since[field];
      return since === undefined || !comesAfter(since, version) ? [] : [{ program, version, field, since }];
    }),
  );
  return {
    files: withoutFields(files, new Set(lacking.map(({ field }) => field))),
    notes: lacking.map(
      ({ program, version, field, since }) =>
        `${field} is left out: ${programs[program].name} has it since ${since} and this is ${formatProgramVersion(version)}`,
    ),
    refusals: given.flatMap(({ program, version }) =>
      program === 'prometheus' ? missingLanguage(files, version) : [],
    ),
  };
}

/** Whether a version of this file's table is later than `version`. */
function comesAfter(since: string, version: ProgramVersion): boolean {
  const first = parseProgramVersion(since);
  return first !== undefined && isBefore(version, first);
}

/** Fields that these rules have. */
function fieldsOf(files: readonly RuleFile[]): readonly RuleField[] {
  const groups = files.flatMap((file) => file.groups);
  const present: Readonly<Record<RuleField, boolean>> = {
    keep_firing_for: groups.some(({ rules }) => rules.some(keepsFiring)),
    limit: groups.some(({ limit }) => limit !== undefined),
  };
  return ruleFields.filter((field) => present[field]);
}

function keepsFiring(rule: Rule): boolean {
  return rule.kind === 'alert' && rule.keepFiringFor !== undefined;
}

/** The same rules without these fields. */
export function withoutFields(files: readonly RuleFile[], fields: ReadonlySet<RuleField>): readonly RuleFile[] {
  if (fields.size === 0) return files;
  const cut = (rule: Rule): Rule =>
    rule.kind === 'alert' && fields.has('keep_firing_for') ? { ...rule, keepFiringFor: undefined } : rule;
  return files.map((file) => ({
    ...file,
    groups: file.groups.map((group) => ({
      ...group,
      limit: fields.has('limit') ? undefined : group.limit,
      rules: group.rules.map(cut),
    })),
  }));
}

/** One refusal for all that is missing: the latest of it says which version would do. */
function missingLanguage(files: readonly RuleFile[], version: ProgramVersion): readonly Refusal[] {
  const expressions = new Set(
    files.flatMap(({ groups }) => groups.flatMap(({ rules }) => rules.map(({ expr }) => expr))),
  );
  const missing = new Map<string, string>();
  for (const expression of expressions) {
    for (const { what, since } of languageNeeds(expression)) {
      if (comesAfter(since, version)) missing.set(what, since);
    }
  }
  if (missing.size === 0) return [];
  const list = [...missing].map(([what, since]) => `${what} (${since})`).sort();
  return [
    {
      problem: `Prometheus ${formatProgramVersion(version)} does not know ${list.join(', ')}, and the rules are wrong without`,
      remedy: 'use a version that does',
    },
  ];
}
