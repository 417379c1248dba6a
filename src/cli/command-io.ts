/** Everything a command may touch of the process. Only main.ts fills it from `process`. */
export interface CommandIo {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The folder that holds the built-in catalog, templates and demo. */
  readonly packageFolder: string;
  /** Of Plimsoll: `0.1.0`. */
  readonly version: string;
  readonly nodeVersion: string;
  /** Aborted by SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
  /** Width of the terminal; `undefined` when stdout is none. */
  readonly columns: number | undefined;
  readonly stdin: () => Promise<string>;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
}

/** What a command says to the shell: 0 fine, 1 it found what it looks for, 2 the user can fix it, 70 a bug (sysexits' EX_SOFTWARE). */
export const exitCode = { ok: 0, findings: 1, userError: 2, bug: 70 } as const;
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
