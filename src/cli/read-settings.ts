import { UserError } from '../app/user-error.ts';
import { readCatalogKeys } from '../config/catalog-keys.ts';
import type { ConfigFile } from '../config/config-entry.ts';
import { readFlagSettings } from '../config/given-settings.ts';
import type { Mistake } from '../config/mistakes.ts';
import { presetNames } from '../config/presets.ts';
import { type ConfigReading, readConfig } from '../config/read-config.ts';
import type { Catalog } from '../core/catalog/catalog.ts';
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

interface ReadSettings {
  readonly settings: RuleSettings;
  readonly config: ConfigFile;
  readonly file: TextFile | undefined;
  readonly catalogs: ReadCatalogs;
}

type SettingsReading =
  | ({ readonly ok: true } & ReadSettings)
  | (Extract<ConfigReading, { readonly ok: false }> & Pick<ReadSettings, 'file'>);

/** Reads the configuration and the catalogs that it or the flags name. */
export async function readSettings(options: SettingsOptions, io: CommandIo): Promise<SettingsReading> {
  const file = await readConfigFile(options, io);
  const preset = options.preset === undefined ? undefined : requireChoice('preset', options.preset, presetNames);
  const flags = readFlagSettings((flag) => textBehind(options, flag));
  const read = (catalog: Catalog | undefined) => readConfig({ file, flags, preset, catalog, now: Date.now() / 1000 });
  let catalogs: ReadCatalogs;
  try {
    catalogs = await requireCatalogs(catalogsOf(options, file), io);
  } catch (error) {
    const reading = read(undefined);
    if (reading.ok || reading.problems.length === 0) throw error;
    return { ...reading, file }; // what is wrong with the key that names the catalogs is among them
  }
  const reading = read(catalogs.catalog);
  return reading.ok ? { ...reading, file, catalogs } : { ...reading, file };
}

/** The same for commands that need settings without problems. */
export async function requireSettings(options: SettingsOptions, io: CommandIo): Promise<ReadSettings> {
  const reading = await readSettings(options, io);
  if (reading.ok) return reading;
  refuseProblems(reading.file?.path ?? '', reading.problems);
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
