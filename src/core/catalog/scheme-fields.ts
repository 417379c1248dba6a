import { z } from 'zod';
import { entry, oneOf, text } from '../text/entry.ts';
import { type VersionSchemeId, versionScheme, versionSchemes } from '../versions/schemes.ts';
import type { VersionScheme } from '../versions/version-scheme.ts';
import { refuse } from './catalog-entry.ts';

const schemeIds = Object.keys(versionSchemes) as [VersionSchemeId, ...VersionSchemeId[]]; // keys of a literal

/** The id of a component or a distribution. */
export const id = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'write it in lower case, with dashes: calico-node');

/** How versions are read; the same keys for a component and for a distribution. */
export const schemeFields = {
  version_scheme: oneOf(schemeIds).describe('How its versions are read and ordered.'),
  version_prefixes: z.array(text).nonempty().optional().describe('Words that tags begin with: stable-.'),
  version_build: z
    .string()
    .regex(/^[-+][\w.-]+$/, 'write what stands between release and build number, with its dash or plus: -eksbuild.')
    .optional()
    .describe('What stands before a build number that orders: -eksbuild.'),
  version_parts: z
    .literal(2, { error: 'takes 2, for releases with two numbers; leave it out for three' })
    .optional()
    .describe('The fewest numbers a release has: 2, for a project that releases 16.2.'),
};

const fields = entry(schemeFields);

export function schemeOf(
  {
    version_scheme: id,
    version_prefixes: prefixes,
    version_build: build,
    version_parts: parts,
  }: z.output<typeof fields>,
  context: z.core.$RefinementCtx,
): VersionScheme {
  const options = { version_prefixes: prefixes, version_build: build, version_parts: parts };
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined || id === 'docker') continue;
    refuse(context, 'unknown-key', `${key} belongs to version_scheme: docker`, [key]);
  }
  return versionScheme(id, { prefixes, build, parts });
}
