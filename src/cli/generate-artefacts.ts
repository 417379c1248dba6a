import { join, relative, resolve } from 'node:path';
import { readTemplateFolder } from '../adapters/filesystem/read-template-folder.ts';
import { type GenerateInput, generate } from '../app/generate.ts';
import { loadTemplates } from '../app/load-templates.ts';
import { UserError } from '../app/user-error.ts';
import type { Templates } from '../core/rules/expand-rules.ts';
import type { Artefact } from '../core/rules/rule-model.ts';
import { formatProblem, type Problem } from '../core/text/problem.ts';
import type { CommandIo } from './command-io.ts';

/**
 * What the built-in templates make of a catalog, and those of `ownTemplates` in their place. A slip in a template is a
 * UserError; issues without rules, and what else there is to know, are told on stderr.
 */
export async function generateArtefacts(
  input: Omit<GenerateInput, 'templates'>,
  io: CommandIo,
  ownTemplates?: string,
): Promise<readonly Artefact[]> {
  const folder = join(io.packageFolder, 'rules-templates');
  const shownAs = relative(io.cwd, folder);
  const builtIn = loadTemplates(shownAs, await readTemplateFolder(folder, shownAs));
  refuse(builtIn.problems);
  const templates =
    ownTemplates === undefined ? builtIn.templates : await replaced(builtIn.templates, ownTemplates, io);
  const generated = generate({ ...input, templates });
  refuse(generated.problems);
  for (const [why, issues] of Map.groupBy(generated.leftOut, (left) => left.why)) {
    io.stderr(`no rules for ${issues.map(({ issue }) => issue.id).join(', ')}: ${why}\n`);
  }
  for (const note of generated.notes) io.stderr(`${note}\n`);
  return generated.artefacts;
}

/** Templates of one's own in the place of those with the same name. */
async function replaced(builtIn: Templates, folder: string, io: CommandIo): Promise<Templates> {
  const { templates, problems } = loadTemplates(
    folder,
    await readTemplateFolder(resolve(io.cwd, folder), folder),
    builtIn,
  );
  refuse(problems);
  return templates;
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  const list = problems.map((problem) => `\n${formatProblem(problem)}`).join('');
  throw new UserError(
    'TEMPLATE_INVALID',
    `the rule templates have problems:${list}\n`,
    'correct them; nothing was written',
  );
}
