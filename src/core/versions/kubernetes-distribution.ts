import { prereleaseIdentifiers } from './prerelease-identifiers.ts';
import { caught, caughtNumbers, caughtText } from './text-reading.ts';
import { anyPrerelease, type VersionScheme } from './version-scheme.ts';

/** `v1.33.7+k3s3`: a Kubernetes release and the distribution's build of it. */
export const k3sScheme = distributionScheme('k3s', 'k3s');

/** `v1.34.3+rke2r3`. */
export const rke2Scheme = distributionScheme('rke2', 'rke2r');

/**
 * Kubernetes distributions that put their build behind the `+`.
 *
 * SemVer ignores what follows the `+`. Distributions ship regressions and fixes there (`+k3s3` is bad where `+k3s1` is
 * good), so here the build orders. An image tag cannot hold a `+` and has `-` in its place. A commit build
 * (`v1.33.7+k3s-1288e778`) has no order and is not read.
 */
function distributionScheme(id: string, buildName: string): VersionScheme {
  const pattern = new RegExp(
    `^v?(?<release>\\d{1,15}\\.\\d{1,15}\\.\\d{1,15})(?:-(?<prerelease>(?:alpha|beta|rc)[.\\d]*))?[+-]${buildName}(?<build>\\d{1,15})$`,
  );
  return {
    id,
    example: `v1.31.6+${buildName}1`,
    pattern: {
      prefix: 'v',
      numbers: { least: 3, most: 3 },
      leadingZeros: false,
      prerelease: anyPrerelease,
      build: { prefix: `+${buildName}`, optional: false, separators: '' },
    },
    reading: {
      accepts: `v?[0-9]{1,15}\\.[0-9]{1,15}\\.[0-9]{1,15}(?:-(?:alpha|beta|rc)[.0-9]*)?[+-]${buildName}[0-9]{1,15}`,
      refuses: undefined,
      pieces: [
        [
          {
            pattern: `v?${caughtNumbers(3, 3)}(-(?:alpha|beta|rc)[.0-9]*)?[+-]${buildName}0*([0-9]+)`,
            text: `v${caughtText(1, 3, 3)}${caught(4)}+${buildName}${caught(5)}`,
          },
        ],
      ],
    },
    parse(text) {
      const groups = pattern.exec(text)?.groups;
      if (!groups) return undefined;
      const { release = '', prerelease = '', build = '' } = groups;
      const numbers = release.split('.').map(Number);
      return {
        text: `v${numbers.join('.')}${prerelease === '' ? '' : `-${prerelease}`}+${buildName}${Number(build)}`,
        release: numbers,
        prerelease: prereleaseIdentifiers(prerelease),
        build: [Number(build)],
      };
    },
  };
}
