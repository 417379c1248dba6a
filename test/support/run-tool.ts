import { spawn } from 'node:child_process';
import { findTool, type Tool } from './tools.ts';

export interface ToolResult {
  readonly code: number | null;
  /** What it said, to either stream. */
  readonly output: string;
}

/** Runs a real program to its end. */
export function runTool(tool: Tool, args: readonly string[], input = ''): Promise<ToolResult> {
  return new Promise((resolve, reject) => {
    const program = findTool(tool);
    if (program === undefined) throw new Error(`${tool} is not installed`);
    const child = spawn(program, args);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
    child.stdin.end(input);
  });
}
