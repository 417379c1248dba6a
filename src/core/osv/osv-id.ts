/**
 * `x_plimsoll-CALICO-8856` for `CALICO-8856`.
 *
 * OSV's ids are `<DB>-<ENTRYID>` with a DB that is registered; its JSON Schema takes any other behind `x_` ("prefix").
 */
export function osvId(issueId: string): string {
  return `x_plimsoll-${issueId}`;
}
