import { type Affected, affects } from '../catalog/known-issue.ts';
import type { Version } from '../versions/version.ts';
import type { AffectedRange, VersionRange } from '../versions/version-range.ts';
import { osvPackage } from './osv-package.ts';
import type { DatabaseSpecific, OsvAffected, OsvEvent, OsvRange } from './osv-record.ts';
import { type VersionSyntax, versionSyntax } from './version-syntax.ts';
import { listed } from './written.ts';
import { writtenReport } from './written-range.ts';

/**
 * The affected versions of one component. A version that may be affected counts: OSV has no third answer, and who reads
 * on finds in `database_specific` how sure each range is.
 */
export function osvAffected(entry: Affected, known: readonly Version[]): OsvAffected {
  const { component, ranges, versions } = entry;
  const syntax = versionSyntax(component.scheme, known);
  const isSemver = syntax.type === 'SEMVER';
  return {
    package: osvPackage(component),
    ranges: listed([
      ...ranges.map((range) => describedRange(range, syntax)),
      // Only a range says how its versions are written, so that a single one is a range of one.
      ...(isSemver ? versions.map((version) => osvRange(onlyVersion(version), syntax)) : []),
    ]),
    // Who does not know an ecosystem's order can only look a version up: OSV recommends the list there, not for SEMVER.
    versions: isSemver ? undefined : listed(textsOf(known.filter((version) => affects(entry, version) !== false))),
    database_specific: describeComponent(entry, syntax),
  };
}

/**
 * One OSV range for each of the catalog's: what is known of the range stays with it, and `last_affected` and `fixed`
 * never meet, which OSV forbids. A version is affected when any range holds it, so this says the same as one timeline
 * (https://ossf.github.io/osv-schema/#evaluation).
 */
function describedRange(range: AffectedRange, syntax: VersionSyntax): OsvRange {
  const { confidence, edition, note } = range;
  return {
    ...osvRange(range, syntax),
    database_specific: { ...writtenReport(range, syntax.textOf), confidence, edition, note },
  };
}

/** `introduced` comes first: OSV sorts events by version, and both events of a range of one version have the same. */
function osvRange({ introduced, upper }: VersionRange, { type, textOf }: VersionSyntax): OsvRange {
  const begin: OsvEvent = { introduced: introduced ? textOf(introduced) : '0' };
  const end = upper && osvEnd(upper.kind, textOf(upper.version));
  return { type, events: end ? [begin, end] : [begin], database_specific: undefined };
}

function osvEnd(kind: 'fixed' | 'lastAffected', version: string): OsvEvent {
  return kind === 'fixed' ? { fixed: version } : { last_affected: version };
}

function onlyVersion(version: Version): VersionRange {
  return { introduced: version, upper: { kind: 'lastAffected', version } };
}

function textsOf(versions: readonly Version[]): readonly string[] {
  return versions.map(({ text }) => text);
}

/** What tells the component in a cluster, and how its versions are read there. */
function describeComponent({ component, partialFixes }: Affected, { textOf }: VersionSyntax): DatabaseSpecific {
  const { id, name, scheme, runs } = component;
  return {
    component: id,
    component_name: name,
    images: runs.as === 'container' ? [...runs.images, ...runs.sharedImages] : undefined,
    version_scheme: scheme.id,
    version_example: scheme.example,
    partial_fixes: listed(partialFixes.map(({ version, what }) => ({ version: textOf(version), what }))),
  };
}
