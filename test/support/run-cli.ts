import { run } from '../../src/cli/run.ts';

export interface CliResult {
  readonly code: number;
  /** What the command printed, stdout and stderr as they came. */
  readonly output: string;
  readonly stdout: string;
  readonly stderr: string;
}

interface CliOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly signal?: AbortSignal;
  readonly onOutput?: (output: string) => void;
}

const packageFolder = new URL('../..', import.meta.url).pathname.replace(/\/$/, '');

/** Runs a command line in this process. */
export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const { cwd = packageFolder, env = {}, stdin = '', signal = new AbortController().signal, onOutput } = options;
  let output = '';
  let stdout = '';
  let stderr = '';
  const print = (text: string) => {
    output += text;
    onOutput?.(output);
  };
  const code = await run(args, {
    env,
    cwd,
    packageFolder,
    version: '0.0.0-test',
    nodeVersion: '24.0.0',
    columns: 100,
    signal,
    stdin: async () => stdin,
    stdout: (text) => {
      stdout += text;
      print(text);
    },
    stderr: (text) => {
      stderr += text;
      print(text);
    },
  });
  return { code, output, stdout, stderr };
}
