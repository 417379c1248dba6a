import type { Evidence } from '../../catalog/measurement.ts';
import { formatDuration } from '../../text/duration.ts';
import { amountText, factorText, quantity, resourceNames, scopeText } from '../amount-text.ts';
import type { RecordedFactor, RecordedGrowth, RecordedMeasurement } from '../issue-record.ts';

type NumberOf = (url: string) => string;

/** `0.05 cores per pod (reported [8]): after the upgrade` */
export function measurementText(figure: RecordedMeasurement, numberOf: NumberOf): string {
  return sourced(withScope(amountText(figure, figure.unit), figure), figure, numberOf);
}

export function factorFigure(figure: RecordedFactor, numberOf: NumberOf): string {
  return sourced(`${factorText(figure)} the expected ${resourceNames[figure.resource]}`, figure, numberOf);
}

export function growthFigure(figure: RecordedGrowth, numberOf: NumberOf): string {
  const { from, to, by, over, unit } = figure;
  const growth =
    from === null || to === null
      ? `growth by ${amountText(by, unit)}`
      : `growth from ${quantity(from, unit)} to ${quantity(to, unit)}`;
  const time = over === null ? '' : ` within ${formatDuration(over)}`;
  return sourced(`${withScope(growth, figure)}${time}`, figure, numberOf);
}

/** A share of a node says already what it is per. */
function withScope(amount: string, { unit, per }: RecordedMeasurement | RecordedGrowth): string {
  return unit === 'percent-of-node' && per === 'node' ? amount : `${amount} ${scopeText(per)}`;
}

type Figure = Pick<RecordedMeasurement, 'component' | 'context' | 'evidence' | 'source'>;

function sourced(amount: string, { component, context, evidence, source }: Figure, numberOf: NumberOf): string {
  const whose = component === null ? '' : ` of ${component}`;
  return `${amount}${whose} (${evidenceNames[evidence]} ${numberOf(source)}): ${context}`;
}

const evidenceNames: Readonly<Record<Evidence, string>> = {
  'measured-upstream': 'measured upstream',
  reported: 'reported',
  article: 'from an article',
};
