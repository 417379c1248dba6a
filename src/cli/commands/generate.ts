import { resolve } from 'node:path';
import { Command } from 'commander';
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { compareFolder, type Difference, writeFolder } from '../../adapters/filesystem/artefact-folder.ts';
import { UserError } from '../../app/user-error.ts';
import {
  defaultText,
  type OptionName,
  parseRuleOptions,
  type RuleOptionValues,
  ruleOptions,
} from '../../config/rule-options.ts';
import type { RuleSettings } from '../../core/rules/rule-settings.ts';
import { type CommandIo, type ExitCode, exitCode } from '../command-io.ts';
import { generateArtefacts } from '../generate-artefacts.ts';
import { addCatalogOptions, type CatalogOptions, collect } from '../options.ts';
import { requireCatalogs } from '../read-catalogs.ts';

interface GenerateOptions extends CatalogOptions {
  readonly out: string;
  readonly check?: true;
  readonly namespace?: string;
  readonly ruleLabel?: readonly string[];
}

export function generateCommand(io: CommandIo, finish: (code: ExitCode) => void): Command {
  const command = new Command('generate')
    .description('Write alert rules for known issues: plain Prometheus, PrometheusRule, and their promtool tests.')
    .requiredOption('--out <folder>', 'where to write rules/, prometheusrules/ and tests/')
    .option('--check', 'write nothing; show what would change, and exit 1 when anything would')
    .option('--namespace <name>', 'namespace of the PrometheusRule objects')
    .option('--rule-label <key=value>', "label that Prometheus' ruleSelector asks for (repeatable)", collect);
  for (const [name, { flag, kind, meaning }] of settingsOptions()) {
    command.option(`--${flag} <${kind}>`, `${meaning} (default: ${defaultText(name)})`);
  }
  return addCatalogOptions(command).action(async (options: GenerateOptions & Record<string, unknown>) => {
    const settings = requireSettings(options);
    const prometheusRule = { namespace: options.namespace, labels: requireLabels(options.ruleLabel) };
    const { catalog } = await requireCatalogs(options, io);
    const artefacts = await generateArtefacts({ catalog, settings, prometheusRule }, io);
    const folder = resolve(io.cwd, options.out);
    const differences = await compareFolder(folder, artefacts);
    if (options.check) {
      io.stdout(differences.map((difference) => patchOf(difference)).join(''));
      io.stderr(`${options.out}: ${differences.length} of ${artefacts.length} files differ\n`);
      finish(differences.length === 0 ? exitCode.ok : exitCode.findings);
      return;
    }
    await writeFolder(folder, options.out, differences);
    io.stderr(`${options.out}: ${artefacts.length} files, ${differences.length} changed\n`);
  });
}

function settingsOptions() {
  return Object.entries(ruleOptions) as [OptionName, (typeof ruleOptions)[OptionName]][]; // its keys
}

/** Commander names the value of `--rate-window` `rateWindow`. */
function requireSettings(options: Readonly<Record<string, unknown>>): RuleSettings {
  const given = settingsOptions().flatMap(([name, { flag }]) => {
    const value = options[flag.replaceAll(/-(\w)/g, (_match, letter: string) => letter.toUpperCase())];
    return typeof value === 'string' ? [[name, value]] : [];
  });
  const values: RuleOptionValues = Object.fromEntries(given);
  const parsed = parseRuleOptions(values);
  if (parsed.ok) return parsed.settings;
  throw new UserError('USAGE', parsed.mistakes.join('; '), 'see plimsoll generate --help');
}

function requireLabels(pairs: readonly string[] = []): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const match = /^(?<key>[^=\s]+)=(?<value>.*)$/.exec(pair)?.groups;
      if (!match)
        throw new UserError(
          'USAGE',
          `--rule-label takes key=value, not "${pair}"`,
          'write --rule-label release=monitoring',
        );
      return [match['key'], match['value']];
    }),
  );
}

/** A unified diff from what is there to what would be written. */
function patchOf({ path, found, wanted }: Difference): string {
  const from = found === undefined ? '/dev/null' : `a/${path}`;
  const to = wanted === undefined ? '/dev/null' : `b/${path}`;
  return createTwoFilesPatch(from, to, found ?? '', wanted ?? '', undefined, undefined, {
    headerOptions: FILE_HEADERS_ONLY,
  });
}
