import { load } from 'js-yaml';

/** One rule, asked for once as a query. */
export interface ExpressionCost {
  readonly rule: string;
  readonly seconds: number;
  /** Samples that the query went through. */
  readonly samples: number;
}

interface RuleFile {
  readonly groups: readonly {
    readonly name: string;
    readonly rules: readonly { readonly record?: string; readonly alert?: string; readonly expr: string }[];
  }[];
}

/** Asks for every rule of the files by itself: the only way to learn from Prometheus how many samples a rule reads. */
export async function queryRules(url: string, texts: readonly string[]): Promise<readonly ExpressionCost[]> {
  const costs: ExpressionCost[] = [];
  for (const text of texts) {
    for (const { name, rules } of (load(text) as RuleFile).groups) {
      for (const { record, alert, expr } of rules) {
        const body = new URLSearchParams({ query: expr, stats: 'all' });
        const response = await fetch(`${url}/api/v1/query`, { method: 'POST', body });
        if (!response.ok) throw new Error(`Prometheus refuses ${record ?? alert} of ${name}: ${await response.text()}`);
        const { stats } = ((await response.json()) as QueryAnswer).data;
        costs.push({
          rule: `${name}: ${record ?? alert}`,
          seconds: stats.timings.evalTotalTime,
          samples: stats.samples.totalQueryableSamples,
        });
      }
    }
  }
  return costs.sort((a, b) => b.seconds - a.seconds);
}

interface QueryAnswer {
  readonly data: {
    readonly stats: {
      readonly timings: { readonly evalTotalTime: number };
      readonly samples: { readonly totalQueryableSamples: number };
    };
  };
}
