import { load } from 'js-yaml';
import type { KnownIssue } from '../../src/core/catalog/known-issue.ts';
import type { Artefact } from '../../src/core/rules/rule-model.ts';
import { artefactsOf, builtInCatalog } from '../support/built-in.ts';
import type { WrittenRules, WrittenTests } from './rule-file.ts';
import {
  type Candidate,
  catalogOf,
  chooseGeneralSpecimen,
  chooseSpecimens,
  mutationSettings,
  type Specimen,
} from './specimens.ts';

/** What is generated for a specimen. */
export interface Generated {
  readonly specimen: Pick<Specimen, 'name' | 'of'>;
  /** By file name without folder. */
  readonly rules: ReadonlyMap<string, WrittenRules>;
  readonly tests: ReadonlyMap<string, WrittenTests>;
}

/** The rules and tests that mutants are made of and judged by, for the catalog and templates of the checkout. */
export async function generateSpecimens(): Promise<readonly Generated[]> {
  const { catalog } = await builtInCatalog();
  const candidates = (await Promise.all(catalog.issues.map(candidatesOf))).flat();
  const specimens = [chooseGeneralSpecimen(candidates, catalog.components), ...chooseSpecimens(candidates)];
  return Promise.all(
    specimens.map(async (specimen) => ({
      specimen,
      ...readGenerated(await artefactsOf(specimen.catalog, specimen.settings)),
    })),
  );
}

/** The issue on its first component of each kind, where rules are written for it. */
async function candidatesOf(issue: KnownIssue): Promise<readonly Candidate[]> {
  const byKind = Map.groupBy(issue.affected, ({ component }) => component.runs.as);
  const candidates = await Promise.all(
    [...byKind.values()]
      .flatMap(([entry]) => entry ?? [])
      .map(async (entry) => {
        const artefacts = await artefactsOf(catalogOf([{ issue, entry }]), mutationSettings);
        const { tests } = readGenerated(artefacts);
        const own = [...tests.values()].flatMap((file) => file.tests).filter(({ name }) => name.startsWith(issue.id));
        const scenarios = new Set(own.map(({ name }) => scenarioOf(name)));
        return { issue, entry, scenarios, cost: JSON.stringify(own).length };
      }),
  );
  return candidates.filter(({ scenarios }) => scenarios.size > 0);
}

/** What a test is about, without whom it is about. */
export function scenarioOf(testName: string): string {
  return testName.slice(testName.indexOf(': ') + 1).trim();
}

function readGenerated(artefacts: readonly Artefact[]): Pick<Generated, 'rules' | 'tests'> {
  const filesIn = <Content>(folder: string) =>
    new Map(
      artefacts
        .filter(({ path }) => path.startsWith(folder))
        .map(({ path, text }) => [path.slice(folder.length), load(text) as Content]), // what we have just written
    );
  return { rules: filesIn<WrittenRules>('rules/'), tests: filesIn<WrittenTests>('tests/') };
}
