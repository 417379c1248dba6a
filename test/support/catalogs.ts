import type { CatalogFile } from '../../src/core/catalog/parse-catalog.ts';

/** A small component and issue that are right; tests spoil one thing at a time. */
export const rightComponent = `id: widget
name: Widget
repository: https://example.com/widget
version_scheme: docker
container:
  images: [acme/widget]
  containers: [widget]
`;

export const rightIssue = `id: WIDGET-1
summary: it spins
details: it spins and spins
published: 2026-01-01
modified: 2026-01-02
severity: high
confidence: high
resource: cpu
signature: step
affected:
  - component: widget
    ranges:
      - introduced: "v1.0.0"
        fixed: "v1.2.0"
conditions:
  - text: the kernel is old
    when:
      node_kernel: {ranges: [{introduced: "0", last_reported: "5.5", fixed: "5.15"}]}
expected:
  - {value: 0.1, unit: cores, per: pod, context: idle, evidence: reported, source: "https://example.com/1"}
remediation: {}
references:
  - {url: "https://example.com/1", type: report, shows: everything}
examples:
  affected:
    - {image: "acme/widget:v1.1.0", kernel: 5.4.0-1-generic}
  unaffected:
    - {image: "acme/widget:v1.2.0", kernel: 5.4.0-1-generic}
`;

export function catalogFile(pathInCatalog: string, text: string): CatalogFile {
  return { path: `my/${pathInCatalog}`, pathInCatalog, text };
}

/** A catalog folder with one component and one issue. */
export function aCatalogFolder({ component = rightComponent, issue = rightIssue } = {}): readonly CatalogFile[] {
  return [catalogFile('components/widget.yaml', component), catalogFile('issues/widget/WIDGET-1.yaml', issue)];
}
