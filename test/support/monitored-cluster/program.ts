import { spawn } from 'node:child_process';
import type { Test } from 'tap';
import { eventually } from '../eventually.ts';
import { findProgram } from '../tools.ts';

/** A real program that a test runs. */
export interface Program {
  readonly name: string;
  /** All that it wrote, to either stream. */
  readonly output: () => string;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** How it ended; `undefined` while it runs. */
  readonly end: () => ProgramEnd | undefined;
  readonly ended: Promise<ProgramEnd>;
}

/** The exit code, or the signal that ended it. */
export type ProgramEnd = number | NodeJS.Signals;

/** Starts a program that ends with the test, however the test ends. */
export function startProgram(
  t: Pick<Test, 'teardown'>,
  name: string,
  command: string,
  args: readonly string[],
): Program {
  const [file = command, ...rest] = [...lifeline(), command, ...args];
  // Without what tap adds to the environment of its own child processes.
  const { PATH, HOME } = process.env;
  const child = spawn(file, rest, { stdio: ['ignore', 'pipe', 'pipe'], env: { PATH, HOME } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  let end: ProgramEnd | undefined;
  const ended = new Promise<ProgramEnd>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      end = code ?? signal ?? 'SIGKILL'; // one of the two is there
      resolve(end);
    });
  });

  t.teardown(async () => {
    child.kill('SIGTERM');
    const patience = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await ended;
    clearTimeout(patience);
  });
  return { name, output: () => output, signal: (signal) => child.kill(signal), end: () => end, ended };
}

/** On Linux, a wrapper whose program dies with this process, even where no teardown runs. It keeps the process id. */
function lifeline(): readonly string[] {
  const setpriv = findProgram('setpriv');
  return setpriv === undefined ? [] : [setpriv, '--pdeathsig', 'KILL', '--'];
}

/** Waits until `look` finds something, and fails at once when the program ends before. */
export function whileRuns<Found>(
  program: Program,
  what: string,
  look: () => Promise<Found | undefined> | Found | undefined,
): Promise<Found> {
  const lookIfItRuns = () => {
    if (program.end() === undefined) return look();
    throw new Error(`${program.name} ended with ${program.end()}:\n${program.output()}`);
  };
  return eventually(`${program.name} ${what}`, lookIfItRuns, { seen: program.output, limit: 60_000 });
}
