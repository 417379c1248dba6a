import { UserError } from '../app/user-error.ts';
import { readCatalogKeys } from '../config/catalog-keys.ts';
import type { ConfigFile } from '../config/config-entry.ts';
import { readFlagSettings } from '../config/given-settings.ts';
import type { Mistake } from '../config/mistakes.ts';
import { type PresetName, presetNames } from '../config/presets.ts';
import { type ConfigReading, readConfig } from '../config/read-config.ts';
import type { RuleSettings } from '../core/rules/rule-settings.ts';
import { formatProblem, type Problem } from '../core/text/problem.ts';
import type { TextFile } from '../core/text/read-entry.ts';
import type { CommandIo } from './command-io.ts';
import { beside, type ConfigOptions, readConfigFile } from './config-file.ts';
import { type CatalogOptions, requireChoice } from './options.ts';
import { type ReadCatalogs, requireCatalogs } from './read-catalogs.ts';

export interface SettingsOptions extends CatalogOptions, ConfigOptions {
  /** Of the settings table, as Commander names their flags. */
  readonly [option: string]: unknown;
}

export interface ReadSettings {
  readonly reading: ConfigReading;
  readonly file: TextFile | undefined;
  readonly catalogs: ReadCatalogs;
}

/** Reads the configuration and the catalogs that it or the flags name. */
export async function readSettings(options: SettingsOptions, io: CommandIo): Promise<ReadSettings> {
  const file = await readConfigFile(options, io);
  const preset = options.preset === undefined ? undefined : requirePreset(options.preset);
  const catalogs = await requireCatalogs(catalogsOf(options, file), io);
  const flags = readFlagSettings((flag) => textBehind(options, flag));
  const now = Date.now() / 1000;
  return { reading: readConfig({ file, flags, preset, catalog: catalogs.catalog, now }), file, catalogs };
}

/** The same for commands that need settings without problems. */
export async function requireSettings(
  options: SettingsOptions,
  io: CommandIo,
): Promise<{ readonly settings: RuleSettings; readonly config: ConfigFile } & Omit<ReadSettings, 'reading'>> {
  const { reading, ...rest } = await readSettings(options, io);
  if (reading.ok) return { settings: reading.settings, config: reading.file, ...rest };
  refuseProblems(rest.file?.path ?? '', reading.problems);
  throw usageError(reading.mistakes);
}

function refuseProblems(path: string, problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  const list = problems.map((problem) => `\n${formatProblem(problem)}`).join('');
  throw new UserError('CONFIG_INVALID', `${path} has problems:${list}\n`, 'correct them; nothing was written');
}

/** One sentence for all of them. */
export function usageError(mistakes: readonly Mistake[]): UserError {
  const sentences = mistakes.map(({ problem, remedy }) => (remedy === undefined ? problem : `${problem}; ${remedy}`));
  const last = mistakes.at(-1);
  const problem = [...sentences.slice(0, -1), last?.problem ?? ''].join('; ');
  return new UserError('USAGE', problem, last?.remedy ?? 'see plimsoll generate --help');
}

function requirePreset(name: string): PresetName {
  return requireChoice('preset', name, presetNames);
}

/** A flag counts more than the file. */
function catalogsOf({ catalog, builtInCatalog }: CatalogOptions, file: TextFile | undefined): CatalogOptions {
  if (!file) return { ...(catalog && { catalog }), builtInCatalog: builtInCatalog ?? true };
  const keys = readCatalogKeys(file.text);
  return {
    catalog: catalog ?? keys.catalogs.map((folder) => beside(file, folder)),
    builtInCatalog: builtInCatalog === false ? false : keys.builtIn,
  };
}

/** Commander names the value of `--rate-window` `rateWindow`; a flag without a value is `true`. */
function textBehind(options: Readonly<Record<string, unknown>>, flag: string): string | undefined {
  const value = options[flag.replaceAll(/-(\w)/g, (_match, letter: string) => letter.toUpperCase())];
  return value === undefined ? undefined : String(value);
}
