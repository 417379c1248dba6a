import { dump } from 'js-yaml';

/**
 * YAML text of a value: keys in the given order, no anchors, no folded lines, the same bytes on every machine.
 *
 * js-yaml folds long strings and writes anchors by default; both would tear PromQL apart in a review.
 */
export function toYaml(value: unknown): string {
  return dump(value, { lineWidth: -1, noRefs: true });
}
