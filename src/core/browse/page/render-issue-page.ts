import type { CauseBasis, Severity, Signature } from '../../catalog/known-issue.ts';
import { joinWords } from '../../text/join-words.ts';
import { wrapText } from '../../text/wrap-text.ts';
import { resourceNames } from '../amount-text.ts';
import type { IssueRecord } from '../issue-record.ts';
import { affectedSection } from './affected-section.ts';
import { conditionsSection } from './conditions-section.ts';
import { distributionsSection } from './distributions-section.ts';
import { pageWidth } from './page-width.ts';
import { remedySection } from './remedy-section.ts';
import { listItem, paragraph, type Section, sectionLines } from './section.ts';
import { numberSources } from './sources.ts';
import { symptomsSection } from './symptoms-section.ts';

/** Everything about an issue for a person at a terminal of `columns` characters. */
export function renderIssuePage(record: IssueRecord, columns?: number): string {
  const width = pageWidth(columns);
  const sources = numberSources(record);
  const sections: readonly Section[] = [
    { heading: 'WHAT HAPPENS', content: [paragraph(record.details)] },
    causeSection(record),
    affectedSection(record),
    conditionsSection(record.conditions),
    symptomsSection(record, sources),
    remedySection(record),
    distributionsSection(record.carriedBy),
    { heading: 'WHERE SOURCES DISAGREE', content: record.disputes.map((text) => listItem(text)) },
    { heading: 'NOT KNOWN', content: record.openQuestions.map((text) => listItem(text)) },
    sources.section,
    { heading: 'SEE ALSO', content: record.related.map(({ id, summary }) => listItem(`${id}: ${summary}`)) },
  ];
  const parts = [
    wrapText(`${record.id}: ${record.summary}`, width),
    ...banners(record).map((banner) => wrapText(banner, width)),
    factsOf(record).flatMap(([name, text]) => factLines(name, text, width)),
    ...sections.filter(({ content }) => content.length > 0).map((section) => sectionLines(section, width)),
  ];
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** What a reader must know before all else. */
function banners({ withdrawn, kind }: IssueRecord): readonly string[] {
  return [
    ...(withdrawn === null ? [] : [`WITHDRAWN on ${withdrawn}: the record turned out wrong and matches nothing.`]),
    ...(kind === 'baseline-shift'
      ? ['BASELINE SHIFT: these versions are meant to cost more. It is no defect and never alerts.']
      : []),
  ];
}

function factsOf(record: IssueRecord): readonly (readonly [string, string])[] {
  const { severity, confidence, resource, furtherResources, signature, victim, aliases, published, modified } = record;
  const resources = [resource, ...furtherResources].map((one) => resourceNames[one]);
  const pays = victim === null ? '' : ` (${victim})`;
  return [
    ['Severity', `${severity}: ${severityMeanings[severity]}`],
    ['Resource', joinWords(resources, 'and')],
    ['Signature', `${signature}: ${signatureMeanings[signature]}${pays}`],
    ['Confidence', confidence],
    ...(aliases.length === 0 ? [] : [['Aliases', aliases.join(', ')] as const]),
    ['Record', modified === published ? `published ${published}` : `published ${published}, modified ${modified}`],
  ];
}

const factColumn = 12;

function factLines(name: string, text: string, width: number): readonly string[] {
  return wrapText(text, width, { first: name.padEnd(factColumn), rest: ' '.repeat(factColumn) });
}

const severityMeanings: Readonly<Record<Severity, string>> = {
  high: 'starves a node or its neighbours',
  moderate: 'multiplies usage',
  low: 'only noticeable',
};

const signatureMeanings: Readonly<Record<Signature, string>> = {
  step: 'usage is up from the start',
  outlier: 'one instance is far above its peers',
  'delayed-onset': 'fine at first, high later',
  growth: 'more and more, as a leak',
  victim: 'another component pays',
};

function causeSection({ cause }: IssueRecord): Section {
  const content = cause === null ? [] : [paragraph([cause.text, ...causeBases[cause.basis]].join('\n'))];
  return { heading: 'CAUSE', content };
}

/** Nothing where the cause is unknown: its text says so. */
const causeBases: Readonly<Record<CauseBasis, readonly string[]>> = {
  stated: ['A source states it.'],
  inferred: ['No source states it; it is inferred.'],
  unknown: [],
};
