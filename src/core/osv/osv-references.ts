import type { KnownIssue, ReferenceType } from '../catalog/known-issue.ts';
import type { OsvReference, OsvReferenceType } from './osv-record.ts';

/** The pages of the record, then the homes of its components. */
export function osvReferences({ references, affected }: KnownIssue): readonly OsvReference[] {
  const repositories = new Set(affected.map(({ component }) => component.repository));
  return [
    ...references.map(({ type, url }) => ({ type: osvTypes[type], url })),
    ...[...repositories].map((url) => ({ type: 'PACKAGE', url }) as const),
  ];
}

const osvTypes: Readonly<Record<ReferenceType, OsvReferenceType>> = {
  report: 'REPORT',
  introduced: 'INTRODUCED',
  fix: 'FIX',
  article: 'ARTICLE',
  discussion: 'DISCUSSION',
  // ADVISORY is "a published security advisory", and release notes are none.
  'release-notes': 'WEB',
  web: 'WEB',
};
