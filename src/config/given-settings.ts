import type { z } from 'zod';
import type { RuleSettings } from '../core/rules/rule-settings.ts';
import { valueAt } from '../core/text/value-at.ts';
import type { Mistake } from './mistakes.ts';
import { refusal, valueEntry } from './setting-kind.ts';
import { keyText, type Setting, type SettingName, settingNames, settingsTable } from './settings-table.ts';

/** Settings that somebody gave, each under its own name. */
export type GivenSettings = Partial<RuleSettings>;

/** What reads the value of a setting in a file. */
export function schemaOf<Value>(setting: Setting<Value>): z.ZodType<Value> {
  const { kind } = setting;
  return 'entry' in kind ? kind.entry : valueEntry(kind, keyText(setting));
}

export interface FileSettings {
  readonly given: GivenSettings;
  /** Settings that the file has, with values that they do not take. */
  readonly broken: ReadonlySet<SettingName>;
}

/** The settings that a file has. What is wrong with one of them does not keep the others from being read. */
export function readFileSettings(document: unknown): FileSettings {
  const broken = new Set<SettingName>();
  const given = settingNames.flatMap((name) => {
    const setting = settingsTable[name];
    const written = valueAt(document, setting.key);
    if (written === undefined) return [];
    const parsed = schemaAt(name).safeParse(written);
    if (!parsed.success) broken.add(name);
    return parsed.success ? [[name, parsed.data]] : [];
  });
  return { given: Object.fromEntries(given), broken };
}

function schemaAt<Name extends SettingName>(name: Name): z.ZodType {
  const setting: Setting<RuleSettings[Name]> = settingsTable[name];
  return schemaOf(setting);
}

export interface FlagSettings {
  readonly given: GivenSettings;
  /** Values that a flag does not take. */
  readonly mistakes: readonly Mistake[];
}

/** The settings that flags give; `textBehind` has the text behind a flag, or nothing where it was not given. */
export function readFlagSettings(textBehind: (flag: string) => string | undefined): FlagSettings {
  const mistakes: Mistake[] = [];
  const given = settingNames.flatMap((name) => {
    const { flag, kind } = settingsTable[name];
    const text = flag === undefined ? undefined : textBehind(flag);
    if (text === undefined || 'entry' in kind) return [];
    const parsed = kind.parse(text);
    if (parsed.ok) return [[name, parsed.value]];
    mistakes.push({ problem: refusal(`--${flag}`, kind, text), remedy: parsed.why });
    return [];
  });
  return { given: Object.fromEntries(given), mistakes };
}
