import type { Distribution, Release } from '../catalog/distribution.ts';
import { type Affected, affects, type KnownIssue } from '../catalog/known-issue.ts';
import { compareVersions, type Version } from '../versions/version.ts';

/** A distribution with releases that carry an affected version. */
export interface CarryingDistribution {
  readonly distribution: string;
  /** For people: `Kubespray`. */
  readonly name: string;
  /** What being listed means: a default, an image that is shipped. */
  readonly meaning: string;
  readonly source: string;
  readonly runs: readonly CarryingReleases[];
}

/** Neighbouring releases of a distribution that are alike. */
export interface CarryingReleases {
  readonly component: string;
  /** The first and the last release; the same for one that stands alone. */
  readonly from: string;
  readonly to: string;
  /** Versions of the component that these releases carry, lowest first. */
  readonly versions: readonly string[];
  /** `false` when the versions are only possibly affected, as nobody has seen them. */
  readonly certain: boolean;
  /** Only of releases that carry nothing else: any other note may be about another component. */
  readonly notes: readonly ReleaseNote[];
}

export interface ReleaseNote {
  readonly release: string;
  readonly note: string;
}

/** Distributions in the catalog's order. A release that carries none of the issue's components ends a run. */
export function findCarryingReleases(
  issue: KnownIssue,
  distributions: readonly Distribution[],
): readonly CarryingDistribution[] {
  return distributions.flatMap(({ id, name, meaning, source, releases }) => {
    const runs = issue.affected.flatMap((affected) => runsOf(affected, releases));
    return runs.length === 0 ? [] : [{ distribution: id, name, meaning, source, runs }];
  });
}

interface Run {
  readonly from: Version;
  readonly certain: boolean;
  to: Version;
  readonly carried: Version[];
  readonly notes: ReleaseNote[];
}

function runsOf(affected: Affected, releases: readonly Release[]): readonly CarryingReleases[] {
  const runs: Run[] = [];
  let open: Run | undefined;
  for (const { version, carries, note } of releases) {
    const { certain, carried } = worstOf(affected, carries.get(affected.component.id) ?? []);
    if (carried.length === 0) {
      open = undefined;
      continue;
    }
    if (open?.certain !== certain) {
      open = { from: version, to: version, certain, carried: [], notes: [] };
      runs.push(open);
    }
    open.to = version;
    open.carried.push(...carried);
    if (note !== undefined && carries.size === 1) open.notes.push({ release: version.text, note });
  }
  return runs.map(({ from, to, certain, carried, notes }) => {
    const versions = new Set(carried.sort(compareVersions).map(({ text }) => text));
    return {
      component: affected.component.id,
      from: from.text,
      to: to.text,
      versions: [...versions],
      certain,
      notes,
    };
  });
}

/** The versions that are affected, or, where none is, those that may be. */
function worstOf(affected: Affected, versions: readonly Version[]) {
  const answers = versions.map((version) => ({ version, answer: affects(affected, version) }));
  const certain = answers.some(({ answer }) => answer === true);
  const carried = answers.filter(({ answer }) => answer === (certain ? true : undefined)).map(({ version }) => version);
  return { certain, carried };
}
