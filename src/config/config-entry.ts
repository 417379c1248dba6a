import { z } from 'zod';
import type { RuleSettings } from '../core/rules/rule-settings.ts';
import { findSelectionSlip } from '../core/rules/select-issues.ts';
import { type TargetName, targetNames } from '../core/rules/targets/target-name.ts';
import { entry, oneOf, someOf, text } from '../core/text/entry.ts';
import { baselineEntry } from './baseline-entry.ts';
import type { ConfigContext } from './config-context.ts';
import { defaultText } from './default-text.ts';
import { schemaOf } from './given-settings.ts';
import { type ObjectsSettings, objectsEntry } from './objects-entry.ts';
import { defaultPreset, presetNames } from './presets.ts';
import { refuse } from './setting-kind.ts';
import { type Setting, type SettingName, settingNames, settingsTable } from './settings-table.ts';
import { waiverEntry } from './waiver-entry.ts';

/** What a file has besides settings, as it has it: paths are relative to the file. */
export interface ConfigFile {
  readonly issues: readonly string[];
  readonly components: readonly string[];
  readonly presentIn: readonly string[];
  readonly out: string | undefined;
  /** Folder of rule templates. */
  readonly templates: string | undefined;
  /** Empty: the default ones. */
  readonly targets: readonly TargetName[];
  /** Each `<program>=<version>`, as `--target-version` takes it. */
  readonly targetVersions: readonly string[];
  readonly objects: ObjectsSettings;
}

/** The shape of a `plimsoll.yaml`. The values of the settings table are only checked here; `readFileSettings` reads them. */
export function configEntry(context: ConfigContext) {
  return entry({
    preset: oneOf(presetNames)
      .optional()
      .describe(`How Prometheus was installed, which tells its labels. Default: ${defaultPreset}.`),
    ...settingEntries(),
    baselines: z
      .array(baselineEntry(context))
      .default([])
      .describe('What instances should use, where you know better.'),
    waivers: z.array(waiverEntry(context)).default([]).describe('Issues to live with for a while.'),
    issues: someOf(selected('issues', context))
      .optional()
      .describe('Ids of the issues to write rules for; * stands for any text. Default: all.'),
    components: someOf(selected('components', context))
      .optional()
      .describe('Ids of the components to write rules for; * stands for any text. Default: all.'),
    present_in: someOf(text)
      .optional()
      .describe('Inventory files, or addresses of exporters: only issues of components that run there.'),
    catalogs: someOf(text).optional().describe('Folders of catalogs of your own, on top of the built-in one.'),
    built_in_catalog: z.boolean().default(true).describe('Whether the built-in catalog is used.'),
    out: text.optional().describe('Folder to write to.'),
    templates: text
      .optional()
      .describe('Folder of rule templates of your own, in the place of the built-in ones of the same name.'),
    targets: someOf(oneOf(targetNames))
      .optional()
      .describe('Forms to write. Default: prometheus and prometheus-operator.'),
    target_versions: z
      .record(z.string(), text)
      .optional()
      .describe('Versions of programs that the files have to work with: {prometheus: "2.45"}.'),
    objects: objectsEntry.optional().describe('The PrometheusRule objects.'),
  }).transform(({ baselines: overrides, waivers, ...keys }) => ({ overrides, waivers, config: configFile(keys) }));
}

interface WrittenKeys {
  readonly issues?: readonly string[] | undefined;
  readonly components?: readonly string[] | undefined;
  readonly present_in?: readonly string[] | undefined;
  readonly out?: string | undefined;
  readonly templates?: string | undefined;
  readonly targets?: readonly TargetName[] | undefined;
  readonly target_versions?: Readonly<Record<string, string>> | undefined;
  readonly objects?: Partial<ObjectsSettings> | undefined;
}

function configFile({
  issues,
  components,
  present_in,
  out,
  templates,
  targets,
  target_versions,
  objects,
}: WrittenKeys): ConfigFile {
  const { namespace, labels = {} } = objects ?? {};
  return {
    issues: issues ?? [],
    components: components ?? [],
    presentIn: present_in ?? [],
    out,
    templates,
    targets: targets ?? [],
    targetVersions: Object.entries(target_versions ?? {}).map(([program, version]) => `${program}=${version}`),
    objects: { namespace, labels },
  };
}

function selected(kind: 'issues' | 'components', { catalog }: ConfigContext) {
  return text.transform((word, refinement) => {
    const slip = catalog && findSelectionSlip(kind, word, catalog);
    if (!slip) return word;
    const rule = kind === 'issues' ? 'unknown-issue' : 'unknown-component';
    return refuse(refinement, rule, `${slip.problem}; ${slip.remedy}`);
  });
}

/** The settings table as keys of the file: those with a mapping around them, by mapping, and the others. */
function settingEntries(): Record<string, z.ZodType> {
  const byFirst = Map.groupBy(settingNames, (name) => settingsTable[name].key[0]);
  return Object.fromEntries(
    [...byFirst].map(([first, names]) => {
      const [own] = names.filter((name) => settingsTable[name].key.length === 1);
      if (own !== undefined) return [first, settingEntry(own)];
      const keys = names.map((name) => [settingsTable[name].key[1] ?? '', settingEntry(name)]);
      return [first, entry(Object.fromEntries(keys) as Record<string, z.ZodType>).optional()]; // of the line before
    }),
  );
}

function settingEntry<Name extends SettingName>(name: Name): z.ZodType {
  const setting: Setting<RuleSettings[Name]> = settingsTable[name];
  const description = `${upperFirst(setting.meaning)}. Default: ${defaultText(name)}.`;
  return schemaOf(setting).optional().describe(description);
}

function upperFirst(clause: string): string {
  return clause.charAt(0).toUpperCase() + clause.slice(1);
}
