import { isTable, type Values } from './chart.ts';

export interface DescribedValue {
  /** `image.tag` */
  readonly path: string;
  readonly meaning: string;
}

/** The values that a comment beginning with `# --` stands over, in the order of the file. */
export function describedValues(text: string): readonly DescribedValue[] {
  const described: DescribedValue[] = [];
  const parents: string[] = [];
  let meaning: string | undefined;
  for (const line of text.split('\n')) {
    const comment = /^\s*# ?(.*)$/.exec(line)?.[1];
    if (comment !== undefined) {
      if (comment.startsWith('-- ')) meaning = comment.slice(3);
      else if (meaning !== undefined) meaning += ` ${comment}`;
      continue;
    }
    const [, indent, key] = /^( *)(\w+):/.exec(line) ?? [];
    if (indent === undefined || key === undefined) continue;
    parents.splice(indent.length / 2, Number.POSITIVE_INFINITY, key);
    if (meaning !== undefined) described.push({ path: parents.join('.'), meaning });
    meaning = undefined;
  }
  return described;
}

/** The values as a table of Markdown. */
export function valuesTable(text: string, defaults: Values): string {
  const rows = describedValues(text).map(({ path, meaning }) => {
    return `| \`${path}\` | \`${JSON.stringify(valueAt(defaults, path))}\` | ${meaning} |`;
  });
  return ['| value | default | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

/** `undefined` when there is none. */
export function valueAt(values: Values, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (isTable(value) ? value[key] : undefined), values);
}

/** The paths of everything that is no table, and of empty tables. */
export function leafPaths(values: Values): readonly string[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const inner = isTable(value) ? leafPaths(value) : [];
    return inner.length > 0 ? inner.map((path) => `${key}.${path}`) : [key];
  });
}
