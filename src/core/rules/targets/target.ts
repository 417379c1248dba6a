import type { Catalog } from '../../catalog/catalog.ts';
import type { Artefact, RuleFile } from '../rule-model.ts';
import type { RuleSettings } from '../rule-settings.ts';
import type { OutputSettings } from './output-settings.ts';
import type { Program } from './program.ts';

/** A form in which rules, or what belongs to them, are written. */
export interface Target {
  /** What it writes, as a list item of the help. */
  readonly description: string;
  /** Folders of the output folder that hold its files, and those of no other target. */
  readonly folders: readonly string[];
  /** The programs that read its files, the one that it is named after first; their versions decide what may stand in them. */
  readonly readBy: readonly [Program, ...Program[]];
  readonly write: (input: TargetInput) => Written;
}

export interface TargetInput {
  /** The rules, without the fields that the given versions of `readBy` do not take. */
  readonly files: readonly RuleFile[];
  /** promtool's unit tests of the rules; they take most of the time, so only who writes them asks for them. */
  readonly ruleTests: () => readonly Artefact[];
  readonly catalog: Catalog;
  readonly settings: RuleSettings;
  readonly output: OutputSettings;
}

export interface Written {
  readonly artefacts: readonly Artefact[];
  /** What whoever uses the files should know, each a sentence without a full stop. */
  readonly notes: readonly string[];
  /** Why nothing can be written, each a clause that says what is wrong and one that says what to do. */
  readonly refusals: readonly Refusal[];
}

export interface Refusal {
  readonly problem: string;
  readonly remedy: string;
}

/** Files that nothing has to be said about. */
export function written(artefacts: readonly Artefact[], notes: readonly string[] = []): Written {
  return { artefacts, notes, refusals: [] };
}
