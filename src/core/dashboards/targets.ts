/** The data source that is chosen at the top of the dashboard. */
export const datasource = { type: 'prometheus', uid: `\${datasource}` };

/** Grafana names the queries of a panel A, B, C, … */
export function refId(index: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + index);
}
