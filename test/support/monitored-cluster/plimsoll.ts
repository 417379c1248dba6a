import type { Test } from 'tap';
import { fetchText } from './fetch-text.ts';
import { type Program, startProgram, whileRuns } from './program.ts';

/** `plimsoll serve` as a process of its own. */
export interface Exporter {
  readonly program: Program;
  /** `host:port`. */
  readonly address: string;
}

/** Starts the exporter on a free port and waits until it is ready. `source` are the options that say what to read. */
export async function startExporter(t: Test, source: readonly string[]): Promise<Exporter> {
  const program = startPlimsoll(t, ['serve', '--listen', '127.0.0.1:0', ...source]);
  const address = await whileRuns(
    program,
    'says where it listens',
    () => /"url":"http:\/\/(?<address>[^"/]+)/.exec(program.output())?.groups?.['address'],
  );
  await whileRuns(program, 'is ready', () => fetchText(`http://${address}/-/ready`));
  return { program, address };
}

/** Runs a command that comes to an end, and fails unless that is a good one. */
export async function runPlimsoll(t: Test, args: readonly string[]): Promise<void> {
  const program = startPlimsoll(t, args);
  const end = await program.ended;
  if (end !== 0) throw new Error(`${program.name} ended with ${end}:\n${program.output()}`);
}

const mainFile = new URL('../../../src/main.ts', import.meta.url).pathname;

function startPlimsoll(t: Test, args: readonly string[]): Program {
  return startProgram(t, `plimsoll ${args[0]}`, process.execPath, [mainFile, ...args]);
}
