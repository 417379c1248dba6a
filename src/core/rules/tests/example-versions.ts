import { type Affected, affects } from '../../catalog/known-issue.ts';
import type { Version } from '../../versions/version.ts';
import type { VersionScheme } from '../../versions/version-scheme.ts';

/** Versions of one affected component for its rule tests. */
export interface ExampleVersions {
  readonly affected: string;
  /** `undefined` when no range has a fix. */
  readonly fixed: string | undefined;
  /** Not affected, to learn a baseline from; `undefined` when none can be named. */
  readonly before: string | undefined;
}

export function exampleVersions(entry: Affected): ExampleVersions {
  const { component, ranges, versions } = entry;
  const affected = [
    ...versions,
    ...ranges.flatMap((range) => range.introduced ?? range.lastReported ?? highestOf(range.upper, component.scheme)),
  ];
  const fixed = ranges.flatMap(({ upper }) => (upper?.kind === 'fixed' ? [upper.version] : []));
  const before = ranges.flatMap(({ introduced }) =>
    introduced ? (versionBelow(introduced, component.scheme) ?? []) : [],
  );
  const healthy = (version: Version) => affects(entry, version) === false;
  return {
    affected: (affected[0] ?? component.scheme.parse(component.scheme.example))?.text ?? '',
    fixed: fixed.find(healthy)?.text,
    before: [...before, ...fixed].find(healthy)?.text,
  };
}

function highestOf(upper: Affected['ranges'][number]['upper'], scheme: VersionScheme): readonly Version[] {
  if (!upper) return [];
  return upper.kind === 'lastAffected' ? [upper.version] : (versionBelow(upper.version, scheme) ?? []);
}

/** A release shortly before `version`: its last number that is not 0 counted down. */
function versionBelow({ text, release }: Version, scheme: VersionScheme): Version[] | undefined {
  const last = release.findLastIndex((number) => number > 0);
  if (last < 0) return undefined;
  const numbers = release.map((number, index) => (index < last ? number : index === last ? number - 1 : 0));
  const build = scheme.pattern?.build === undefined ? '' : `${scheme.pattern.build.prefix}1`;
  const below = scheme.parse(`${text.startsWith('v') ? 'v' : ''}${numbers.join('.')}${build}`);
  return below && [below];
}
