import fc from 'fast-check';
import t from 'tap';
import { type ImageReference, parseImageReference } from '../../../src/core/components/image-reference.ts';

const digest = `sha256:${'0'.repeat(64)}`;
const none = { tag: undefined, digest: undefined };

const images: readonly (readonly [image: string, parts: ImageReference, because: string])[] = [
  [
    'calico/node:v3.27.3',
    { ...none, registry: 'docker.io', repository: 'calico/node', tag: 'v3.27.3' },
    'Docker Hub has no host in its names',
  ],
  ['nginx', { ...none, registry: 'docker.io', repository: 'library/nginx' }, 'a single name is a library image'],
  [
    'docker.io/calico/node:v3.27.3',
    { ...none, registry: 'docker.io', repository: 'calico/node', tag: 'v3.27.3' },
    'a host has a dot',
  ],
  ['localhost/calico/node', { ...none, registry: 'localhost', repository: 'calico/node' }, 'localhost is a host'],
  ['registry:5000/node', { ...none, registry: 'registry:5000', repository: 'node' }, 'a port makes a host'],
  [
    'reg.example:5000/a/b/calico/node:v1.0.0',
    { ...none, registry: 'reg.example:5000', repository: 'a/b/calico/node', tag: 'v1.0.0' },
    'a port is not a tag',
  ],
  [
    `reg.example:5000/calico/node@${digest}`,
    { ...none, registry: 'reg.example:5000', repository: 'calico/node', digest },
    'only a digest',
  ],
  [
    `reg.example/calico/node:v1.0.0@${digest}`,
    { registry: 'reg.example', repository: 'calico/node', tag: 'v1.0.0', digest },
    'tag and digest',
  ],
  ['[::1]:5000/node:v1.0.0', { ...none, registry: '[::1]:5000', repository: 'node', tag: 'v1.0.0' }, 'an IPv6 address'],
  [
    '602401143452.dkr.ecr.eu-west-1.amazonaws.com/amazon-k8s-cni:v1.19.3-eksbuild.1',
    {
      ...none,
      registry: '602401143452.dkr.ecr.eu-west-1.amazonaws.com',
      repository: 'amazon-k8s-cni',
      tag: 'v1.19.3-eksbuild.1',
    },
    'a host may begin with a digit',
  ],
];

for (const [image, parts, because] of images) {
  t.test(`${image}: ${because}`, async (t) => t.same(parseImageReference(image), parts));
}

for (const image of [
  '',
  ':v1',
  'calico/node:',
  'calico/node:v1:v2',
  'Calico/Node:v1',
  'a//b',
  'calico/node@sha256:short',
  'a b',
  `${'a/'.repeat(3000)}b`,
]) {
  t.test(`${JSON.stringify(image.slice(0, 40))} is not an image reference`, async (t) => {
    t.equal(parseImageReference(image), undefined);
  });
}

t.test('the parts put together again are the reference', async () => {
  const name = fc.stringMatching(/^[a-z0-9]{1,6}([._-][a-z0-9]{1,4})?$/);
  const host = fc.constantFrom('quay.io', 'localhost', 'reg.example:5000', '10.0.0.1:80');
  const tag = fc.option(fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,12}$/), { nil: undefined });
  fc.assert(
    fc.property(
      host,
      fc.array(name, { minLength: 1, maxLength: 4 }),
      tag,
      fc.boolean(),
      (registry, path, tag, withDigest) => {
        const repository = path.join('/');
        const text = `${registry}/${repository}${tag === undefined ? '' : `:${tag}`}${withDigest ? `@${digest}` : ''}`;
        const expected = { registry, repository, tag, digest: withDigest ? digest : undefined };
        return JSON.stringify(parseImageReference(text)) === JSON.stringify(expected);
      },
    ),
  );
});

t.test('any text is read or refused, quickly', async () => {
  const pieces = fc.constantFrom('a', '.', '/', ':', '@', '-', '_', 'sha256:', '5000', '[', ']', 'A');
  fc.assert(
    fc.property(
      fc.array(pieces, { maxLength: 400 }).map((parts) => parts.join('')),
      (text) => {
        parseImageReference(text);
        return true;
      },
    ),
  );
});
