import { z } from 'zod';
import {
  createPieceReader,
  cutValue,
  type JsonSource,
  MalformedAnswer,
  type PieceReader,
  parseJson,
  peek,
  type Reading,
  readList,
  readObject,
} from '../text/cut-json.ts';

/** One series of an instant query's result. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** What the query was evaluated for, in seconds since 1970. */
  readonly at: number;
}

/** What an answer of `/api/v1/query` says besides its series. */
export interface QueryAnswer {
  readonly isSuccess: boolean;
  /** `bad_data`, `timeout`; empty where nothing failed. */
  readonly errorType: string;
  readonly error: string;
  /** Thanos says here which stores did not answer. */
  readonly warnings: readonly string[];
  /** VictoriaMetrics' cluster version: a storage node did not answer. */
  readonly isPartial: boolean;
}

export interface AnswerReaderOptions {
  /** Called for every series as soon as its text is there. */
  readonly onSample: (sample: Sample) => void;
  /** Characters that one series may take. */
  readonly longestSample: number;
}

/**
 * Reads the answer of an instant query, in pieces of any size, without holding more of it than one series: of a large
 * cluster it is a hundred megabytes, of which little is kept.
 */
export function createAnswerReader({ onSample, longestSample }: AnswerReaderOptions): PieceReader<QueryAnswer> {
  return createPieceReader((source) => readAnswer(source, longestSample, onSample));
}

const answer = z.object({
  status: z.enum(['success', 'error']),
  errorType: z.string().default(''),
  error: z.string().default(''),
  warnings: z.array(z.string()).nullish(),
  isPartial: z.boolean().default(false),
  resultType: z.string().optional(),
});

function* readAnswer(source: JsonSource, longest: number, onSample: (sample: Sample) => void): Reading<QueryAnswer> {
  const fields: Record<string, unknown> = {};

  function* readSeries(): Reading<void> {
    onSample(parseSample(yield* cutValue(source, longest)));
  }

  function* readField(key: string, nested: string, readNested: () => Reading<void>, opens: string): Reading<void> {
    if (key === nested && (yield* peek(source)) === opens) yield* readNested();
    else fields[key] = parseJson(yield* cutValue(source, longest));
  }

  const readResult = () => readList(source, readSeries);
  const readData = () => readObject(source, (key) => readField(key, 'result', readResult, '['));
  yield* readObject(source, (key) => readField(key, 'data', readData, '{'));
  if ((yield* peek(source)) !== undefined) throw new MalformedAnswer('something follows its end');
  return summarise(fields);
}

function summarise(fields: Readonly<Record<string, unknown>>): QueryAnswer {
  const parsed = answer.safeParse(fields);
  if (!parsed.success) throw new MalformedAnswer('it is not what Prometheus answers');
  const { status, errorType, error, warnings, isPartial, resultType } = parsed.data;
  const isSuccess = status === 'success';
  if (isSuccess && resultType !== 'vector') throw new MalformedAnswer('it is no instant vector');
  return { isSuccess, errorType, error, warnings: warnings ?? [], isPartial };
}

/** Without a schema: there are hundreds of thousands of these. */
function parseSample(text: string): Sample {
  const parsed = parseJson(text);
  if (typeof parsed === 'object' && parsed !== null && 'metric' in parsed && 'value' in parsed) {
    const { metric: labels, value: pair } = parsed;
    if (areLabels(labels) && Array.isArray(pair)) {
      const [at, value] = pair as readonly unknown[]; // of which the next line knows nothing
      if (typeof at === 'number' && typeof value === 'string') return { labels, value: Number(value), at };
    }
  }
  throw new MalformedAnswer('a series is not what Prometheus answers');
}

function areLabels(value: unknown): value is Readonly<Record<string, string>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((text) => typeof text === 'string')
  );
}
