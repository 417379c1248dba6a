import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatDuration, parseDuration } from '../../../src/core/text/duration.ts';
import { promtool, writeArtefacts } from '../promtool.ts';
import { createSeriesBook, type StorySeries } from './story-series.ts';

/** A minute is enough to evaluate rules by, and every other one is enough to draw. */
const evaluationMinutes = 1;
const sampleMinutes = 2;

/** A rule file as Prometheus reads it. */
export interface StoryRules {
  readonly path: string;
  readonly groups: readonly {
    readonly name: string;
    readonly rules: readonly { readonly record?: string; readonly expr: string }[];
  }[];
}

/**
 * Everything that Prometheus would hold after it evaluated the rules over the story, alerts included.
 *
 * promtool evaluates rules with time that passes as fast as it can; asked for every series and told to expect none, it
 * says what is there.
 */
export async function evaluateRules(
  folder: string,
  files: readonly StoryRules[],
  input: readonly StorySeries[],
  minutes: number,
): Promise<readonly StorySeries[]> {
  await writeArtefacts(
    folder,
    files.map(({ path, groups }) => ({ path, text: JSON.stringify({ groups }) })), // JSON is YAML
  );
  const everything = '{__name__!=""}';
  const checks = Array.from({ length: Math.floor(minutes / sampleMinutes) + 1 }, (_, index) => ({
    expr: everything,
    eval_time: formatDuration(index * sampleMinutes * 60),
    exp_samples: [],
  }));
  const test = {
    rule_files: files.map(({ path }) => path),
    evaluation_interval: `${evaluationMinutes}m`,
    group_eval_order: files.flatMap(({ groups }) => groups.map(({ name }) => name)),
    tests: [
      { interval: '1m', input_series: input.map((series) => inputSeries(series, minutes)), promql_expr_test: checks },
    ],
  };
  const file = join(folder, 'story.yaml');
  await writeFile(file, JSON.stringify(test));
  const { stderr } = await promtool(['test', 'rules', file]);
  return readSamples(stderr, checks.length);
}

function inputSeries({ labels, values }: StorySeries, minutes: number): object {
  const { __name__: name, ...others } = labels;
  const pairs = Object.entries(others).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  const words = Array.from({ length: minutes + 1 }, (_, minute) => {
    const value = values.get(minute);
    if (value !== undefined) return String(value);
    return values.has(minute - 1) ? 'stale' : '_';
  });
  return { series: `${name}{${pairs.join()}}`, values: words.join(' ') };
}

/** What promtool says it got: `{a="b"} 1E+00, {…} 2E+00` for each time. */
function readSamples(output: string, times: number): readonly StorySeries[] {
  const book = createSeriesBook();
  const answers = [...output.matchAll(/time: (?<time>\S+),\n +exp: nil\n +got: (?<got>.*)\n/g)];
  if (answers.length !== times) throw new Error(`promtool says nothing of what it got:\n${output.slice(0, 2000)}`);
  for (const { groups } of answers) {
    const minute = (parseDuration(groups?.['time'] ?? '') ?? 0) / 60;
    for (const [, labels = '', value] of (groups?.['got'] ?? '').matchAll(sample)) {
      const pairs = [...labels.matchAll(label)].map(([, name, quoted]) => [name, JSON.parse(quoted ?? '""')]);
      book.put(Object.fromEntries(pairs), minute, Number(value));
    }
  }
  return book.all();
}

const sample = /\{((?:[^{}"]|"(?:[^"\\]|\\.)*")*)\} (\S+?)(?:, |$)/g;
const label = /(\w+)=("(?:[^"\\]|\\.)*")/g;
