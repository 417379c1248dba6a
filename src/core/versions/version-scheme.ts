import type { Version } from './version.ts';

/** How one family of components writes its versions. What is read is ordered by `compareVersions`. */
export interface VersionScheme {
  readonly id: string;
  /** What a version of this scheme looks like, for messages: `v1.31.6+k3s1`. */
  readonly example: string;
  /** `undefined` when `text` is not a version of this scheme. A digest or `latest` is not old: it is unknown. */
  readonly parse: (text: string) => Version | undefined;
  /** Whether a rebuild of one release is a version of its own, written after the release as in `v1.31.6+k3s1`. */
  readonly buildPrefix: string | undefined;
}
