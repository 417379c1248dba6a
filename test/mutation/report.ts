import { createTwoFilesPatch } from 'diff';
import type { Mutant } from './find-mutants.ts';
import type { Outcome } from './hunt.ts';
import type { Judgement } from './justified.ts';
import type { WrittenRule } from './rule-file.ts';

/** What a person reads: a line for each template, then everything that has to be put right. */
export function report(judgement: Judgement): string {
  const { killed, justified, survivors, broken, stale } = judgement;
  const templates = [
    ...new Set([...killed, ...justified, ...survivors, ...broken].map(({ mutant }) => mutant.template)),
  ];
  const of = (outcomes: readonly Outcome[], name: string) =>
    String(outcomes.filter(({ mutant }) => mutant.template === name).length).padStart(9);
  const counts = templates.map((name) =>
    [name.padEnd(20), of(killed, name), of(justified, name), of(survivors, name)].join(' '),
  );
  return [
    `${'TEMPLATE'.padEnd(20)}    KILLED JUSTIFIED  SURVIVED`,
    ...counts,
    ...survivors.map(({ mutant }) => `\nno generated test notices\n${describe(mutant)}`),
    ...broken.map(({ mutant }) => `\nPrometheus does not load\n${describe(mutant)}`),
    ...stale.map(({ justification: { place, id }, why }) => `\n${place}: ${why}; remove it\n  ${id}`),
  ].join('\n');
}

/** The place, the keys of its justification, and the rule before and after as it is generated for one specimen. */
function describe({ template, rule, place, what, variants }: Mutant): string {
  const [variant] = variants;
  return [
    `${place.file}:${place.lineNumber}`,
    `  template: ${template}`,
    `  rule: ${rule}`,
    `  line: ${place.line}`,
    `  mutant: ${what}`,
    variant ? `  in ${variant.generated.specimen.name}\n${difference(variant.before, variant.after)}` : '',
  ].join('\n');
}

function difference(before: WrittenRule, after: WrittenRule): string {
  const patch = createTwoFilesPatch('', '', readable(before), readable(after), '', '', { context: 1 });
  return patch
    .split('\n')
    .filter((line) => /^[ +-](?![+-]{2})/.test(line))
    .map((line) => `    ${line}`)
    .join('\n');
}

function readable({ expr, annotations = {}, ...others }: WrittenRule): string {
  const { labels = {}, ...fields } = others;
  const pairs = Object.entries({ ...fields, ...labels, ...annotations }).map(([name, value]) => `${name}: ${value}`);
  return `${[expr, ...pairs].join('\n')}\n`;
}
