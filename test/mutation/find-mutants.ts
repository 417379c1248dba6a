import type { Generated } from './generated.ts';
import { mutateRule, type RuleMutation } from './mutate-rule.ts';
import { findOrigin, type Origin, type Place, placeOf } from './origin.ts';
import { nameOf, type WrittenRule, type WrittenRules } from './rule-file.ts';
import type { WrittenTemplate } from './templates.ts';

/** A slip in a rule of a template, in the rules of every specimen where it can be made. */
export interface Mutant {
  readonly template: string;
  /** As the template names it, with placeholders. */
  readonly rule: string;
  readonly place: Place;
  readonly what: string;
  /** Never empty. */
  readonly variants: readonly Variant[];
}

export interface Variant {
  readonly generated: Generated;
  /** Name of the rule file, and how it is with the slip. */
  readonly file: string;
  readonly mutated: WrittenRules;
  readonly before: WrittenRule;
  readonly after: WrittenRule;
}

/** Says the same in every specimen, and survives changes elsewhere in the template. */
export function idOf({ template, rule, place, what }: Omit<Mutant, 'variants'>): string {
  return [template, rule, place.line, what].join(' › ');
}

/** A rule that no template explains would escape. */
export interface FoundMutants {
  readonly mutants: readonly Mutant[];
  readonly unexplained: readonly string[];
}

/** Rules of issues are changed where an issue is the specimen, all others in the specimen that stands for every catalog. */
export function findMutants(specimens: readonly Generated[], templates: readonly WrittenTemplate[]): FoundMutants {
  const found = new Map<string, Mutant & { readonly variants: Variant[] }>();
  const written = templates.filter(({ name }) => !readsKubeStateMetrics.test(name));
  const unexplained = new Set<string>();
  for (const generated of specimens) {
    for (const { file, rules, group, index, rule } of rulesToChange(generated)) {
      const origin = findOrigin(rule, written);
      if (!origin) {
        unexplained.add(nameOf(rule));
        continue;
      }
      for (const { mutation, place, what } of placed(rule, origin)) {
        const mutated = withRule(rules, group, index, mutation.rule);
        const described = { template: origin.template.name, rule: nameOf(origin.rule), place, what };
        const id = idOf(described);
        const mutant = found.get(id) ?? { ...described, variants: [] };
        mutant.variants.push({ generated, file, mutated, before: rule, after: mutation.rule });
        found.set(id, mutant);
      }
    }
  }
  return { mutants: [...found.values()], unexplained: [...unexplained] };
}

/** Every specimen has an exporter. Rules that are a placeholder and nothing else would explain any rule of the others. */
const readsKubeStateMetrics = /-kube-state-metrics$|^inventory-health$/;

function* rulesToChange({ specimen, rules: files }: Generated) {
  for (const [file, rules] of files) {
    if (file.startsWith('known-issues-') !== (specimen.of === 'issues')) continue;
    for (const [group, { rules: ofGroup }] of rules.groups.entries()) {
      for (const [index, rule] of ofGroup.entries()) yield { file, rules, group, index, rule };
    }
  }
}

/** Two slips of one kind in one line are told apart by their order. */
function placed(rule: WrittenRule, origin: Origin) {
  const seen = new Map<string, number>();
  return mutateRule(rule, origin.rule).map((mutation: RuleMutation) => {
    const place = placeOf(origin, mutation.part, rule, mutation.at);
    const key = `${place.line} ${mutation.what}`;
    const earlier = seen.get(key) ?? 0;
    seen.set(key, earlier + 1);
    return { mutation, place, what: earlier === 0 ? mutation.what : `${mutation.what} (${earlier + 1})` };
  });
}

function withRule(rules: WrittenRules, group: number, index: number, rule: WrittenRule): WrittenRules {
  const groups = rules.groups.map((other, at) =>
    at === group ? { ...other, rules: other.rules.with(index, rule) } : other,
  );
  return { ...rules, groups };
}
