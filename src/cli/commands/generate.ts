import { resolve } from 'node:path';
import { Command } from 'commander';
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { compareFolder, type Difference, writeFolder } from '../../adapters/filesystem/artefact-folder.ts';
import { targetFolders, targets } from '../../app/targets.ts';
import { UserError } from '../../app/user-error.ts';
import type { ConfigFile } from '../../config/config-entry.ts';
import { defaultText } from '../../config/default-text.ts';
import { type SettingName, settingNames, settingsTable } from '../../config/settings-table.ts';
import { parseTargetOptions, type TargetOptionValues } from '../../config/target-options.ts';
import { defaultOutput, matcherStrategies, type OutputSettings } from '../../core/rules/targets/output-settings.ts';
import { joinWords } from '../../core/text/join-words.ts';
import { renderTable } from '../../core/text/table.ts';
import { type CommandIo, type ExitCode, exitCode } from '../command-io.ts';
import { addConfigOptions, beside } from '../config-file.ts';
import { generateArtefacts } from '../generate-artefacts.ts';
import { addCatalogOptions, collect } from '../options.ts';
import { requireSettings, type SettingsOptions } from '../read-settings.ts';
import { addSelectionOptions, requireSelected, type SelectionOptions } from '../selected-catalog.ts';

interface GenerateOptions extends SettingsOptions, SelectionOptions, TargetOptionValues {
  readonly out?: string;
  readonly check?: true;
  readonly templates?: string;
}

export function generateCommand(io: CommandIo, finish: (code: ExitCode) => void): Command {
  const command = new Command('generate')
    .description('Write alert rules for known issues, the tests that prove them, and what belongs to them.')
    .option('--out <folder>', 'where to write, a folder or two for each target')
    .option('--check', 'write nothing; show what would change, and exit 1 when anything would')
    .option('--templates <folder>', 'rule templates of your own, in the place of the built-in ones of the same name');
  addTargetOptions(command);
  addSelectionOptions(addConfigOptions(command));
  for (const name of settingNames) addSettingOption(command, name);
  return addCatalogOptions(command).action(async (options: GenerateOptions) => {
    const read = await requireSettings(options, io);
    const { settings, catalogs, config, file } = read;
    const out = options.out ?? (file && config.out !== undefined ? beside(file, config.out) : requireOut());
    const output = requireOutput(options, config);
    const ownTemplates = options.templates ?? (file && config.templates && beside(file, config.templates));
    const catalog = await requireSelected(catalogs.catalog, options, read, io);
    const artefacts = await generateArtefacts({ catalog, settings, output }, io, ownTemplates);
    const folder = resolve(io.cwd, out);
    const differences = await compareFolder(folder, artefacts, targetFolders);
    const removed = differences.filter(({ wanted }) => wanted === undefined).length;
    if (options.check) {
      io.stdout(differences.map((difference) => patchOf(difference)).join(''));
      io.stderr(`${out}: ${differences.length} of ${artefacts.length + removed} files differ\n`);
      finish(differences.length === 0 ? exitCode.ok : exitCode.findings);
      return;
    }
    await writeFolder(folder, out, differences);
    const gone = removed === 0 ? '' : `, ${removed} removed`;
    io.stderr(`${out}: ${artefacts.length} files, ${differences.length - removed} changed${gone}\n`);
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

function addTargetOptions(command: Command): void {
  command
    .option(
      '--target <name>',
      `form to write, as listed below (repeatable; default: ${joinWords(defaultOutput.targets, 'and')})`,
      collect,
    )
    .option(
      '--target-version <program=version>',
      'version that the files have to work with; leaves out what it lacks, and says so (repeatable)',
      collect,
    )
    .option('--namespace <name>', 'namespace of the objects')
    .option(
      '--rule-label <key=value>',
      "label that the operators' selectors ask for, on every object (repeatable)",
      collect,
    )
    .option('--no-service-monitor', "write no ServiceMonitor: the chart's, or another, has the exporter scraped")
    .option('--service-namespace <name>', "namespace of the exporter's Service (default: that of the ServiceMonitor)")
    .option('--service-port <name>', `name of the port of that Service (default: ${defaultOutput.servicePort})`)
    .option('--scrape-interval <duration>', "interval of the ServiceMonitor (default: Prometheus' own)")
    .option('--alertmanager-namespace <name>', 'namespace of the Alertmanager object (default: --namespace)')
    .option(
      '--matcher-strategy <type>',
      `what the Alertmanager object has as alertmanagerConfigMatcherStrategy: ${joinWords(Object.keys(matcherStrategies), 'or')}`,
    )
    .addHelpText('after', `\nTargets:\n${targetList()}`);
}

/** A flag counts more than the file. */
function requireOutput(
  options: TargetOptionValues,
  { objects, targets: names, targetVersions }: ConfigFile,
): OutputSettings {
  const inFile: TargetOptionValues = {
    ...(names.length === 0 ? {} : { target: names }),
    targetVersion: targetVersions,
    ...(objects.namespace === undefined ? {} : { namespace: objects.namespace }),
    ruleLabel: Object.entries(objects.labels).map(([key, value]) => `${key}=${value}`),
  };
  const parsed = parseTargetOptions({ ...inFile, ...options }, (name) => targets[name].readBy);
  if (parsed.ok) return parsed.output;
  throw new UserError('USAGE', parsed.mistakes.join('; '), 'see plimsoll generate --help');
}

function targetList(): string {
  return renderTable(Object.entries(targets).map(([name, { description }]) => ['', name, description]));
}

/** A unified diff from what is there to what would be written. */
function patchOf({ path, found, wanted }: Difference): string {
  const from = found === undefined ? '/dev/null' : `a/${path}`;
  const to = wanted === undefined ? '/dev/null' : `b/${path}`;
  return createTwoFilesPatch(from, to, found ?? '', wanted ?? '', undefined, undefined, {
    headerOptions: FILE_HEADERS_ONLY,
  });
}
