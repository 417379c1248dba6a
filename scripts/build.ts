import { rm } from 'node:fs/promises';
import { build, type Plugin } from 'esbuild';

const clientLibrary = '@kubernetes/client-node';

/**
 * Leaves out what is not used of the Kubernetes client: it does not say that its modules do nothing when they are loaded,
 * and the classes of all API objects would take a megabyte here and many more in memory.
 */
const onlyWhatIsUsed: Plugin = {
  name: 'only-what-is-used',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^\.|^@kubernetes\/client-node$/ }, async (args) => {
      const { path, pluginData, ...from } = args;
      const isOfClient = path === clientLibrary || from.importer.includes(`/node_modules/${clientLibrary}/`);
      if (!isOfClient || pluginData === onlyWhatIsUsed) return undefined;
      const resolved = await esbuild.resolve(path, { ...from, pluginData: onlyWhatIsUsed });
      return { ...resolved, sideEffects: false };
    });
  },
};

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
  plugins: [onlyWhatIsUsed],
});
