import type { Version } from '../versions/version.ts';
import type { VersionScheme } from '../versions/version-scheme.ts';

/** What the releases of a distribution (Kubespray, RKE2, kOps) carry. */
export interface Distribution {
  readonly id: string;
  /** For people: `Kubespray`. */
  readonly name: string;
  readonly repository: string;
  readonly scheme: VersionScheme;
  /** What being listed means: a default, an image that is shipped. */
  readonly meaning: string;
  readonly source: string;
  /** Oldest first. */
  readonly releases: readonly Release[];
}

export interface Release {
  readonly version: Version;
  /** `2024-05-28` */
  readonly date: string | undefined;
  /** Component ids and their versions; mostly one. */
  readonly carries: ReadonlyMap<string, readonly Version[]>;
  readonly note: string | undefined;
}
