import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Real programs that judge what Plimsoll makes, and the names that distributions install them under. */
const programs = {
  prometheus: ['prometheus'],
  promtool: ['promtool'],
  alertmanager: ['alertmanager', 'prometheus-alertmanager'],
  amtool: ['amtool'],
} as const;

export type Tool = keyof typeof programs;

export function missingTools(): readonly Tool[] {
  return (Object.keys(programs) as Tool[]).filter((tool) => findTool(tool) === undefined); // its own keys
}

/** Where a tool is, or `undefined` when it is not installed. */
export function findTool(tool: Tool): string | undefined {
  return programs[tool].map(findProgram).find((path) => path !== undefined);
}

export function findProgram(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** Options of a test that needs these tools: skipped with a reason where one is missing, but never in CI. */
export function needs(...tools: readonly Tool[]): { readonly skip?: string } {
  const missing = tools.filter((tool) => findTool(tool) === undefined);
  return missing.length === 0 || process.env['CI'] === 'true' ? {} : { skip: `${missing.join(', ')} not installed` };
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
