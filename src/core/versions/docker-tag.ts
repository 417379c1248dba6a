import { prereleaseIdentifiers } from './prerelease-identifiers.ts';
import type { Version } from './version.ts';
import type { VersionScheme } from './version-scheme.ts';

const tag = /^(?<prefix>v?)(?<release>\d{1,15}\.\d{1,15}\.\d{1,15})(?:[-_+](?<suffix>[A-Za-z0-9][A-Za-z0-9._-]*))?$/;

/** A pre-release at the start of the suffix: `rc1`, `beta.2`, `0.dev`. What follows it is packaging. */
const prereleaseSuffix = /^(?:0\.)?(?:alpha|beta|rc|preview|pre|dev|snapshot|nightly)(?:[.-]?\d+)*(?![a-z])/i;

/**
 * Image tags: three numbers, then what the publisher adds.
 *
 * An architecture, a base image or a vendor's package revision (`-amd64`, `-debian-12-r3`, `-eksbuild.1`) is the same
 * software, so it neither orders nor shows; strict SemVer would read it as a pre-release and sort `v3.27.3-amd64` before
 * `v3.27.3`. A tag with fewer numbers (`v3.27`) moves, so it is not a version.
 */
export const dockerTagScheme: VersionScheme = { id: 'docker', example: 'v1.2.3', parse, buildPrefix: undefined };

function parse(text: string): Version | undefined {
  const groups = tag.exec(text)?.groups;
  if (!groups) return undefined;
  const { prefix = '', release = '', suffix = '' } = groups;
  const prerelease = prereleaseSuffix.exec(suffix)?.[0] ?? '';
  const numbers = release.split('.').map(Number);
  return {
    text: `${prefix}${numbers.join('.')}${prerelease === '' ? '' : `-${prerelease}`}`,
    release: numbers,
    prerelease: prereleaseIdentifiers(prerelease),
    build: [],
  };
}
