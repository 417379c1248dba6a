import type { Templates } from '../core/rules/expand-rules.ts';
import {
  parseTemplate,
  type RuleTemplate,
  type TemplateName,
  templateNames,
} from '../core/rules/templates/rule-template.ts';
import type { TemplateRule } from '../core/rules/templates/template-rules.ts';
import { type Problem, sortProblems } from '../core/text/problem.ts';
import type { TextFile } from '../core/text/read-entry.ts';

export interface LoadedTemplates {
  readonly templates: Templates;
  readonly problems: readonly Problem[];
}

/**
 * Parses the files of one templates folder. Every template has to be there once, or in `others`, whose templates those of
 * the folder replace.
 */
export function loadTemplates(folder: string, files: readonly TextFile[], others?: Templates): LoadedTemplates {
  const templates = new Map<TemplateName, RuleTemplate>();
  const problems: Problem[] = [];
  for (const file of files) {
    const reading = parseTemplate(file);
    if (!reading.ok) {
      problems.push(...reading.problems);
      continue;
    }
    const { template } = reading;
    const earlier = templates.get(template.name);
    if (earlier) {
      const message = `the template "${template.name}" is already in ${earlier.source.file}; keep one of the two files`;
      problems.push(problemAt(template, 'template-twice', message));
    }
    templates.set(template.name, template);
  }
  const all = new Map([...(others ?? []), ...templates]);
  const missing = problems.length > 0 ? [] : templateNames.filter((name) => !all.has(name));
  problems.push(
    ...missing.map((name) => {
      const rule: TemplateRule = 'template-missing';
      const message = `no file of this folder is the template "${name}"; copy it from the built-in ones`;
      return { file: folder, line: 1, column: 1, rule, message };
    }),
  );
  return { templates: all, problems: sortProblems(problems) };
}

function problemAt({ source }: RuleTemplate, rule: TemplateRule, message: string): Problem {
  return { file: source.file, ...source.document.locate(['template']), rule, message };
}
