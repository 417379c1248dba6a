import { resolve } from 'node:path';
import { Command } from 'commander';
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { compareFolder, type Difference, writeFolder } from '../../adapters/filesystem/artefact-folder.ts';
import { UserError } from '../../app/user-error.ts';
import { defaultText } from '../../config/default-text.ts';
import { type SettingName, settingNames, settingsTable } from '../../config/settings-table.ts';
import { type CommandIo, type ExitCode, exitCode } from '../command-io.ts';
import { addConfigOptions, beside } from '../config-file.ts';
import { generateArtefacts } from '../generate-artefacts.ts';
import { addCatalogOptions, collect } from '../options.ts';
import { requireSettings, type SettingsOptions } from '../read-settings.ts';
import { addSelectionOptions, requireSelected, type SelectionOptions } from '../selected-catalog.ts';

interface GenerateOptions extends SettingsOptions, SelectionOptions {
  readonly out?: string;
  readonly check?: true;
  readonly namespace?: string;
  readonly ruleLabel?: readonly string[];
}

export function generateCommand(io: CommandIo, finish: (code: ExitCode) => void): Command {
  const command = new Command('generate')
    .description('Write alert rules for known issues: plain Prometheus, PrometheusRule, and their promtool tests.')
    .option('--out <folder>', 'where to write rules/, prometheusrules/ and tests/')
    .option('--check', 'write nothing; show what would change, and exit 1 when anything would')
    .option('--namespace <name>', 'namespace of the PrometheusRule objects')
    .option('--rule-label <key=value>', "label that Prometheus' ruleSelector asks for (repeatable)", collect);
  addSelectionOptions(addConfigOptions(command));
  for (const name of settingNames) addSettingOption(command, name);
  return addCatalogOptions(command).action(async (options: GenerateOptions) => {
    const read = await requireSettings(options, io);
    const { settings, catalogs, config, file } = read;
    const out = options.out ?? (file && config.out !== undefined ? beside(file, config.out) : requireOut());
    const prometheusRule = {
      namespace: options.namespace ?? config.objects.namespace,
      labels: options.ruleLabel ? requireLabels(options.ruleLabel) : config.objects.labels,
    };
    const catalog = await requireSelected(catalogs.catalog, options, read, io);
    const artefacts = await generateArtefacts({ catalog, settings, prometheusRule }, io);
    const folder = resolve(io.cwd, out);
    const differences = await compareFolder(folder, artefacts);
    if (options.check) {
      io.stdout(differences.map((difference) => patchOf(difference)).join(''));
      io.stderr(`${out}: ${differences.length} of ${artefacts.length} files differ\n`);
      finish(differences.length === 0 ? exitCode.ok : exitCode.findings);
      return;
    }
    await writeFolder(folder, out, differences);
    io.stderr(`${out}: ${artefacts.length} files, ${differences.length} changed\n`);
  });
}

function addSettingOption(command: Command, name: SettingName): void {
  const { flag, kind, meaning } = settingsTable[name];
  if (flag === undefined) return;
  if (name === 'exposureAlerts') command.option(`--${flag}`, meaning);
  else command.option(`--${flag} <${kind.name}>`, `${meaning} (default: ${defaultText(name)})`);
}

function requireOut(): never {
  throw new UserError('USAGE', 'there is no folder to write to', 'name one with --out, or with out in plimsoll.yaml');
}

function requireLabels(pairs: readonly string[]): Readonly<Record<string, string>> {
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
