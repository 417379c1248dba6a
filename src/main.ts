import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { run } from './cli/run.ts';

// This file and its bundle both sit one folder below the package's own.
const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const { version }: { version: string } = JSON.parse(readFileSync(`${packageFolder}/package.json`, 'utf8'));

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

// A reader that has seen enough (`| head`) closes the pipe: that is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  cwd: process.cwd(),
  packageFolder,
  version,
  nodeVersion: process.versions.node,
  signal: stop.signal,
  columns: process.stdout.columns,
  stdin: () => text(process.stdin),
  stdout: (chunk) => process.stdout.write(chunk),
  stderr: (chunk) => process.stderr.write(chunk),
});

// A credential plugin that hangs is not ours to end, and would keep this process for as long: nobody waits for it.
process.stdout.write('', () => setTimeout(() => process.exit(), 500).unref());
