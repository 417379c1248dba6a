import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Real programs that judge what Plimsoll makes, and the names that distributions install them under. */
const programs = {
  prometheus: ['prometheus'],
  promtool: ['promtool'],
  alertmanager: ['alertmanager', 'prometheus-alertmanager'],
  amtool: ['amtool'],
  go: ['go'],
  vmalert: ['vmalert'],
} as const;

/** Not every distribution has it, so its tests are skipped without it in CI as well. */
const optional: readonly Tool[] = ['vmalert'];

/** Where Debian puts the sources of Go libraries; the chart's renderer is made of them. */
export const goPath = '/usr/share/gocode';
const libraries = {
  sprig: 'github.com/Masterminds/sprig',
  'sigs.k8s.io/yaml': 'sigs.k8s.io/yaml',
  gojsonschema: 'github.com/xeipuuv/gojsonschema',
} as const;

export type Tool = keyof typeof programs | keyof typeof libraries;

const allTools = [...Object.keys(programs), ...Object.keys(libraries)] as Tool[]; // their own keys

export function missingTools(): readonly Tool[] {
  return allTools.filter((tool) => findTool(tool) === undefined && !optional.includes(tool));
}

/** Where a tool is, or `undefined` when it is not installed. */
export function findTool(tool: Tool): string | undefined {
  if (tool in libraries) {
    const folder = join(goPath, 'src', libraries[tool as keyof typeof libraries]); // checked the line before
    return existsSync(folder) ? folder : undefined;
  }
  return programs[tool as keyof typeof programs].map(findProgram).find((path) => path !== undefined); // the other kind
}

export function findProgram(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** Options of a test that needs these tools: skipped with a reason where one is missing; in CI only where it is optional. */
export function needs(...tools: readonly Tool[]): { readonly skip?: string } {
  const missing = tools.filter((tool) => findTool(tool) === undefined);
  const excused = process.env['CI'] !== 'true' || missing.some((tool) => optional.includes(tool));
  return missing.length === 0 || !excused ? {} : { skip: `${missing.join(', ')} not installed` };
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
