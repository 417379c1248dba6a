import type { CatalogFile } from '../src/core/catalog/parse-catalog.ts';
import { catalogFile } from '../test/support/catalogs.ts';

/** The median time of `work`, in milliseconds. */
export async function median(work: () => unknown, rounds = 9): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0;
}

/** A catalog of `count` issues in as many files, ten for each component, with what a usual record has. */
export function aCatalogOf(count: number): readonly CatalogFile[] {
  const components = Array.from({ length: Math.ceil(count / 10) }, (_, index) =>
    catalogFile(`components/part-${index}.yaml`, componentText(index)),
  );
  const issues = Array.from({ length: count }, (_, index) =>
    catalogFile(`issues/part/PART-${index}.yaml`, issueText(index, Math.floor(index / 10))),
  );
  return [...components, ...issues];
}

function componentText(index: number): string {
  return `id: part-${index}
name: Part ${index}
repository: https://example.com/part-${index}
version_scheme: docker
container:
  images:
    - acme/part-${index}
    - mirror/acme-part-${index}
  containers: [part]
`;
}

function issueText(index: number, component: number): string {
  const minor = index % 10;
  const image = `registry.example.com/acme/part-${component}`;
  return `id: PART-${index}
summary: the part turns round and round and burns CPU
details: >-
  The part was made to turn once for each order. It turns again for each turn, which keeps one core busy and does not end
  before a restart.
published: 2026-01-01
modified: 2026-01-02
severity: high
confidence: high
resource: cpu
signature: step
aliases:
  - acme/part#${index}
affected:
  - component: part-${component}
    ranges:
      - introduced: "v1.${minor}.0"
        fixed: "v1.${minor}.7"
      - introduced: "v2.${minor}.1"
        last_affected: "v2.${minor}.9"
        confidence: inferred
        note: The change is there, nobody reported it.
conditions:
  - text: the node's kernel is older than 5.15
    when:
      node_kernel: {ranges: [{introduced: "0", last_reported: "5.4.0-182", fixed: "5.15"}]}
  - text: turning is on, as it is unless TURN says otherwise
    when:
      not:
        container_env: {name: TURN, values: ["false", "0"]}
expected:
  - value: 0.05
    unit: cores
    per: pod
    context: before the upgrade
    evidence: reported
    source: https://example.com/part/${index}
observed_factors:
  - factor: 10
    context: after the upgrade
    evidence: reported
    source: https://example.com/part/${index}
remediation:
  workarounds:
    - "Switch it off: TURN=false"
references:
  - url: https://example.com/part/${index}
    type: report
    shows: the versions and the figures
examples:
  affected:
    - {image: "${image}:v1.${minor}.3", kernel: 5.4.0-177-generic}
  unaffected:
    - {image: "${image}:v1.${minor}.7", kernel: 5.4.0-177-generic}
    - {image: "${image}:v1.${minor}.3", kernel: 6.8.0-1-generic}
`;
}
