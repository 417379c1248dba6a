import { parse as parseSemver } from 'semver';
import { numberPattern } from './number-pattern.ts';
import { caught } from './text-reading.ts';
import type { Version } from './version.ts';
import { anyPrerelease, type VersionScheme } from './version-scheme.ts';

// As the package semver reads them: no zeros in front, and no number that JavaScript cannot hold.
const number = numberPattern(0, Number.MAX_SAFE_INTEGER);
const numbers = `${number}\\.${number}\\.${number}`;
const identifier = '(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)';

/** Strict SemVer 2.0.0, with an optional `v`. Build metadata does not order, so it is neither kept nor shown. */
export const semverScheme: VersionScheme = {
  id: 'semver',
  example: 'v1.2.3',
  parse,
  pattern: {
    prefix: 'v?',
    numbers: { least: 3, most: 3 },
    leadingZeros: false,
    prerelease: anyPrerelease,
    build: undefined,
  },
  reading: {
    accepts: `v?${numbers}(?:-${identifier}(?:\\.${identifier})*)?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?`,
    refuses: undefined,
    pieces: [[{ pattern: '([^+]*)(?:\\+.*)?', text: caught(1) }]],
  },
};

function parse(text: string): Version | undefined {
  const parsed = parseSemver(text);
  // The package takes spaces around a version, which no tag can have.
  if (!parsed || text !== text.trim()) return undefined;
  return {
    text: `${text.startsWith('v') ? 'v' : ''}${parsed.version}`,
    release: [parsed.major, parsed.minor, parsed.patch],
    prerelease: parsed.prerelease,
    build: [],
  };
}
