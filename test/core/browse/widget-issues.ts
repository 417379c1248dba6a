import assert from 'node:assert/strict';
import { createIssueRecord, type IssueRecord } from '../../../src/core/browse/issue-record.ts';
import { type Catalog, createCatalog } from '../../../src/core/catalog/catalog.ts';
import type { Distribution } from '../../../src/core/catalog/distribution.ts';
import type { Affected, KnownIssue } from '../../../src/core/catalog/known-issue.ts';
import { parseCatalog } from '../../../src/core/catalog/parse-catalog.ts';
import type { Component } from '../../../src/core/components/component.ts';
import { dockerTagScheme } from '../../../src/core/versions/docker-tag.ts';
import type { AffectedRange } from '../../../src/core/versions/version-range.ts';
import { aCatalogFolder } from '../../support/catalogs.ts';
import { aVersion } from '../../support/versions.ts';

const right = parseCatalog([aCatalogFolder()]).catalog.issues[0];
assert(right);

/** WIDGET-1, which affects v1.0.0 up to the fix in v1.2.0, with what differs. */
export function anIssue(differs: Partial<KnownIssue> = {}): KnownIssue {
  return { ...right!, ...differs };
}

export const widget: Component = right.affected[0].component;

const scheme = dockerTagScheme();
export const version = (text: string) => aVersion(scheme, text);

export function aRange(differs: Partial<AffectedRange> = {}): AffectedRange {
  return {
    introduced: version('v1.0.0'),
    upper: { kind: 'fixed', version: version('v1.2.0') },
    firstReported: undefined,
    lastReported: undefined,
    confidence: 'confirmed',
    edition: undefined,
    note: undefined,
    ...differs,
  };
}

export function anAffected(differs: Partial<Affected> = {}): Affected {
  return { component: widget, ranges: [aRange()], versions: [], partialFixes: [], ...differs };
}

/** Oldest release first; each carries these versions of the widget, none when the list is empty. */
export function aDistribution(
  releases: readonly (readonly [release: string, carried: readonly string[], note?: string])[],
): Distribution {
  return {
    id: 'box',
    name: 'Box',
    repository: 'https://example.com/box',
    scheme,
    meaning: 'the widget in the box',
    source: 'https://example.com/box',
    releases: releases.map(([release, carried, note]) => ({
      version: version(release),
      date: undefined,
      carries: new Map(carried.length === 0 ? [] : [['widget', carried.map(version)]]),
      note,
    })),
  };
}

export function aCatalog(issues: readonly KnownIssue[], distributions: readonly Distribution[] = []): Catalog {
  return createCatalog(
    new Map([[widget.id, widget]]),
    new Map(issues.map((issue) => [issue.id, issue])),
    new Map(distributions.map((distribution) => [distribution.id, distribution])),
  );
}

export function aRecord(differs: Partial<KnownIssue> = {}): IssueRecord {
  const issue = anIssue(differs);
  return createIssueRecord(issue, aCatalog([issue]));
}
