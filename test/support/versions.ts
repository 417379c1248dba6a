import type { Version } from '../../src/core/versions/version.ts';
import type { VersionScheme } from '../../src/core/versions/version-scheme.ts';

/** A version that must parse. */
export function aVersion(scheme: VersionScheme, text: string): Version {
  const version = scheme.parse(text);
  if (!version) throw new Error(`${text} is not a ${scheme.id} version`);
  return version;
}
