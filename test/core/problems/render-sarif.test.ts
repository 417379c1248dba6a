import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import t from 'tap';
import { z } from 'zod';
import { catalogRules } from '../../../src/core/catalog/catalog-rules.ts';
import { renderSarif, type SarifSettings } from '../../../src/core/problems/render-sarif.ts';
import type { Problem } from '../../../src/core/text/problem.ts';
import { anyProblems } from './any-problem.ts';

const settings: SarifSettings = { rules: catalogRules, version: '0.1.0', workingDirectory: '/work' };
const problem: Problem = { file: 'x.yaml', line: 3, column: 7, rule: 'unknown-key', message: 'unknown key "x"' };

/** GitHub shows no more of a description. */
const description = z.strictObject({ text: z.string().min(1).max(1_024) });

/** What is written of SARIF 2.1.0, with what GitHub requires on top of it, and nothing else. */
const sarif = z.strictObject({
  version: z.literal('2.1.0'),
  $schema: z.url(),
  runs: z.tuple([
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.literal('Plimsoll'),
          version: z.string().min(1),
          semanticVersion: z.string().regex(/^\d+\.\d+\.\d+(?:-[\w.-]+)?(?:\+[\w.-]+)?$/),
          rules: z.array(
            z.strictObject({
              id: z.string().min(1),
              shortDescription: description,
              fullDescription: description,
              help: z.strictObject({ text: z.string().min(1), markdown: z.string().min(1) }),
              defaultConfiguration: z.strictObject({ level: z.literal('error') }),
            }),
          ),
        }),
      }),
      columnKind: z.literal('utf16CodeUnits'),
      originalUriBaseIds: z.strictObject({ '%SRCROOT%': z.strictObject({ description }) }),
      results: z.array(
        z.strictObject({
          ruleId: z.string().min(1),
          ruleIndex: z.int().min(0).optional(),
          level: z.literal('error'),
          message: z.strictObject({ text: z.string().min(1) }),
          locations: z.tuple([
            z.strictObject({
              physicalLocation: z.strictObject({
                artifactLocation: z.union([
                  z.strictObject({ uri: z.string().regex(/^[^/:][^:]*$/), uriBaseId: z.literal('%SRCROOT%') }),
                  z.strictObject({ uri: z.string().regex(/^file:\/\/\/[^/]/) }),
                ]),
                region: z.strictObject({ startLine: z.int().min(1), startColumn: z.int().min(1) }),
              }),
            }),
          ]),
          partialFingerprints: z.strictObject({ 'messageAndOccurrence/v1': z.string().min(1) }),
        }),
      ),
    }),
  ]),
});

function readSarif(problems: readonly Problem[], differs: Partial<SarifSettings> = {}) {
  const [run] = sarif.parse(JSON.parse(renderSarif(problems, { ...settings, ...differs }))).runs;
  return { run, rules: run.tool.driver.rules, results: run.results };
}

t.test('without problems it is valid, lists every rule and has no results', async (t) => {
  const { rules, results } = readSarif([]);
  t.same(
    rules.map(({ id }) => id),
    Object.keys(catalogRules),
  );
  t.same(results, []);
  t.match(renderSarif([], settings), /\n\}\n$/);
});

t.test('a problem is a result with its rule, its place and its message', async (t) => {
  t.same(readSarif([problem]).results, [
    {
      ruleId: 'unknown-key',
      ruleIndex: 1,
      level: 'error',
      message: { text: 'unknown key "x"' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'x.yaml', uriBaseId: '%SRCROOT%' },
            region: { startLine: 3, startColumn: 7 },
          },
        },
      ],
      partialFingerprints: { 'messageAndOccurrence/v1': 'unknown key "x":1' },
    },
  ]);
});

t.test('a rule is described by what is wrong and what to do, and Markdown stays in Markdown', async (t) => {
  const rules = { 'some-rule': { meaning: 'One `a` is {wrong}.', remedy: 'Write `b`.' } };
  t.same(readSarif([], { rules }).rules, [
    {
      id: 'some-rule',
      shortDescription: { text: 'One a is {{wrong}}.' },
      fullDescription: { text: 'One a is {{wrong}}. Write b.' },
      help: { text: 'One a is {{wrong}}.\n\nWrite b.', markdown: 'One `a` is {{wrong}}.\n\nWrite `b`.' },
      defaultConfiguration: { level: 'error' },
    },
  ]);
});

t.test('a rule that nobody describes has no index', async (t) => {
  const [result] = readSarif([{ ...problem, rule: 'toString' }]).results;
  t.equal(result?.ruleId, 'toString');
  t.equal(result?.ruleIndex, undefined);
});

t.test('braces are doubled, or readers would look for arguments', async (t) => {
  const [result] = readSarif([{ ...problem, message: 'no placeholder {0} or {{x}}' }]).results;
  t.equal(result?.message.text, 'no placeholder {{0}} or {{{{x}}}}');
});

t.test('a fingerprint stays when lines move, and tells the same mistake made twice apart', async (t) => {
  const twice = [
    problem,
    { ...problem, line: 9 },
    { ...problem, file: 'y.yaml' },
    { ...problem, rule: 'wrong-type' },
    { ...problem, message: 'unknown key "y"' },
  ];
  const moved = twice.map((problem) => ({ ...problem, line: problem.line + 40, column: 1 }));
  const [before, after] = [twice, moved].map((problems) =>
    readSarif(problems).results.map(({ partialFingerprints }) => Object.values(partialFingerprints)[0]),
  );
  t.same(before, [
    'unknown key "x":1',
    'unknown key "x":2',
    'unknown key "x":1',
    'unknown key "x":1',
    'unknown key "y":1',
  ]);
  t.same(after, before);
});

t.test('it is the same on every machine', async (t) => {
  t.equal(renderSarif([problem], settings), renderSarif([problem], { ...settings, workingDirectory: '/home/else' }));
});

t.test('whatever problems there are, it is valid, in their order, and an index leads to its rule', async () => {
  fc.assert(
    fc.property(anyProblems, (problems) => {
      const { rules, results } = readSarif(problems);
      const read = results.map(({ ruleId, ruleIndex = -1, message, locations: [{ physicalLocation }] }) => ({
        rules: [ruleId, rules[ruleIndex]?.id],
        message: message.text.replaceAll('{{', '{').replaceAll('}}', '}'),
        region: physicalLocation.region,
      }));
      const expected = problems.map(({ rule, message, line, column }) => ({
        rules: [rule, rule],
        message,
        region: { startLine: line, startColumn: column },
      }));
      return isDeepStrictEqual(read, expected);
    }),
    { numRuns: 300 },
  );
});
