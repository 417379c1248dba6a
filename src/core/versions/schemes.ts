import { calendarScheme } from './calendar.ts';
import { type DockerTagOptions, dockerTagScheme } from './docker-tag.ts';
import { kernelScheme } from './kernel.ts';
import { kubernetesScheme } from './kubernetes.ts';
import { k3sScheme, rke2Scheme } from './kubernetes-distribution.ts';
import { semverScheme } from './semver.ts';
import type { VersionScheme } from './version-scheme.ts';

/** Every scheme a catalog file may name, as it is without options. */
export const versionSchemes = {
  semver: semverScheme,
  docker: dockerTagScheme(),
  kubernetes: kubernetesScheme,
  k3s: k3sScheme,
  rke2: rke2Scheme,
  calendar: calendarScheme,
  kernel: kernelScheme,
} as const satisfies Readonly<Record<string, VersionScheme>>;

export type VersionSchemeId = keyof typeof versionSchemes;

/** The scheme of that name; options are for `docker` and shape nothing else. */
export function versionScheme(id: VersionSchemeId, options: DockerTagOptions): VersionScheme {
  const plain = Object.values(options).every((value) => value === undefined);
  return id === 'docker' && !plain ? dockerTagScheme(options) : versionSchemes[id];
}
