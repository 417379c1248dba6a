import { dockerTagScheme } from './docker-tag.ts';
import { kernelScheme } from './kernel.ts';
import { k3sScheme, rke2Scheme } from './kubernetes-distribution.ts';
import { semverScheme } from './semver.ts';

/** Every scheme a catalog file may name. */
export const versionSchemes = {
  semver: semverScheme,
  docker: dockerTagScheme,
  k3s: k3sScheme,
  rke2: rke2Scheme,
  kernel: kernelScheme,
} as const;

export type VersionSchemeId = keyof typeof versionSchemes;
