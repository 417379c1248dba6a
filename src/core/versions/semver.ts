import { parse as parseSemver } from 'semver';
import type { Version } from './version.ts';
import { anyPrerelease, type VersionScheme } from './version-scheme.ts';

/** Strict SemVer 2.0.0, with an optional `v`. Build metadata does not order, so it is neither kept nor shown. */
export const semverScheme: VersionScheme = {
  id: 'semver',
  example: 'v1.2.3',
  parse,
  pattern: { prefix: 'v?', fourthNumber: false, prerelease: anyPrerelease, build: undefined },
};

function parse(text: string): Version | undefined {
  const parsed = parseSemver(text);
  if (!parsed) return undefined;
  return {
    text: `${text.startsWith('v') ? 'v' : ''}${parsed.version}`,
    release: [parsed.major, parsed.minor, parsed.patch],
    prerelease: parsed.prerelease,
    build: [],
  };
}
