import type { CarryingDistribution, CarryingReleases } from '../carrying-releases.ts';
import { listItem, type Paragraph, paragraph, type Section } from './section.ts';

export function distributionsSection(carriedBy: readonly CarryingDistribution[]): Section {
  return { heading: 'RELEASES THAT CARRY AN AFFECTED VERSION', content: carriedBy.flatMap(describeDistribution) };
}

function describeDistribution({ name, meaning, runs }: CarryingDistribution): readonly Paragraph[] {
  return [paragraph(name), ...runs.map(describeRun), paragraph(`Listed: ${meaning}.`, 1)];
}

function describeRun({ component, from, to, versions, certain, notes }: CarryingReleases): Paragraph {
  const isOne = from === to;
  const doubt = certain ? '' : ', possibly affected';
  const lines = [
    `${isOne ? from : `${from} to ${to}`}: ${component} ${versionsText(versions)}${doubt}`,
    ...notes.map(({ release, note }) => (isOne ? note : `${release}: ${note}`)),
  ];
  return listItem(lines.join('\n'), 1);
}

/** More of them would bury the releases. */
const maxVersions = 4;

function versionsText(versions: readonly string[]): string {
  if (versions.length <= maxVersions) return versions.join(', ');
  return `${versions[0] ?? ''} to ${versions.at(-1) ?? ''}`;
}
