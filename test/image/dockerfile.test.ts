import { existsSync, readFileSync } from 'node:fs';
import t from 'tap';
import { isIgnored, parseDockerfile } from './dockerfile.ts';

const repository = new URL('../..', import.meta.url).pathname;
const stages = parseDockerfile(readFileSync(`${repository}Dockerfile`, 'utf8'));
const dockerignore = readFileSync(`${repository}.dockerignore`, 'utf8');
const final = stages.at(-1)!;

function find(name: string) {
  return final.instructions.filter((instruction) => instruction.name === name);
}

t.test('every stage is on the official image of Node.js 24', async (t) => {
  t.equal(stages.length, 2);
  for (const { image } of stages) t.match(image, /^node:24-slim$/);
});

t.test('what is copied exists, and the build context has it', async (t) => {
  const sources = stages.flatMap(({ instructions }) =>
    instructions
      .filter(({ name, flags }) => name === 'COPY' && flags['from'] === undefined)
      .flatMap(({ words }) => words.slice(0, -1)),
  );
  for (const source of sources) {
    t.ok(existsSync(`${repository}${source}`), source);
    t.notOk(isIgnored(source, dockerignore), source);
  }
  const kept = dockerignore.split('\n').filter((line) => line.startsWith('!'));
  t.same(
    kept.filter((line) => !sources.includes(line.slice(1))),
    [],
    'nothing else is in the build context',
  );
});

for (const path of [
  'node_modules',
  '.git',
  'test',
  'dist',
  '.tap',
  '.ci',
  'docs',
  'charts',
  'scripts/generate-files.ts',
]) {
  t.test(`the build context is without ${path}`, async (t) => {
    t.ok(isIgnored(path, dockerignore));
  });
}

t.test('the image runs as a user with a number that is not root’s, set after the last file', async (t) => {
  const names = final.instructions.map(({ name }) => name);
  t.match(find('USER')[0]?.text, /^[1-9]\d*:[1-9]\d*$/);
  t.equal(find('USER').length, 1);
  t.ok(names.indexOf('USER') > names.lastIndexOf('COPY'));
});

t.test('nothing runs in the final stage, and only the bundle comes from the stage before', async (t) => {
  t.same(find('RUN'), []);
  t.same(
    find('COPY').flatMap(({ flags, text }) => (flags['from'] === undefined ? [] : [`${flags['from']} ${text}`])),
    ['build /build/dist dist'],
  );
});

t.test('it serves unless told otherwise, at the port that it exposes', async (t) => {
  t.same(JSON.parse(find('ENTRYPOINT')[0]!.text), ['node', '/app/bin/plimsoll.js']);
  t.same(JSON.parse(find('CMD')[0]!.text), ['serve']);
  t.equal(find('EXPOSE')[0]?.text, '9848');
  t.same(find('HEALTHCHECK'), [], 'Kubernetes probes; there is no curl in the image');
});

t.test('labels say what it is, and under which licence', async (t) => {
  const { license } = JSON.parse(readFileSync(`${repository}package.json`, 'utf8'));
  t.match(find('LABEL')[0]?.text, `org.opencontainers.image.licenses="${license}"`);
  t.match(find('LABEL')[0]?.text, 'org.opencontainers.image.title="Plimsoll"');
});
