import type { Instance } from '../inventory/inventory.ts';
import type { Exposure } from '../matching/match.ts';
import type { Pausable } from '../work/pausable.ts';
import { cutIntoRuns, type Run, type RunMaker } from '../work/runs.ts';
import { type Tally, tally, total } from './alike.ts';
import {
  componentInstances,
  expected,
  exposureKey,
  instanceKey,
  knownIssueInfo,
  unknownInstances,
  unresolvedInstances,
} from './counted-samples.ts';
import { renderFamily, renderHeader, renderSamples } from './exposition.ts';
import { families } from './families.ts';
import { componentInfo, knownIssue, nodeComponentInfo, type Samples } from './samples.ts';
import type { Snapshot } from './snapshot.ts';

export interface CatalogIdentity {
  readonly version: string;
  readonly digest: string;
  /** Whether the built-in catalog is part of it. */
  readonly builtIn: boolean;
  /** Ids of records that a catalog of the user's replaced. */
  readonly overridden: readonly string[];
}

/** Text format in pieces of some ten kilobytes, to be sent one after the other. */
export type Exposition = readonly Uint8Array[];

/**
 * Writes the families that describe the cluster, of one snapshot after the other; `clusterLabel` names the label that tells
 * several clusters apart. Equal snapshots give equal bytes, so two replicas of the exporter say the same. What stood
 * together in the last snapshot as well keeps its bytes.
 */
export function createSnapshotRenderer(
  catalog: CatalogIdentity,
  clusterLabel: string,
): (snapshot: Snapshot) => Pausable<Exposition> {
  const makers = createMakers(clusterLabel);
  let lastInstances: readonly Run<Instance, RenderedInstances>[] = [];
  let lastExposures: readonly Run<Exposure, RenderedExposures>[] = [];

  return function* ({ inventory, exposures }) {
    lastInstances = (yield* cutIntoRuns(inventory.instances, lastInstances, makers.instances)).all;
    lastExposures = (yield* cutIntoRuns(exposures, lastExposures, makers.exposures)).all;
    const ofInstances = lastInstances.map(({ made }) => made);
    const ofExposures = lastExposures.map(({ made }) => made);
    const instanceKinds = total(ofInstances.map((run) => run.tally));
    const exposureKinds = total(ofExposures.map((run) => run.tally));
    yield;
    return [
      encoder.encode(renderHeader(families.componentInfo)),
      ...ofInstances.map(({ containers }) => containers),
      encoder.encode(renderHeader(families.nodeComponentInfo)),
      ...ofInstances.map(({ processes }) => processes),
      encoder.encode(renderFamily(families.componentInstances, componentInstances(instanceKinds), clusterLabel)),
      encoder.encode(renderHeader(families.knownIssue)),
      ...ofExposures.map(({ known }) => known),
      encoder.encode(renderFamily(families.knownIssueUnknownInstances, unknownInstances(exposureKinds), clusterLabel)),
      encoder.encode(renderFamily(families.knownIssueInfo, knownIssueInfo(exposureKinds), clusterLabel)),
      encoder.encode(renderFamily(families.expectedCpuCores, expected('cpu', exposureKinds), clusterLabel)),
      encoder.encode(renderFamily(families.expectedMemoryBytes, expected('memory', exposureKinds), clusterLabel)),
      encoder.encode(renderFamily(families.unresolvedInstances, unresolvedInstances(instanceKinds), clusterLabel)),
      encoder.encode(renderFamily(families.catalogInfo, [catalogInfo(catalog)], clusterLabel)),
    ];
  };
}

const encoder = new TextEncoder();

interface RenderedInstances {
  readonly containers: Uint8Array;
  readonly processes: Uint8Array;
  readonly tally: Tally<Instance>;
}

interface RenderedExposures {
  readonly known: Uint8Array;
  readonly tally: Tally<Exposure>;
}

interface Makers {
  readonly instances: RunMaker<Instance, RenderedInstances>;
  readonly exposures: RunMaker<Exposure, RenderedExposures>;
}

function createMakers(clusterLabel: string): Makers {
  return {
    instances: {
      startMaking: () => (instances) => ({
        containers: encoder.encode(
          renderSamples(families.componentInfo, instances.flatMap(componentInfo), clusterLabel),
        ),
        processes: encoder.encode(
          renderSamples(families.nodeComponentInfo, instances.flatMap(nodeComponentInfo), clusterLabel),
        ),
        tally: tally(instances, instanceKey),
      }),
    },
    exposures: {
      startMaking: () => (exposures) => ({
        known: encoder.encode(renderSamples(families.knownIssue, exposures.map(knownIssue), clusterLabel)),
        tally: tally(exposures, exposureKey),
      }),
    },
  };
}

function catalogInfo({ version, digest, builtIn, overridden }: CatalogIdentity): Samples<'catalogInfo'>[number] {
  return { labels: { version, digest, built_in: String(builtIn), overridden: overridden.join(',') }, value: 1 };
}
