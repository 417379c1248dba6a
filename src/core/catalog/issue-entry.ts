import { z } from 'zod';
import type { Component } from '../components/component.ts';
import { entry, oneOf, someOf, text } from '../text/entry.ts';
import { affectedEntry } from './affected-entry.ts';
import { httpsUrl, isoDate, type KnownComponents, refuse, requireComponent } from './catalog-entry.ts';
import { conditionEntry } from './condition-entry.ts';
import { exampleEntry } from './example-entry.ts';
import {
  type Affected,
  causeBases,
  instancesShowing,
  issueKinds,
  type KnownIssue,
  recordConfidences,
  referenceTypes,
  type Signature,
  severities,
  signatures,
} from './known-issue.ts';
import { resources } from './measurement.ts';
import { measurementEntry, observedFactorEntry, observedGrowthEntry } from './measurement-entry.ts';

type Context = z.core.$RefinementCtx;

/** A number, the first eight characters of a commit, or a release. */
const upstreamNumber = '(?:[0-9]+|[0-9A-F]{8}|V[0-9]+(?:\\.[0-9]+)*)';
const issueId = new RegExp(`^[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*-${upstreamNumber}$`);
const alias = /^(?:[\w.-]+\/[\w.-]+#\d+|CVE-\d{4}-\d{4,}|GHSA(?:-[23456789cfghjmpqrvwx]{4}){3})$/;

const reference = entry({
  url: httpsUrl,
  type: oneOf(referenceTypes),
  shows: text.describe('What of the record the page shows.'),
});

const texts = z.array(text).default([]);

/** The shape of an `issues/<project>/<ID>.yaml` file. What it parses to is a KnownIssue: there is no second mapping. */
export function issueEntry(components: KnownComponents) {
  return entry({
    id: z
      .string()
      .regex(issueId, 'write the project and the upstream number, in capitals: CALICO-8856')
      .describe('The project and the number of its main upstream ticket; the name of the file.'),
    summary: text.max(120, 'keep it to one line of at most 120 characters').describe('One line, without versions.'),
    details: text.describe('What happens and how to see it.'),
    published: isoDate.describe('Of this record: 2024-05-23.'),
    modified: isoDate.describe('Of this record.'),
    withdrawn: isoDate.optional().describe('Since when the record is known to be wrong; it then matches nothing.'),
    kind: oneOf(issueKinds).default('regression').describe('A baseline-shift is meant to cost more: it never alerts.'),
    severity: oneOf(severities).describe('How much it hurts.'),
    confidence: oneOf(recordConfidences).describe('How sure the record is as a whole.'),
    resource: oneOf(resources).describe('What it costs most.'),
    further_resources: z.array(oneOf(resources)).default([]).describe('What else it costs.'),
    signature: oneOf(signatures).describe('How it shows, and thus which rule fits.'),
    instances: oneOf(instancesShowing).optional().describe('Which instances of an affected version show it.'),
    victim: text.optional().describe('With signature victim: the component that pays.'),
    aliases: z
      .array(z.string().regex(alias, 'write it as owner/repository#number, or as a CVE or GHSA id'))
      .default([])
      .describe('Tickets of the same defect.'),
    related: z.array(z.string().regex(issueId, 'write the id of another issue: CALICO-8856')).default([]),
    affected: someOf(affectedEntry(components)).describe('An entry for each component, with its affected versions.'),
    conditions: z.array(conditionEntry(components)).default([]).describe('What must hold besides the version.'),
    cause: entry({ text, basis: oneOf(causeBases) }).optional(),
    log_lines: texts.describe('Parts of log lines that give it away.'),
    expected: z.array(measurementEntry).default([]).describe('Usage before the issue, or without it.'),
    observed: z.array(measurementEntry).default([]).describe('Usage with the issue.'),
    observed_factors: z.array(observedFactorEntry).default([]).describe('How many times the expected usage.'),
    observed_growth: z.array(observedGrowthEntry).default([]).describe('How fast a leak grew.'),
    disputes: texts.describe('Where sources contradict each other, and which one counts.'),
    open_questions: texts.describe('What nobody has checked or said.'),
    remediation: entry({
      workarounds: texts.describe('Ways to live with an affected version.'),
      restart_helps: z.boolean().optional().describe('Left out when nobody has said.'),
    }),
    references: someOf(reference).describe('The upstream issue first.'),
    examples: entry({
      affected: someOf(exampleEntry).describe('Must come out exposed, unknown or unconfirmed.'),
      unaffected: z.array(exampleEntry).default([]).describe('Must come out not exposed, or out of range.'),
    }).describe('Miniature instances that hold the record to what it says.'),
  }).transform((fields, context): KnownIssue => {
    const { remediation, further_resources, observed_factors, observed_growth, log_lines, open_questions, ...same } =
      fields;
    const victim = parseVictim(fields.signature, fields.victim, components, context);
    checkAffected(fields.affected, context);
    checkNames(fields, context);
    checkUnaffected(fields.affected, fields.examples.unaffected.length, context);
    return {
      ...same,
      victim,
      withdrawn: fields.withdrawn,
      cause: fields.cause,
      instances: fields.instances ?? (fields.signature === 'outlier' ? 'one' : 'all'),
      furtherResources: further_resources,
      logLines: log_lines,
      observedFactors: observed_factors.map((factor) => ({ ...factor, resource: factor.resource ?? fields.resource })),
      observedGrowth: observed_growth,
      openQuestions: open_questions,
      workarounds: remediation.workarounds,
      restartHelps: remediation.restart_helps,
    };
  });
}

function parseVictim(
  signature: Signature,
  id: string | undefined,
  components: KnownComponents,
  context: Context,
): Component | undefined {
  if (signature === 'victim' && id === undefined) {
    return refuse(context, 'missing-key', 'signature victim needs victim: the component that pays', ['signature']);
  }
  if (id === undefined) return undefined;
  if (signature !== 'victim') {
    return refuse(context, 'unknown-key', `victim belongs to signature: victim, not ${signature}`, ['victim']);
  }
  return requireComponent(id, components, context, ['victim']);
}

/** Two entries for one component would hide from each other what overlaps. */
function checkAffected(affected: readonly Affected[], context: Context): void {
  for (const [index, { component }] of affected.entries()) {
    if (affected.findIndex((other) => other.component === component) === index) continue;
    const message = `"${component.id}" has an entry already; put all its ranges there`;
    refuse(context, 'duplicate-id', message, ['affected', index, 'component']);
  }
}

/** Only a record that holds every version there is has no other side to show. */
function checkUnaffected(affected: readonly Affected[], count: number, context: Context): void {
  const holdsAll = affected.every(({ ranges }) => ranges.some(({ introduced, upper }) => !introduced && !upper));
  if (count > 0 || holdsAll) return;
  refuse(context, 'missing-key', 'add an unaffected example: the fixed version, or the one before it began', [
    'examples',
  ]);
}

const figureLists = ['expected', 'observed', 'observed_factors', 'observed_growth'] as const;

interface Naming extends Record<(typeof figureLists)[number], readonly { readonly component?: string | undefined }[]> {
  readonly affected: readonly Affected[];
  readonly victim?: string | undefined;
  readonly conditions: readonly { readonly components: readonly string[] }[];
}

/** A figure or a condition of a component that the issue does not speak of would never count. */
function checkNames({ affected, victim, ...lists }: Naming, context: Context): void {
  const known = [...affected.map(({ component }) => component.id), ...(victim === undefined ? [] : [victim])];
  const check = (id: string | undefined, path: readonly PropertyKey[]) => {
    if (id === undefined || known.includes(id)) return;
    refuse(
      context,
      'unknown-component',
      `"${id}" is not a component of this issue; those are ${known.join(', ')}`,
      path,
    );
  };
  for (const list of figureLists) {
    for (const [index, { component }] of lists[list].entries()) check(component, [list, index, 'component']);
  }
  for (const [index, { components }] of lists.conditions.entries()) {
    for (const [place, id] of components.entries()) check(id, ['conditions', index, 'components', place]);
  }
}
