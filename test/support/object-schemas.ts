/**
 * Schemas of the objects that the operators and kustomize read, by their kind, written from the fields that their CRDs
 * document: PrometheusRule and ServiceMonitor of prometheus-operator 0.82, AlertmanagerConfig v1alpha1, VMRule of the
 * VictoriaMetrics operator 0.36. They hold what the generator may write, and nothing else is allowed.
 */
const texts = { type: 'object', additionalProperties: { type: 'string' } };
const duration = {
  type: 'string',
  pattern: '^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$',
};
const labelValue = { type: 'string', pattern: '^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$', maxLength: 63 };

function closed(properties: Readonly<Record<string, object>>, required: readonly string[]): object {
  return { type: 'object', additionalProperties: false, properties, required };
}

const metadata = closed(
  {
    name: {
      type: 'string',
      maxLength: 253,
      pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
    },
    namespace: { type: 'string', maxLength: 63, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$' },
    labels: { type: 'object', additionalProperties: labelValue },
  },
  ['name'],
);

const rule = {
  oneOf: [
    closed({ record: { type: 'string' }, expr: { type: 'string' }, labels: texts }, ['record', 'expr']),
    closed(
      {
        alert: { type: 'string' },
        expr: { type: 'string' },
        for: duration,
        keep_firing_for: { ...duration, minLength: 1 },
        labels: texts,
        annotations: texts,
      },
      ['alert', 'expr'],
    ),
  ],
};

const ruleGroups = closed(
  {
    groups: {
      type: 'array',
      items: closed(
        {
          name: { type: 'string', minLength: 1 },
          interval: duration,
          limit: { type: 'integer' },
          rules: { type: 'array', items: rule },
        },
        ['name', 'rules'],
      ),
    },
  },
  ['groups'],
);

const matchers = {
  type: 'array',
  items: closed(
    {
      name: { type: 'string', minLength: 1 },
      value: { type: 'string' },
      matchType: { enum: ['!=', '=', '=~', '!~'] },
    },
    ['name'],
  ),
};

function object(apiVersion: string, kind: string, spec: object): object {
  const properties = { apiVersion: { const: apiVersion }, kind: { const: kind }, metadata, spec };
  return closed(properties, Object.keys(properties));
}

export const objectSchemas = {
  PrometheusRule: object('monitoring.coreos.com/v1', 'PrometheusRule', ruleGroups),
  ServiceMonitor: object(
    'monitoring.coreos.com/v1',
    'ServiceMonitor',
    closed(
      {
        jobLabel: { type: 'string' },
        namespaceSelector: closed({ matchNames: { type: 'array', items: { type: 'string' } } }, ['matchNames']),
        selector: closed({ matchLabels: texts }, ['matchLabels']),
        endpoints: {
          type: 'array',
          items: closed({ port: { type: 'string' }, honorLabels: { type: 'boolean' }, interval: duration }, ['port']),
        },
      },
      ['selector', 'endpoints'],
    ),
  ),
  AlertmanagerConfig: object(
    'monitoring.coreos.com/v1alpha1',
    'AlertmanagerConfig',
    closed(
      {
        inhibitRules: {
          type: 'array',
          items: closed(
            { sourceMatch: matchers, targetMatch: matchers, equal: { type: 'array', items: { type: 'string' } } },
            ['sourceMatch', 'targetMatch', 'equal'],
          ),
        },
      },
      ['inhibitRules'],
    ),
  ),
  VMRule: object('operator.victoriametrics.com/v1beta1', 'VMRule', ruleGroups),
  Kustomization: closed(
    {
      apiVersion: { const: 'kustomize.config.k8s.io/v1beta1' },
      kind: { const: 'Kustomization' },
      resources: { type: 'array', items: { type: 'string' }, uniqueItems: true },
    },
    ['apiVersion', 'kind', 'resources'],
  ),
} as const;
