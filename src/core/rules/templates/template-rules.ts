/** Every mistake a rule template can hold. The ids are a contract, so none is ever reused. */
export const templateRules = {
  'yaml-syntax': 'The file is not YAML, is empty, or holds several documents.',
  'unknown-key': 'A key that the format does not have. Most are slips of the pen.',
  'missing-key': 'A key that every template needs.',
  'wrong-type': 'A value of another kind than the key takes.',
  'unknown-value': 'A value outside the closed list that the key takes.',
  'rule-kind': 'A rule either records a series, or alerts, or includes another template.',
  'placeholder-unknown': 'A placeholder that no value belongs to.',
  'placeholder-misplaced': 'A placeholder where its value cannot stand, such as a text outside quotes in PromQL.',
  'promql-syntax': 'An expression that PromQL cannot parse once its placeholders are filled.',
  'regex-refused': 'A regular expression of a matcher that Prometheus would refuse.',
  'template-twice': 'Two files of one folder are the same template.',
  'template-circular': 'A template includes itself, through others perhaps.',
  'template-missing': 'A template that the generator needs, or that another includes, is not there.',
} as const;

export type TemplateRule = keyof typeof templateRules;
