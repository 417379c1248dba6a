import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UserError } from '../../app/user-error.ts';
import { formatProblem } from '../../core/text/problem.ts';
import { describeFileError } from '../filesystem/file-error.ts';
import { type HttpConfig, noHttpConfig, readHttpConfig } from './http-config.ts';

/** The configuration in `file`, as the user named it; throws a UserError when it cannot be read or has problems. */
export async function loadHttpConfig(file: string | undefined, cwd: string): Promise<HttpConfig> {
  if (file === undefined) return noHttpConfig;
  const path = resolve(cwd, file);
  const reading = readHttpConfig({ path: file, text: await readText(file, path) }, path);
  if (reading.ok) return reading.config;
  const problems = reading.problems.map(formatProblem).join(', ');
  throw new UserError('PROMETHEUS_CONFIG_INVALID', problems, "write it as Prometheus' own <http_config>");
}

async function readText(file: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const problem = `cannot read ${file}: ${describeFileError(cause)}`;
    throw new UserError('PROMETHEUS_CONFIG_INVALID', problem, 'name another file with --prometheus-config', { cause });
  }
}
