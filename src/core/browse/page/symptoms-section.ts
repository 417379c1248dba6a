import type { Instances, Signature } from '../../catalog/known-issue.ts';
import { resourceNames } from '../amount-text.ts';
import type { IssueRecord } from '../issue-record.ts';
import { factorFigure, growthFigure, measurementText } from './figures.ts';
import { listItem, type Paragraph, paragraph, type Section } from './section.ts';
import type { Sources } from './sources.ts';

/** How the issue shows: where to look, log lines, and figures with their sources. */
export function symptomsSection(record: IssueRecord, { numberOf }: Sources): Section {
  const expected = record.expected.map((figure) => measurementText(figure, numberOf));
  const observed = [
    ...record.observed.map((figure) => measurementText(figure, numberOf)),
    ...record.observedFactors.map((figure) => factorFigure(figure, numberOf)),
    ...record.observedGrowth.map((figure) => growthFigure(figure, numberOf)),
  ];
  return {
    heading: 'HOW TO SEE IT',
    content: [
      paragraph(`${whoShowsIt(record)} ${whatToCompare(record)}`),
      ...titled('Log lines:', record.logLines),
      ...titled('Expected:', expected),
      ...titled('Observed:', observed),
    ],
  };
}

function titled(title: string, texts: readonly string[]): readonly Paragraph[] {
  return texts.length === 0 ? [] : [paragraph(title), ...texts.map((text) => listItem(text, 1))];
}

function whoShowsIt({ instances, conditions }: IssueRecord): string {
  return showing[instances](`of an affected version${conditions.length === 0 ? '' : ' under these conditions'}`);
}

const showing: Readonly<Record<Instances, (ofWhich: string) => string>> = {
  all: (ofWhich) => `Every instance ${ofWhich} shows it.`,
  some: (ofWhich) => `Some instances ${ofWhich} show it.`,
  one: (ofWhich) => `One instance ${ofWhich} shows it.`,
};

function whatToCompare({ signature, victim, resource }: IssueRecord): string {
  const usage = resourceNames[resource];
  if (signature === 'growth') return `Watch the growth of the ${usage}.`;
  if (signature === 'victim') return `Compare the ${usage} of ${victim} with what is expected.`;
  return `Compare the ${usage} ${comparisons[signature]}.`;
}

const comparisons: Readonly<Record<Exclude<Signature, 'growth' | 'victim'>, string>> = {
  step: 'with what is expected',
  outlier: 'with the median of the peers',
  'delayed-onset': 'with what is expected, and with a quiet time before',
};
