/** A Grafana dashboard, as far as Plimsoll's need one. Ids are given by hand, so that a link to a panel outlasts changes. */
export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  /** To other pages, beside the variables. */
  readonly links: readonly Link[];
  readonly variables: readonly Variable[];
  readonly rows: readonly Row[];
}

/** A choice at the top of a dashboard. Queries name it as `$name`. */
export interface Variable {
  readonly name: string;
  readonly label: string;
  /** Values are those of a label of some series: `label_values(up, job)`. */
  readonly query: string;
  /** Any number of values, or all of them; series without the label belong to "all" as well. */
  readonly many: boolean;
}

export interface Row {
  readonly id: number;
  readonly title: string;
  readonly panels: readonly Panel[];
}

export type Panel = StatPanel | SeriesPanel | TablePanel | TextPanel;

interface Place {
  readonly id: number;
  readonly title: string;
  /** Of 24 columns. */
  readonly width: number;
  readonly height: number;
}

interface Described extends Place {
  /** What is seen, and what it leaves out. */
  readonly description: string;
}

/** One number. */
export interface StatPanel extends Described {
  readonly kind: 'stat';
  readonly expr: string;
  readonly unit: Unit;
  readonly thresholds: Thresholds;
}

/** Lines over time. */
export interface SeriesPanel extends Described {
  readonly kind: 'series';
  readonly targets: readonly SeriesTarget[];
  readonly unit: Unit;
  readonly stacked: boolean;
}

export interface SeriesTarget {
  readonly expr: string;
  /** With labels in double braces: `{{version}}`. */
  readonly legend: string;
  /** A line to compare the others with. */
  readonly dashed: boolean;
}

/** A row for each set of labels, with one or more numbers; where any of them is, the first is too. */
export interface TablePanel extends Described {
  readonly kind: 'table';
  readonly labels: readonly LabelColumn[];
  readonly numbers: readonly [NumberColumn, ...NumberColumn[]];
  readonly sortBy: SortBy;
}

export interface LabelColumn {
  readonly label: string;
  readonly header: string;
  readonly link: Link | undefined;
}

export interface NumberColumn {
  readonly header: string;
  /** Series with just the labels of the table. */
  readonly expr: string;
  readonly unit: Unit;
  readonly thresholds: Thresholds;
}

export interface SortBy {
  readonly header: string;
  readonly descending: boolean;
}

export interface TextPanel extends Place {
  readonly kind: 'text';
  readonly markdown: string;
}

export interface Link {
  readonly title: string;
  /** With Grafana's variables, and in a table `${__value.raw}` for the value that is clicked. */
  readonly url: string;
}

/** `time` is a moment in milliseconds since 1970. */
export type Unit = 'count' | 'cores' | 'bytes' | 'seconds' | 'share' | 'times' | 'time';

/** The colour below every limit, then the colour from each limit on, the limits in rising order. */
export interface Thresholds {
  readonly below: Colour;
  readonly from: readonly { readonly limit: number; readonly colour: Colour }[];
}

export type Colour = 'text' | 'green' | 'yellow' | 'orange' | 'red';

/** Nothing about the number is good or bad. */
export const plain: Thresholds = { below: 'text', from: [] };

/** Any at all is worth a look. */
export function noneIsGood(colour: Colour): Thresholds {
  return { below: 'green', from: [{ limit: 1, colour }] };
}
