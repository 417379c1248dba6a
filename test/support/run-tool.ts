import { spawn } from 'node:child_process';
import { findTool, type Tool } from './tools.ts';

export interface ToolResult {
  readonly code: number | null;
  /** What it said, to either stream. */
  readonly output: string;
  /** What it finds wrong, by itself: pieces of the other stream may stand in the middle of its lines. */
  readonly stderr: string;
}

/** Runs a real program to its end. */
export function runTool(tool: Tool, args: readonly string[], input = ''): Promise<ToolResult> {
  return new Promise((resolve, reject) => {
    const program = findTool(tool);
    if (program === undefined) throw new Error(`${tool} is not installed`);
    const child = spawn(program, args);
    let output = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      output += text;
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output, stderr }));
    child.stdin.end(input);
  });
}
