import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Artefact } from '../../src/core/rules/rule-model.ts';
import { runTool, type ToolResult } from './run-tool.ts';

/** Runs promtool and gives what it says. */
export function promtool(args: readonly string[], input = ''): Promise<ToolResult> {
  return runTool('promtool', args, input);
}

export async function writeArtefacts(folder: string, artefacts: readonly Artefact[]): Promise<void> {
  for (const { path, text } of artefacts) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}
