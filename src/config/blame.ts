import type { RuleSettings } from '../core/rules/rule-settings.ts';
import { contradictionsIn } from './contradictions.ts';
import type { FileSettings, FlagSettings } from './given-settings.ts';
import type { Mistake, PlacedProblem } from './mistakes.ts';
import { keyText, type SettingName, settingsTable } from './settings-table.ts';

export interface Blamed {
  readonly inFile: readonly PlacedProblem[];
  readonly inFlags: readonly Mistake[];
}

/**
 * Settings that contradict each other, told where one of them was given: by a flag rather than by the file, as it counts
 * more. One that is broken is no party to a contradiction.
 */
export function blame(settings: RuleSettings, flags: FlagSettings, file: FileSettings | undefined): Blamed {
  const isFlag = (name: SettingName) => Object.hasOwn(flags.given, name);
  const isKey = (name: SettingName) => file !== undefined && Object.hasOwn(file.given, name);
  const nameOf = (name: SettingName) => {
    const { flag } = settingsTable[name];
    return flag !== undefined && (isFlag(name) || !file) ? `--${flag}` : keyText(settingsTable[name]);
  };
  const inFile: PlacedProblem[] = [];
  const inFlags: Mistake[] = [];
  for (const { between, problem, remedy } of contradictionsIn(settings)) {
    if (between.some((name) => file?.broken.has(name))) continue;
    const key = between.some(isFlag) ? undefined : between.find(isKey);
    const what = problem(nameOf);
    if (key === undefined) inFlags.push({ problem: what, remedy });
    else inFile.push({ at: settingsTable[key].key, rule: 'contradiction', message: `${what}; ${remedy}` });
  }
  return { inFile, inFlags };
}
