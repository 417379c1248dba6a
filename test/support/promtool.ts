import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Artefact } from '../../src/core/rules/rule-model.ts';
import { findTool } from './tools.ts';

export interface ToolResult {
  readonly code: number | null;
  readonly output: string;
}

/** Runs promtool and gives what it says. */
export function promtool(args: readonly string[], input = ''): Promise<ToolResult> {
  return new Promise((resolve, reject) => {
    const program = findTool('promtool');
    if (program === undefined) throw new Error('promtool is not installed');
    const child = spawn(program, args);
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
    child.stdin.end(input);
  });
}

export async function writeArtefacts(folder: string, artefacts: readonly Artefact[]): Promise<void> {
  for (const { path, text } of artefacts) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}
