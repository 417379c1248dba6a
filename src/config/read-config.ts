import type { Catalog } from '../core/catalog/catalog.ts';
import { defaultRuleSettings, type RuleSettings } from '../core/rules/rule-settings.ts';
import { entryProblems } from '../core/text/entry-problems.ts';
import { type Problem, sortProblems } from '../core/text/problem.ts';
import type { TextFile } from '../core/text/read-entry.ts';
import { valueAt } from '../core/text/value-at.ts';
import { readYaml, type YamlDocument } from '../core/text/yaml-document.ts';
import { blame } from './blame.ts';
import { type ConfigFile, configEntry } from './config-entry.ts';
import type { ConfigRule } from './config-rules.ts';
import { type FlagSettings, readFileSettings } from './given-settings.ts';
import type { Mistake } from './mistakes.ts';
import { defaultPreset, type PresetName, presetNames, presets } from './presets.ts';
import { findTwins } from './twins.ts';

export interface ConfigInput {
  /** `undefined` when there is none. */
  readonly file: TextFile | undefined;
  /** A flag counts more than the file. */
  readonly flags: FlagSettings;
  readonly preset: PresetName | undefined;
  /** `undefined` when it could not be read: then nothing is said of ids. */
  readonly catalog: Catalog | undefined;
  /** In unix seconds. */
  readonly now: number;
}

export type ConfigReading =
  | { readonly ok: true; readonly settings: RuleSettings; readonly config: ConfigFile }
  | {
      readonly ok: false;
      /** In the file. */
      readonly problems: readonly Problem[];
      /** In the flags. */
      readonly mistakes: readonly Mistake[];
    };

/** Settings from the defaults, the preset, the file and the flags, each counting more than those before it. */
export function readConfig({ file, flags, preset, catalog, now }: ConfigInput): ConfigReading {
  const yaml = readYaml(file?.text ?? '{}');
  const path = file?.path ?? '';
  if (!yaml.ok) {
    const rule: ConfigRule = 'yaml-syntax';
    const problem = { file: path, ...yaml.position, rule, message: yaml.message };
    return { ok: false, problems: [problem], mistakes: flags.mistakes };
  }
  const { document } = yaml;
  const fromFile = readFileSettings(document.value);
  const settings: RuleSettings = {
    ...defaultRuleSettings,
    ...presets[preset ?? presetOf(document)].settings,
    ...fromFile.given,
    ...flags.given,
  };
  const { clusterLabel } = settings;
  const parsed = configEntry({ catalog, now, clusterLabel }).safeParse(document.value);
  const { inFile, inFlags } = blame(settings, flags, file && fromFile);
  const placed = [...inFile, ...findTwins(document.value, catalog)];
  const problems = [
    ...(parsed.success ? [] : entryProblems(path, document, parsed.error)),
    ...placed.map(({ at, rule, message }) => ({ file: path, ...document.locate(at), rule, message })),
  ];
  const mistakes = flags.mistakes.length > 0 ? flags.mistakes : inFlags;
  if (!parsed.success || problems.length > 0 || mistakes.length > 0) {
    return { ok: false, problems: sortProblems(problems), mistakes };
  }
  const { overrides, waivers, config } = parsed.data;
  return { ok: true, settings: { ...settings, overrides, waivers }, config };
}

function presetOf({ value }: YamlDocument): PresetName {
  const written = valueAt(value, ['preset']);
  return presetNames.find((name) => name === written) ?? defaultPreset;
}
