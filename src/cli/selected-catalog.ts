import type { Command } from 'commander';
import { UserError } from '../app/user-error.ts';
import type { ConfigFile } from '../config/config-entry.ts';
import type { Mistake } from '../config/mistakes.ts';
import type { Catalog } from '../core/catalog/catalog.ts';
import { findSelectionSlip, type SelectionKind, selectIssues } from '../core/rules/select-issues.ts';
import type { TextFile } from '../core/text/read-entry.ts';
import type { CommandIo } from './command-io.ts';
import { beside } from './config-file.ts';
import { collect } from './options.ts';
import { readPresentComponents } from './present-components.ts';
import { usageError } from './read-settings.ts';

export interface SelectionOptions {
  readonly issues?: readonly string[];
  readonly components?: readonly string[];
  readonly presentIn?: readonly string[];
}

export function addSelectionOptions(command: Command): Command {
  return command
    .option('--issues <ids>', 'only these known issues, with commas between them; * is any text (repeatable)', collect)
    .option('--components <ids>', 'only issues of these components, in the same way (repeatable)', collect)
    .option(
      '--present-in <source>',
      'only issues of components that run there, in whatever version: an inventory file as report takes it, or the address of an exporter (repeatable)',
      collect,
    );
}

/** The catalog with the issues that were selected. A flag counts more than the same key of the file. */
export async function requireSelected(
  catalog: Catalog,
  options: SelectionOptions,
  { file, config }: { readonly file: TextFile | undefined; readonly config: ConfigFile },
  io: CommandIo,
): Promise<Catalog> {
  const issues = wordsOf(options.issues) ?? config.issues;
  const components = wordsOf(options.components) ?? config.components;
  const slips = [...slipsIn('issues', options, catalog), ...slipsIn('components', options, catalog)];
  if (slips.length > 0) throw usageError(slips);
  const sources = options.presentIn ?? config.presentIn.map((source) => resolveSource(source, file));
  const present = sources.length === 0 ? undefined : await readPresentComponents(sources, catalog, io);
  const selected = selectIssues(catalog, { issues, components, present });
  if (selected.issues.length > 0) return selected;
  const asked = [
    ...issues.map((word) => `issue ${word}`),
    ...components.map((word) => `component ${word}`),
    ...sources.map((source) => `present in ${source}`),
  ];
  throw new UserError('USAGE', `the selection leaves no known issue (${asked.join(', ')})`, 'select less strictly');
}

function wordsOf(given: readonly string[] | undefined): readonly string[] | undefined {
  return given?.flatMap((words) => words.split(',').map((word) => word.trim()));
}

function slipsIn(kind: SelectionKind, options: SelectionOptions, catalog: Catalog): readonly Mistake[] {
  return (wordsOf(options[kind]) ?? []).flatMap((word) => {
    if (word === '') return [{ problem: `--${kind} has an empty id`, remedy: 'write ids with commas between them' }];
    const slip = findSelectionSlip(kind, word, catalog);
    return slip ? [{ ...slip, problem: `--${kind}: ${slip.problem}` }] : [];
  });
}

function resolveSource(source: string, file: TextFile | undefined): string {
  return file && !/^https?:/i.test(source) ? beside(file, source) : source;
}
