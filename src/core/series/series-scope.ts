/** Which series are asked for. */
export interface SeriesScope {
  /** The label that tells clusters apart; `undefined` where all series are of one cluster. */
  readonly clusterLabel: string | undefined;
  /** Only these clusters; empty means all. */
  readonly clusters: readonly string[];
}
