import type { IssueRecord } from '../issue-record.ts';
import { listItem, type Section } from './section.ts';

/** The pages that a record rests on, numbered in the order in which they are listed. */
export interface Sources {
  readonly section: Section;
  /** `[3]`, for a figure that the page is the source of. */
  readonly numberOf: (url: string) => string;
}

/** The references, and behind them the pages that only figures name. */
export function numberSources({ references, ...record }: IssueRecord): Sources {
  const { expected, observed, observedFactors, observedGrowth } = record;
  const figures = [...expected, ...observed, ...observedFactors, ...observedGrowth];
  const texts = new Map(references.map(({ url, type, shows }) => [url, `${type.replaceAll('-', ' ')}: ${shows}`]));
  for (const { source } of figures) {
    if (!texts.has(source)) texts.set(source, 'source of a figure above');
  }
  const urls = [...texts.keys()];
  const numberOf = (url: string) => `[${urls.indexOf(url) + 1}]`;
  return {
    section: {
      heading: 'SOURCES',
      content: [...texts].map(([url, text]) => listItem(`${url}\n${text}`, 0, numberOf(url))),
    },
    numberOf,
  };
}
