import { prereleaseIdentifiers } from './prerelease-identifiers.ts';
import { escapePattern } from './range-pattern.ts';
import { caught, caughtNumbers, caughtText, type TextReading } from './text-reading.ts';
import type { Version } from './version.ts';
import { anyPrerelease, type Comparable, type SchemePattern, type VersionScheme } from './version-scheme.ts';

export interface DockerTagOptions {
  /** Words that tags begin with: `stable-`. */
  readonly prefixes?: readonly string[] | undefined;
  /** What stands before a build number that orders: `-eksbuild.`. */
  readonly build?: string | undefined;
  /** The fewest numbers a release has; one or two more are read as well. */
  readonly parts?: 2 | 3 | undefined;
}

/** A pre-release at the start of the suffix: `rc1`, `beta.2`, `0.dev`. What follows it is packaging. */
const prereleaseWords =
  '(?:0\\.)?(?:alpha|beta|rc|preview|pre|devel|dev|snapshot|nightly|canary|milestone|unstable|next)(?:[.-]?[0-9]+)*';
/** The same in capitals too, spelt out: engines do not agree on what `(?i:)` does to what stands around it. */
const anyCaseWords = prereleaseWords.replaceAll(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
/** `a1` and `b2` are alpha and beta, as Python writes them, only right behind the numbers: `-b10` is a build. */
const prereleaseSuffix = new RegExp(`^(?:[-_+.~]?(?<prerelease>${prereleaseWords})|(?<python>[ab]\\d+))(?![a-z])`, 'i');

/** How many numbers a release may have. */
const mostNumbers = 4;

const releases = { 2: '\\d{1,15}(?:\\.\\d{1,15}){1,3}', 3: '\\d{1,15}(?:\\.\\d{1,15}){2,3}' } as const;

/** A build of a commit, by `git describe` or as a Go pseudo-version, or of no commit at all: no release has its number. */
const commitBuild = /^[-+](?:\d+-g[0-9a-f]{7,40}|(?:0\.)?\d{14}-[0-9a-f]{12})(?![0-9a-z])|-dirty$/;

/**
 * Image tags: numbers, then what the publisher adds.
 *
 * An architecture, a base image or a vendor's package revision (`-amd64`, `-debian-12-r3`, `-eksbuild.1`) is the same
 * software, so it neither orders nor shows; strict SemVer would read it as a pre-release and sort `v3.27.3-amd64` before
 * `v3.27.3`. A tag with fewer numbers (`v3.27`) moves, so it is not a version.
 */
export function dockerTagScheme({
  prefixes = [],
  build,
  parts = 3,
}: DockerTagOptions = {}): VersionScheme & Comparable {
  const words = prefixes.map(escapePattern).join('|');
  const prefix = words === '' ? 'v?' : `(?:${words})?v?`;
  const tag = new RegExp(
    `^(?<prefix>${prefix})(?<release>${releases[parts]})(?<suffix>|[-_+~][A-Za-z0-9][\\w.+~-]*|(?:alpha|beta|rc|[ab](?=\\d))[\\w.-]*|\\.[A-Za-z][\\w.-]*)$`,
  );
  const buildNumber = build === undefined ? undefined : buildIn(build);

  function parse(text: string): Version | undefined {
    const groups = tag.exec(text)?.groups;
    if (!groups) return undefined;
    const { prefix: before = '', release = '', suffix = '' } = groups;
    if (suffix === '') return plainVersion(before, release);
    if (commitBuild.test(suffix)) return undefined;
    const pre = prereleaseSuffix.exec(suffix)?.groups;
    const prerelease = pre?.['prerelease'] ?? pre?.['python']?.replace('a', 'alpha').replace('b', 'beta') ?? '';
    const built = buildNumber?.exec(suffix)?.groups?.['build'];
    const numbers = release.split('.').map(Number);
    return {
      text: `${before}${numbers.join('.')}${prerelease === '' ? '' : `-${prerelease}`}${built === undefined ? '' : `${build}${built}`}`,
      release: numbers,
      prerelease: prereleaseIdentifiers(prerelease),
      build: built === undefined ? [] : built.split(/[.-]/).map(Number),
    };
  }

  return {
    id: 'docker',
    example: `${prefixes[0] ?? 'v'}1.2.3${build === undefined ? '' : `${build}1`}`,
    parse,
    pattern: patternOf(prefix, build, parts),
    reading: readingOf(prefix, build, parts),
  };
}

/** A tag has a dash where a version has a plus. */
function buildStart(build: string): string {
  return escapePattern(build).replace(/^(?:\\\+|-)/, '[-+]');
}

/** The most of them: nothing behind the numbers. */
function plainVersion(prefix: string, release: string): Version {
  const numbers = release.split('.').map(Number);
  return { text: prefix + numbers.join('.'), release: numbers, prerelease: [], build: [] };
}

function patternOf(prefix: string, build: string | undefined, parts: 2 | 3): SchemePattern {
  return {
    prefix,
    numbers: { least: parts, most: mostNumbers },
    leadingZeros: false,
    // A build begins with a dash as well; only then need the two be told apart.
    prerelease: build === undefined ? anyPrerelease : `-${anyCaseWords}`,
    build: build === undefined ? undefined : { prefix: build, optional: true, separators: '[.-]' },
  };
}

/** The same as `parse`, by regular expressions alone: what it looks ahead for stands in the tails here. */
function readingOf(prefix: string, build: string | undefined, parts: 2 | 3): TextReading {
  const release = `[0-9]{1,15}(?:\\.[0-9]{1,15}){${parts - 1},${mostNumbers - 1}}`;
  const suffix = '(?:|[-_+~][A-Za-z0-9][\\w.+~-]*|(?:alpha|beta|rc|[ab][0-9])[\\w.-]*|\\.[A-Za-z][\\w.-]*)';
  const commit = '[-+](?:[0-9]+-g[0-9a-f]{7,40}|(?:0\\.)?[0-9]{14}-[0-9a-f]{12})(?:[^0-9a-z].*)?';
  const uncaught = `${prefix}${release}`;
  const notALetter = '(?:[^A-Za-z].*)?';
  const python = (letter: string, word: string) => ({
    pattern: `${uncaught}${letter}([0-9]+)${notALetter}`,
    text: `-${word}${caught(1)}`,
  });
  return {
    accepts: `${uncaught}${suffix}`,
    refuses: `${uncaught}(?:${commit}|.*-dirty)`,
    pieces: [
      [
        {
          pattern: `(${prefix})${caughtNumbers(parts, mostNumbers)}(?:[^0-9].*)?`,
          text: `${caught(1)}${caughtText(2, parts, mostNumbers)}`,
        },
      ],
      [
        { pattern: `${uncaught}[-_+.~]?(${anyCaseWords})${notALetter}`, text: `-${caught(1)}` },
        python('a', 'alpha'),
        python('b', 'beta'),
      ],
      ...(build === undefined
        ? []
        : [
            [
              {
                pattern: `${uncaught}.*?${buildStart(build)}([0-9]{1,15}(?:[.-][0-9]{1,15})*)(?:[^A-Za-z0-9].*)?`,
                text: `${build.replaceAll('$', '$$$$')}${caught(1)}`,
              },
            ],
          ]),
    ],
  };
}

/** Anywhere in the suffix, since other words may come before: `-minimal-eksbuild.2`. */
function buildIn(build: string): RegExp {
  return new RegExp(`${buildStart(build)}(?<build>\\d{1,15}(?:[.-]\\d{1,15})*)(?![A-Za-z\\d])`);
}
