/** A committed file, and what it should hold. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

/** A Markdown page that says where it comes from. */
export function page(path: string, source: string, lines: readonly string[]): Page {
  const header = `<!-- Generated from ${source} by npm run generate. Do not edit. -->`;
  return { path, text: `${[header, '', ...lines].join('\n')}\n` };
}

/** A Markdown table. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)];
}
