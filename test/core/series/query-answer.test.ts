import fc from 'fast-check';
import t from 'tap';
import { createAnswerReader, type QueryAnswer, type Sample } from '../../../src/core/series/query-answer.ts';

interface Read {
  readonly samples: readonly Sample[];
  readonly answer: QueryAnswer;
}

/** Reads the bytes in pieces that end at these places, as a connection may deliver them. */
function read(text: string, cuts: readonly number[] = [], longestSample = 10_000): Read {
  const bytes = Buffer.from(text);
  const samples: Sample[] = [];
  const reader = createAnswerReader({ onSample: (sample) => samples.push(sample), longestSample });
  const decoder = new TextDecoder();
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  for (const [index, from] of places.entries()) {
    reader.write(decoder.decode(bytes.subarray(from, places[index + 1]), { stream: true }));
  }
  return { samples, answer: reader.end() };
}

function answerOf(result: readonly object[], more: object = {}): string {
  return JSON.stringify({ status: 'success', data: { resultType: 'vector', result }, ...more });
}

const oneSeries = { metric: { __name__: 'up', job: 'a' }, value: [1760000000.123, '1'] };
const noFailure = { isSuccess: true, errorType: '', error: '', warnings: [], isPartial: false };

t.test('the series of an answer come with their labels, value and moment', async (t) => {
  const { samples, answer } = read(answerOf([oneSeries]));

  t.strictSame(samples, [{ labels: { __name__: 'up', job: 'a' }, value: 1, at: 1760000000.123 }]);
  t.strictSame(answer, noFailure);
});

t.test('an answer without series is complete', async (t) => {
  t.strictSame(read(answerOf([])), { samples: [], answer: noFailure });
});

t.test('a series is told of as soon as its text is there', async (t) => {
  const samples: Sample[] = [];
  const reader = createAnswerReader({ onSample: (sample) => samples.push(sample), longestSample: 1_000 });
  const [before = ''] = answerOf([oneSeries, oneSeries]).split(/(?<=\})(?=,\{"metric")/);
  reader.write(before);
  t.equal(samples.length, 1);
});

t.test('keys may come in any order, with space between them and keys that nobody knows', async (t) => {
  const { samples, answer } = read(` {
    "trace": {"duration": [1, {"a": "}]"}]}, "infos": ["i"], "isPartial": true, "warnings": ["w \\" {"],
    "data" : { "stats": {"seriesFetched": "1"}, "result" : [ ${JSON.stringify(oneSeries)} , ${JSON.stringify(oneSeries)} ],
      "resultType":"vector" } , "status"\t:"success" }
  `);
  t.equal(samples.length, 2);
  t.strictSame(answer, { ...noFailure, warnings: ['w " {'], isPartial: true });
});

t.test('an error says what it is', async (t) => {
  const { answer } = read('{"status":"error","errorType":"execution","error":"too many samples"}');
  t.strictSame(answer, { ...noFailure, isSuccess: false, errorType: 'execution', error: 'too many samples' });
});

t.test('an error may come with null where the result would be', async (t) => {
  t.equal(read('{"status":"error","data":null,"error":"e"}').answer.isSuccess, false);
});

const right = answerOf([oneSeries]);
for (const [what, text] of [
  ['nothing', ''],
  ['a web page', '<!doctype html><title>Sign in</title>'],
  ['a list', '[]'],
  ['an answer cut in its last series', right.slice(0, right.indexOf('"1"'))],
  ['an answer cut behind its last series', right.slice(0, right.indexOf(']}'))],
  ['an answer without its last brace', right.slice(0, -1)],
  ['an answer that goes on behind its end', `${right}{}`],
  ['a matrix', right.replace('vector', 'matrix')],
  ['a scalar', '{"status":"success","data":{"resultType":"scalar","result":[1,"1"]}}'],
  ['an answer without a result type', '{"status":"success","data":{"result":[]}}'],
  ['an answer of another API', '{"kind":"PodList","items":[]}'],
  ['a series without a value', answerOf([{ metric: {} }])],
  ['a series with a number for a label', answerOf([{ metric: { a: 1 }, value: [1, '1'] }])],
  ['a series with a histogram', answerOf([{ metric: {}, histogram: [1, {}] }])],
  ['a series that is not JSON', right.replace('"a"', 'a')],
  ['two series without a comma', right.replace(']}}', '{}]}}')],
  ['a comma before the end of the list', right.replace(/\]\}\}$/, ',]}}')],
  ['a comma before the end of an object', right.replace(/\}$/, ',}')],
  ['a key that is no text', right.replace('"status"', 'status')],
] as const) {
  t.test(`${what} is refused`, async (t) => {
    t.throws(() => read(text), { name: 'MalformedAnswer' });
  });
}

t.test('a series that is longer than one may be is refused before it is whole', async (t) => {
  const reader = createAnswerReader({ onSample: () => undefined, longestSample: 100 });
  reader.write('{"data":{"result":[');
  t.throws(
    () => {
      for (let piece = 0; piece < 3; piece += 1) reader.write(`{"metric":{"a":"${'x'.repeat(60)}`);
    },
    { message: /longer than 100 characters/ },
  );
});

const label = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('"', '\\', '{}[]', '\\"', '\u2028', '😀', 'ü'));
const series = fc.record({
  metric: fc.dictionary(label, label),
  value: fc.tuple(fc.integer({ min: 0, max: 2 ** 40 }), fc.constantFrom('1', '0', '3.5e9', 'NaN')),
});

t.test('whatever the pieces, the result is what parsing the whole would give', async (t) => {
  fc.assert(
    fc.property(
      fc.array(series, { maxLength: 5 }),
      fc.array(label, { maxLength: 2 }),
      fc.constantFrom(0, 2),
      fc.array(fc.nat(), { maxLength: 12 }),
      (result, warnings, indent, cuts) => {
        const text = JSON.stringify(
          { warnings, data: { result, resultType: 'vector' }, status: 'success' },
          null,
          indent,
        );
        const { samples, answer } = read(text, cuts);
        t.strictSame(
          samples,
          JSON.parse(text).data.result.map(({ metric, value: [at, value] }: (typeof result)[number]) => ({
            labels: metric,
            value: Number(value),
            at,
          })),
        );
        t.strictSame(answer.warnings, warnings);
      },
    ),
    { numRuns: 300 },
  );
});

t.test('whatever is torn off its end, an answer is refused', async (t) => {
  fc.assert(
    fc.property(
      fc.array(series, { maxLength: 3 }),
      fc.nat(),
      fc.array(fc.nat(), { maxLength: 4 }),
      (result, end, cuts) => {
        const text = answerOf(result);
        const torn = text.slice(0, end % text.length);
        t.throws(() => read(torn, cuts));
      },
    ),
    { numRuns: 300 },
  );
});

t.test('text that is no JSON is refused wherever JSON.parse refuses it', async (t) => {
  const spoiled = fc.tuple(
    fc.array(series, { maxLength: 2 }),
    fc.nat(),
    fc.constantFrom('', '"', ',', '}', ']', '{', ':', '\\', '1'),
  );
  fc.assert(
    fc.property(spoiled, ([result, place, character]) => {
      const text = answerOf(result);
      const at = place % text.length;
      const wrong = text.slice(0, at) + character + text.slice(at + 1);
      if (isJson(wrong)) return;
      t.throws(() => read(wrong));
    }),
    { numRuns: 500 },
  );
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
