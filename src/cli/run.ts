import { Command, CommanderError } from 'commander';
import { UserError } from '../app/user-error.ts';
import { type CommandIo, type ExitCode, exitCode } from './command-io.ts';
import { commands } from './commands.ts';

/** Of help that no terminal shows. */
const helpWidth = 100;

/** Runs one command line and says how the process should exit. The only place that turns errors into text. */
export async function run(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  let code: ExitCode = exitCode.ok;
  const program = new Command('plimsoll')
    .description('Knows which versions of cluster components burn CPU or memory, and writes the alerts for them.')
    .helpCommand(false)
    .addHelpText('after', '\nStart here, with no cluster and no Prometheus: plimsoll demo\n');
  for (const createCommand of commands) {
    program.addCommand(
      createCommand(io, (result) => {
        code = result;
      }),
    );
  }
  const complaints: string[] = [];
  redirect(program, io, (text) => complaints.push(text));

  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    return report(error, io, complaints.join(''));
  }
}

/** Commander would print and exit by itself; here it throws, and what it has to say is kept for `report`. */
function redirect(command: Command, io: CommandIo, complain: (text: string) => void): void {
  command.exitOverride();
  command.configureOutput({
    writeOut: io.stdout,
    writeErr: complain,
    getOutHelpWidth: () => io.columns ?? helpWidth,
    getErrHelpWidth: () => io.columns ?? helpWidth,
  });
  for (const child of command.commands) redirect(child, io, complain);
}

function report(error: unknown, io: CommandIo, complaints: string): ExitCode {
  if (error instanceof UserError) {
    io.stderr(`error: ${error.message} [${error.code}]\n`);
    return exitCode.userError;
  }
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCode.ok;
    io.stderr(error.code === 'commander.help' ? complaints : `error: ${usageSentence(error)} [USAGE]\n`);
    return exitCode.userError;
  }
  io.stderr(`bug: ${error instanceof Error ? error.stack : String(error)}\n`);
  return exitCode.bug;
}

/** Commander writes `error: unknown option '--oot'` and, on a line of its own, `(Did you mean --out?)`. */
function usageSentence({ message }: CommanderError): string {
  const [problem = '', hint = ''] = message.replace(/^error: /, '').split('\n');
  const meant = /^\((?<question>.*)\)$/.exec(hint)?.groups?.['question'];
  return meant === undefined ? `${problem}; see --help` : `${problem}; ${meant.replace('Did', 'did')}`;
}
