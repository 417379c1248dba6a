import t from 'tap';
import type { Component } from '../../../src/core/components/component.ts';
import { createRecogniser } from '../../../src/core/components/recognise.ts';
import { readReportedImage } from '../../../src/core/components/reported-image.ts';
import { dockerTagScheme } from '../../../src/core/versions/docker-tag.ts';
import { aVersion } from '../../support/versions.ts';

const listed = `sha256:${'1'.repeat(64)}`;
const other = `sha256:${'2'.repeat(64)}`;
const scheme = dockerTagScheme();
const widget: Component = {
  id: 'widget',
  name: 'Widget',
  repository: 'https://example.com/widget',
  scheme,
  runs: {
    as: 'container',
    images: ['acme/widget'],
    sharedImages: [],
    versionMetric: undefined,
    containers: ['widget'],
    digests: new Map([[listed, aVersion(scheme, 'v1.9.0')]]),
  },
};
const recogniser = createRecogniser([widget]);

/** What the spec says, what the status says as `image imageID`, and the version or why there is none. */
const rows: readonly (readonly [because: string, spec: string, image: string, imageId: string, expected: string])[] = [
  ['the tag of the spec wins', 'acme/widget:v1.0.0', 'acme/widget:v1.1.0', `acme/widget@${listed}`, 'v1.0.0'],
  ['also beside a digest', `acme/widget:v1.0.0@${listed}`, 'acme/widget:v1.1.0', `acme/widget@${listed}`, 'v1.0.0'],
  ['latest, as reported', 'acme/widget:latest', 'docker.io/acme/widget:v1.1.0', '', 'v1.1.0'],
  ['no tag, as reported', 'acme/widget', 'docker.io/acme/widget:v1.1.0', '', 'v1.1.0'],
  ['a minor version, as reported', 'acme/widget:v1.1', 'docker.io/acme/widget:v1.1.7', '', 'v1.1.7'],
  ['a short name that the runtime completed', 'acme/widget:latest', 'quay.io/acme/widget:v1.1.0', '', 'v1.1.0'],
  ['a tag of another repository', 'acme/widget:latest', 'example.com/ours:v7.0.0', '', 'not_a_version'],
  ['a tag of a longer path', 'acme/widget:latest', 'example.com/m/acme/widget:v7.0.0', '', 'not_a_version'],
  ['the same digest', `acme/widget@${other}`, 'acme/widget:v1.1.0', `acme/widget@${other}`, 'v1.1.0'],
  [
    'another digest: the spec was changed and the container is still the one before',
    `acme/widget@${other}`,
    'acme/widget:v1.1.0',
    `acme/widget@${listed}`,
    'digest_only',
  ],
  ['an unknown digest beside a tag', `acme/widget@${other}`, 'acme/widget:v1.1.0', '', 'digest_only'],
  ['a listed digest in the spec, without a status', `acme/widget@${listed}`, '', '', 'v1.9.0'],
  ['a listed digest in the spec, of a container to come', `acme/widget@${listed}`, '', `x/y@${other}`, 'v1.9.0'],
  ['a tag before the list', `acme/widget@${listed}`, 'acme/widget:v1.1.0', `acme/widget@${listed}`, 'v1.1.0'],
  [
    'a listed digest of latest',
    'acme/widget:latest',
    'acme/widget:latest',
    `docker.io/acme/widget@${listed}`,
    'v1.9.0',
  ],
  ['as Docker writes it', 'acme/widget', '', `docker-pullable://acme/widget@${listed}`, 'v1.9.0'],
  ['the id of a configuration', 'acme/widget', 'acme/widget:latest', listed, 'no_tag'],
  ['the same as Docker writes it', 'acme/widget', '', `docker://${listed}`, 'no_tag'],
  ['a digest that nobody listed', 'acme/widget:edge', '', `acme/widget@${other}`, 'not_a_version'],
  ['the spec alone: a digest', `acme/widget@${other}`, '', '', 'digest_only'],
  ['the spec alone: no tag', 'acme/widget', '', '', 'no_tag'],
  ['the spec alone: a tag that moves', 'acme/widget:latest', '', '', 'not_a_version'],
  ['the spec alone: a tag that moves, and a digest', `acme/widget:latest@${other}`, '', '', 'not_a_version'],
  ['a status that is no reference', 'acme/widget', '???', 'x@sha256:1', 'no_tag'],
];

for (const [because, spec, image, imageId, expected] of rows) {
  t.test(`${spec} is ${expected}: ${because}`, async (t) => {
    const found = recogniser.recogniseContainer(spec, 'any', readReportedImage(spec, image, imageId));
    const version = found?.version;
    t.equal(version?.ok === true ? version.version.text : version?.reason, expected);
  });
}

t.test('what the runtime reports is looked at only where the spec does not tell the version', async (t) => {
  const reported = { tag: 'v1.1.0', digest: undefined };
  t.equal(recogniser.recogniseContainer('acme/widget:v1.0.0', 'any', reported)?.reported, undefined);
  t.same(recogniser.recogniseContainer('acme/widget:latest', 'any', reported)?.reported, reported);
});
