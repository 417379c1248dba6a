import { prereleaseIdentifiers } from './prerelease-identifiers.ts';
import { caught } from './text-reading.ts';
import type { Version } from './version.ts';
import type { Comparable, VersionScheme } from './version-scheme.ts';

const kernelRelease =
  /^(?<release>\d{1,9}(?:\.\d{1,9}){1,3})(?:-(?<prerelease>rc\d+))?(?:-(?<build>\d{1,9}(?:\.\d{1,9})*)(?=$|[-._+~]))?(?:[-._+~].*)?$/;

/** A Windows node reports its build where others report their kernel: `10.0.20348.2461`. */
const windowsBuild = /^10\.0\.\d{5}/;

/**
 * What `uname -r` prints and a node reports: `5.4.0-192-generic`, `4.18.0-553.el8_10.x86_64`, `6.9.3-talos`.
 *
 * The upstream release orders first, then the distribution's build number; flavours do not order.
 */
export const kernelScheme: VersionScheme = {
  id: 'kernel',
  example: '5.15.0-107-generic',
  parse,
  pattern: undefined,
  reading: undefined,
};

const numbers = '[0-9]{1,9}(?:\\.[0-9]{1,9}){1,3}';
const anyTail = '(?:[-._+~].*)?';

/** Of what a kernel reports only what orders, in a shape that regular expressions can compare: `5.4.0-rc1+192`. */
export const comparableKernel: Comparable = {
  reading: {
    accepts: `${numbers}${anyTail}`,
    refuses: '10\\.0\\.[0-9]{5}.*',
    pieces: [
      [{ pattern: `(${numbers}(?:-rc[0-9]+)?)${anyTail}`, text: caught(1) }],
      [{ pattern: `${numbers}(?:-rc[0-9]+)?-([0-9]{1,9}(?:\\.[0-9]{1,9})*)${anyTail}`, text: `+${caught(1)}` }],
    ],
  },
  pattern: {
    prefix: '',
    numbers: { least: 2, most: 4 },
    leadingZeros: true,
    prerelease: '-rc[0-9]+',
    build: { prefix: '+', optional: true, separators: '\\.' },
  },
};

function parse(text: string): Version | undefined {
  if (windowsBuild.test(text)) return undefined;
  const groups = kernelRelease.exec(text)?.groups;
  if (!groups) return undefined;
  const { release = '', prerelease = '', build = '' } = groups;
  return {
    text,
    release: release.split('.').map(Number),
    prerelease: prereleaseIdentifiers(prerelease),
    build: build === '' ? [] : build.split('.').map(Number),
  };
}
