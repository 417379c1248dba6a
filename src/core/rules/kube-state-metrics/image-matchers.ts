import type { Component, ContainerRuntime } from '../../components/component.ts';
import { anyOf, escapeRegex } from '../../text/promql-escape.ts';
import { matcher } from './promql-text.ts';

/** Matchers of distinct images for those that a recogniser takes for the component, no more and no less. */
export function imageMatchers({ runs }: Component, components: readonly Component[]): readonly (readonly string[])[] {
  if (runs.as !== 'container') return [];
  const named = matcher('container', '=~', anyOf(runs.containers));
  return [
    ...matchersOf(runs.images, components),
    ...matchersOf(runs.sharedImages, components).map((matchers) => [...matchers, named]),
  ];
}

/** Longer paths that end alike are another component's images: `mirrored/calico/node` may not be `calico/node`. */
function matchersOf(paths: readonly string[], components: readonly Component[]): readonly (readonly string[])[] {
  if (paths.length === 0) return [];
  const claimed = new Set(components.flatMap(({ runs }) => (runs.as === 'container' ? pathsOf(runs) : [])));
  const longer = [...claimed].filter(
    (path) => !paths.includes(path) && paths.some((shorter) => path.endsWith(`/${shorter}`)),
  );
  return [
    [
      matcher('image_spec', '=~', imagesAt(paths)),
      ...(longer.length === 0 ? [] : [matcher('image_spec', '!~', imagesAt(longer))]),
    ],
  ];
}

function pathsOf({ images, sharedImages }: ContainerRuntime): readonly string[] {
  return [...images, ...sharedImages];
}

/** References whose repository ends in one of the paths, whatever the registry. */
function imagesAt(paths: readonly string[]): string {
  return `(?:${paths.flatMap(placesOf).join('|')})(?:[:@].*)?`;
}

function placesOf(path: string): readonly string[] {
  const [first = ''] = path.split('/');
  // What looks like a host is one at the beginning.
  const before = path.includes('/') && /[.:]|^localhost$/.test(first) ? '.*/' : '(?:.*/)?';
  const bare = /^library\/(?<name>[^/]+)$/.exec(path)?.groups?.['name'];
  const onDockerHub = bare === undefined ? [] : [`(?:(?:index\\.)?docker\\.io/)?${escapeRegex(bare)}`];
  return [`${before}${escapeRegex(path)}`, ...onDockerHub];
}
