import type { Generated } from './generated.ts';
import type { Trial } from './judge.ts';
import type { WrittenRules, WrittenTests } from './rule-file.ts';
import { readTemplate, type WrittenTemplate } from './templates.ts';

/** A template of one recording, what it generates, and a test of it. */
export const tinyTemplate: WrittenTemplate = readTemplate({
  path: 'rules-templates/tiny.yaml',
  text: `template: tiny
groups:
  - name: tiny
    rules:
      - record: pod:usage:max
        expr: |
          max by (pod) (
            usage{job="<< job >>"}
          )
          > << floor >>
`,
});

const rules: WrittenRules = {
  groups: [{ name: 'tiny', rules: [{ record: 'pod:usage:max', expr: 'max by (pod) (\n  usage{job="a"}\n)\n> 2' }] }],
};

/** Two pods, one of them scraped twice; the values tell which of a pod's series counts. */
const test = {
  name: 'tiny: the highest of each pod',
  interval: '1m',
  input_series: [
    { series: 'usage{job="a", pod="x", instance="1"}', values: '4x5' },
    { series: 'usage{job="a", pod="x", instance="2"}', values: '3x5' },
    { series: 'usage{job="a", pod="y"}', values: '1x5' },
  ],
  promql_expr_test: [
    { expr: 'pod:usage:max', eval_time: '4m', exp_samples: [{ labels: 'pod:usage:max{pod="x"}', value: 4 }] },
  ],
};

const tests: WrittenTests = { rule_files: ['../rules/tiny.yaml'], tests: [test] };

export const tinyGenerated: Generated = {
  specimen: { name: 'tiny', of: 'all' },
  rules: new Map([['tiny.yaml', rules]]),
  tests: new Map([['tiny.yaml', tests]]),
};

export const tinyTrial: Trial = { rules: tinyGenerated.rules, tests, test };
