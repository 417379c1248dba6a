import type { TextReading } from '../../src/core/versions/text-reading.ts';

/** What Prometheus makes of a text: anchored matchers, then one `label_replace` after the other. */
export function readText({ accepts, refuses, pieces }: TextReading, text: string): string {
  if (!matches(accepts, text) || (refuses !== undefined && matches(refuses, text))) return '';
  return pieces
    .map((piece) =>
      piece.reduce((written, { pattern, text: replacement }) => {
        const match = anchored(pattern).exec(text);
        return match ? expand(replacement, match) : written;
      }, ''),
    )
    .join('');
}

export function matches(pattern: string, text: string): boolean {
  return anchored(pattern).test(text);
}

function anchored(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`, 's');
}

/** As Go's `Expand` does: `${1}` is what the first group caught, `$$` a dollar. */
function expand(replacement: string, match: RegExpExecArray): string {
  return replacement.replace(/\$(?:\$|\{(\d+)\})/g, (all, group?: string) =>
    group === undefined ? all.slice(1) : (match[Number(group)] ?? ''),
  );
}
