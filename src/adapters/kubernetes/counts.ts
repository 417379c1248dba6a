import type { DiscoveryCounts } from '../../app/discovery.ts';

/** Counted up by whoever reads the resource. */
export type Counts = { -readonly [Name in keyof DiscoveryCounts]: DiscoveryCounts[Name] };
