import type { Problem } from '../text/problem.ts';
import { renderGithub } from './render-github.ts';
import { renderJson } from './render-json.ts';
import { renderSarif, type SarifSettings } from './render-sarif.ts';
import { renderText } from './render-text.ts';

/** The forms in which problems can be shown. */
export const problemOutputs = ['text', 'json', 'sarif', 'github'] as const;
export type ProblemOutput = (typeof problemOutputs)[number];

export interface ProblemForm extends SarifSettings {
  /** How much was read without problems, for the JSON form. */
  readonly counts: Readonly<Record<string, number>>;
}

export function renderProblems(output: ProblemOutput, problems: readonly Problem[], form: ProblemForm): string {
  switch (output) {
    case 'text':
      return renderText(problems);
    case 'json':
      return renderJson(problems, form.counts);
    case 'sarif':
      return renderSarif(problems, form);
    case 'github':
      return renderGithub(problems);
  }
}
