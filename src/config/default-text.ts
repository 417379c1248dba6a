import { defaultRuleSettings, type RuleSettings } from '../core/rules/rule-settings.ts';
import { type Setting, type SettingName, settingsTable } from './settings-table.ts';

/** What holds when nobody sets it, as it would be written in a file. */
export function defaultText<Name extends SettingName>(name: Name): string {
  const setting: Setting<RuleSettings[Name]> = settingsTable[name];
  return setting.kind.format(defaultRuleSettings[name]);
}
