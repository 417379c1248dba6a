import { humanize, humanizeDuration } from '../humanize.ts';

/**
 * What Prometheus makes of an annotation, for the few constructs that annotations use outside the generator's own
 * snippets: a label, the value, and the value humanised. promtool compares it with the real thing.
 */
export function renderAnnotation(template: string, labels: Readonly<Record<string, string>>, value: number): string {
  return template
    .replaceAll(/\{\{ \$labels\.(?<label>\w+) \}\}/g, (_match, label: string) => labels[label] ?? '')
    .replaceAll('{{ $value }}', String(value))
    .replaceAll('{{ $value | humanizeDuration }}', humanizeDuration(value))
    .replaceAll('{{ $value | humanize }}', humanize(value))
    .replaceAll('{{ "{{" }}', '{{');
}
