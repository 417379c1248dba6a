import type { RuleSettings } from '../rule-settings.ts';
import { selectorLabels } from '../selector-labels.ts';
import { type InputSeries, seriesText } from './promtool-test.ts';
import { foreigners } from './recording-stage.ts';

type Labels = Readonly<Record<string, string>>;

/** An exporter of which only what it says about itself is simulated. */
export interface FakeExporter {
  /** How many samples every series has. */
  readonly length: number;
  /** One series with its values in promtool's notation; `cluster` is the cluster's name. */
  readonly series: (name: string, cluster: string, labels: Labels, values: string) => InputSeries;
  /** One series that keeps its value. */
  readonly gauge: (name: string, cluster: string, value: number, labels?: Labels) => InputSeries;
  /** The same, of somebody else's series of that name. */
  readonly foreign: (name: string, cluster: string, value: number, labels?: Labels) => readonly InputSeries[];
}

export function fakeExporter({ plimsollSelector, clusterLabel }: RuleSettings, length: number): FakeExporter {
  const scraped = { ...selectorLabels(plimsollSelector), instance: 'plimsoll-0:9848' };
  const series = (name: string, cluster: string, labels: Labels, values: string) => ({
    series: seriesText(name, { ...scraped, [clusterLabel]: cluster, ...labels }),
    values,
  });
  const gauge = (name: string, cluster: string, value: number, labels: Labels = {}) =>
    series(name, cluster, labels, `${value}x${length}`);
  return {
    length,
    series,
    gauge,
    foreign: (name, cluster, value, labels = {}) => foreigners(gauge(name, cluster, value, labels), plimsollSelector),
  };
}
