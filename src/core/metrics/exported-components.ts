import { families } from './families.ts';

const names = [families.componentInfo.name, families.nodeComponentInfo.name];
const label = '[a-zA-Z_]\\w*="(?:[^"\\\\]|\\\\.)*"';
const sample = new RegExp(`^(?:${names.join('|')})\\{(?<labels>(?:${label},?)*)\\}`);

/** The component that a line of the exporter's text format tells of; `undefined` for any other line. */
export function exportedComponent(line: string): string | undefined {
  const labels = sample.exec(line)?.groups?.['labels'];
  if (labels === undefined) return undefined;
  const texts = [...labels.matchAll(new RegExp(label, 'g'))].map(([text]) => text);
  return texts.find((text) => text.startsWith('component="'))?.slice('component="'.length, -1);
}
