/** A layer may import itself and the layers named here, and nothing else of src. */
const layer = (name, mayImport, comment) => ({
  name: `layer-${name}`,
  severity: 'error',
  comment,
  from: { path: `^src/${name}/` },
  to: { path: '^src/', pathNot: [`^src/${name}/`, ...mayImport.map((other) => `^src/${other}/`)] },
});

/** Inside core, each folder builds on those before it. */
const coreOrder = [
  'text',
  'work',
  'problems',
  'versions',
  'components',
  'catalog',
  'browse',
  'osv',
  'inventory',
  'series',
  'matching',
  'metrics',
  'report',
  'rules',
  'dashboards',
];
const inCore = coreOrder.map((folder, index) => ({
  name: `core-order-${folder}`,
  severity: 'error',
  comment: `core/${folder} may build on ${coreOrder.slice(0, index).join(', ') || 'nothing'}: what is lower must not know what is built on it.`,
  from: { path: `^src/core/${folder}/` },
  to: { path: `^src/core/(?:${coreOrder.slice(index + 1).join('|') || 'none'})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    layer(
      'core',
      [],
      'The core knows nothing of clusters, files, HTTP or the command line: it takes values and gives values.',
    ),
    layer('app', ['core'], 'Use cases take their adapters as arguments; they never import one.'),
    layer('config', ['core'], 'Configuration is data; reading it must not start anything.'),
    layer('adapters', ['core', 'app'], 'An adapter implements a port of a use case; it does not know who runs it.'),
    layer('cli', ['core', 'app', 'config', 'adapters'], 'Only the command line wires everything together.'),
    ...inCore,
    {
      name: 'core-is-pure',
      severity: 'error',
      comment: 'No file, network, clock, process or framework in the core. Pass what is needed as an argument.',
      from: { path: '^src/core/' },
      to: {
        dependencyTypes: ['core', 'npm', 'npm-peer', 'npm-optional'],
        pathNot: 'node_modules/(?:js-yaml|semver|zod|@prometheus-io|@lezer|@types/semver)/',
      },
    },
    {
      name: 'one-door-to-the-client-library',
      severity: 'error',
      comment: 'The Kubernetes client takes a second to load; only its adapter may, and only when a cluster is read.',
      from: { path: '^src/', pathNot: '^src/adapters/kubernetes/' },
      to: { path: 'node_modules/@kubernetes/client-node/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Type-only imports count: a cycle of types is still one module in several files.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'reachable-from-main',
      severity: 'error',
      comment: 'main.ts never reaches this file: use it or delete it.',
      from: { path: '^src/main\\.ts$' },
      to: { path: '^src/', pathNot: '^src/main\\.ts$', reachable: false },
    },
    {
      name: 'src-not-to-test',
      severity: 'error',
      comment: 'Product code never depends on test code.',
      from: { path: '^src/' },
      to: { path: '^(?:test|bench|scripts)/' },
    },
    {
      name: 'not-to-dev-dependency',
      severity: 'error',
      comment: 'The image is installed without devDependencies.',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
    },
    {
      name: 'not-unresolvable',
      severity: 'error',
      comment: 'An import that leads nowhere escapes every other rule.',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'] },
  },
};
