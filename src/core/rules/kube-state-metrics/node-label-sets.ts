import { seriesLabel } from '../../series/label-names.ts';
import { rolePrefix } from '../../series/node-series.ts';
import { matcher, select } from './promql-text.ts';
import { recorded } from './recorded.ts';

/** Roles have series of their own, which no allowlist hides. */
export function isRoleLabel(key: string): boolean {
  return key.startsWith(rolePrefix);
}

/** Nodes that are seen to have the role of this label. */
export function hasRole(key: string): string {
  return select(recorded.nodeRoles, matcher('role', '=', key.slice(rolePrefix.length)));
}

/** Nodes that are seen to have a label. */
export function hasLabel(key: string): string {
  const shown = select(recorded.nodeLabels, matcher(seriesLabel('label', key), '!=', ''));
  return isRoleLabel(key) ? `(${shown} or ${hasRole(key)})` : shown;
}
