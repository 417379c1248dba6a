import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { goPath, needs } from '../../support/tools.ts';
import { chartFolder } from '../chart.ts';

/** Options of a test that renders the chart. */
export function needsRenderer(): { readonly skip?: string } {
  return needs('go', 'sprig', 'sigs.k8s.io/yaml', 'gojsonschema');
}

export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

export interface Rendered {
  readonly objects: readonly KubernetesObject[];
  readonly notes: string;
}

export interface RenderOptions {
  /** A values file on top of the defaults. */
  readonly values?: string;
  readonly name?: string;
  readonly namespace?: string;
}

const run = promisify(execFile);

/** Gives what the chart renders, and rejects with the words of the refusal. Compiles the renderer into `folder` when first asked. */
export function createRenderer(folder: string): (options: RenderOptions) => Promise<Rendered> {
  let program: Promise<string> | undefined;
  return async (options) => {
    program ??= compile(`${folder}/render`);
    const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
    const { stdout } = await run(await program, ['--chart', chartFolder, ...args]);
    return JSON.parse(stdout);
  };
}

async function compile(program: string): Promise<string> {
  const env = { ...process.env, GO111MODULE: 'off', GOPATH: goPath, GOFLAGS: '' };
  await run('go', ['build', '-o', program, '.'], { cwd: import.meta.dirname, env });
  return program;
}
