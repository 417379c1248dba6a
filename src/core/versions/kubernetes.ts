import { prereleaseIdentifiers } from './prerelease-identifiers.ts';
import { caught, caughtNumbers, caughtText } from './text-reading.ts';
import { anyPrerelease, type Comparable, type VersionScheme } from './version-scheme.ts';

const kubernetesRelease =
  /^v?(?<release>\d{1,9}\.\d{1,9}\.\d{1,9})(?:-(?<prerelease>(?:alpha|beta|rc)[.\d]*))?(?:[-+.][\w.+-]*)?$/;

/**
 * The Kubernetes release in what a kubelet or an API server reports: `v1.33.1`, `v1.33.1-eks-1-33-4`, `v1.29.5-gke.1091002`,
 * `v1.31.6+k3s1`. What the distribution adds neither orders nor shows.
 */
export const kubernetesScheme: VersionScheme & Comparable = {
  id: 'kubernetes',
  example: 'v1.33.1',
  pattern: {
    prefix: 'v',
    numbers: { least: 3, most: 3 },
    leadingZeros: false,
    prerelease: anyPrerelease,
    build: undefined,
  },
  reading: {
    accepts: 'v?[0-9]{1,9}\\.[0-9]{1,9}\\.[0-9]{1,9}(?:-(?:alpha|beta|rc)[.0-9]*)?(?:[-+.][\\w.+-]*)?',
    refuses: undefined,
    pieces: [
      [
        {
          pattern: `v?${caughtNumbers(3, 3)}(-(?:alpha|beta|rc)[.0-9]*)?(?:[-+.].*)?`,
          text: `v${caughtText(1, 3, 3)}${caught(4)}`,
        },
      ],
    ],
  },
  parse(text) {
    const groups = kubernetesRelease.exec(text)?.groups;
    if (!groups) return undefined;
    const { release = '', prerelease = '' } = groups;
    const numbers = release.split('.').map(Number);
    return {
      text: `v${numbers.join('.')}${prerelease === '' ? '' : `-${prerelease}`}`,
      release: numbers,
      prerelease: prereleaseIdentifiers(prerelease),
      build: [],
    };
  },
};
