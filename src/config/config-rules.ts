/**
 * Every mistake a configuration file can hold. The ids are a contract: people search for them, so none is ever reused.
 *
 * `meaning` is the rule, `remedy` what to do; both are shown in docs/configuration.md and in SARIF.
 */
export const configRules = {
  'yaml-syntax': {
    meaning: 'The file is not YAML, is empty, or holds several documents.',
    remedy:
      'Keep one YAML document in it. A text with ": " or " #" in it needs quotes. Anchors and aliases are not read.',
  },
  'unknown-key': {
    meaning: 'A key that the format does not have there. Most are slips of the pen.',
    remedy: 'Use the key that the message suggests, or leave it out; comments begin with #.',
  },
  'missing-key': {
    meaning: 'A key that a baseline or a waiver needs.',
    remedy: 'Add it. A waiver without an owner, a reason and an end is a rule that nobody will ever dare to remove.',
  },
  'wrong-type': {
    meaning: 'A value of another kind or shape than the key takes, such as a text where a list belongs.',
    remedy: 'Write the value as the message says.',
  },
  'unknown-value': {
    meaning: 'A value outside the closed list that the key takes.',
    remedy: 'Take one of the values that the message lists.',
  },
  duration: {
    meaning: 'A text that is no duration as Prometheus writes it.',
    remedy: 'Write whole weeks, days, hours, minutes and seconds: `30s`, `5m`, `1h30m`.',
  },
  'label-name': {
    meaning: 'A name that no label can have, such as `my-cluster`, or that belongs to Prometheus, such as `__name__`.',
    remedy: 'Use letters, digits and underscores, beginning with a letter or one underscore.',
  },
  'label-taken': {
    meaning: 'A label or annotation that the alerts or the series of Plimsoll already have, with a meaning of its own.',
    remedy: 'Choose another name.',
  },
  'unknown-label': {
    meaning: 'A selector that asks for a label which no instance has, so that it would select none.',
    remedy: 'Ask for one of the labels that the message lists.',
  },
  selector: {
    meaning: 'A text that is no list of label matchers, or has a regular expression that RE2 refuses.',
    remedy: 'Write what stands between the braces of a selector: `job="kubelet", metrics_path="/metrics"`.',
  },
  quantity: {
    meaning: 'A text that is no quantity as Kubernetes writes it, or is not above zero.',
    remedy: 'Write cores as `0.3` or `300m`, bytes as `512Mi`.',
  },
  'out-of-range': {
    meaning: 'A number that could not mean anything there, such as a factor below 1.',
    remedy: 'Write a number as the message says.',
  },
  address: {
    meaning: 'A text that is no http or https address.',
    remedy: 'Write it from https:// on, without a user, and without what begins with ? or #.',
  },
  'go-template': {
    meaning:
      'A label or an annotation whose Go template Prometheus would refuse, or that would change with every sample.',
    remedy: 'Close what is open. Labels may hold `{{ $labels.namespace }}`, and no `$value`.',
  },
  'object-name': {
    meaning: 'A namespace, or a label of the objects, that Kubernetes would refuse.',
    remedy:
      'Use letters, digits and dashes, beginning and ending with a letter or digit; namespaces are in lower case.',
  },
  contradiction: {
    meaning: 'Two settings that cannot both be meant, such as a warm-up that is longer than the history.',
    remedy: 'Change one of the two.',
  },
  'unknown-component': {
    meaning: 'A component that no catalog describes.',
    remedy: 'Correct its id; `plimsoll catalog list` shows those that there are.',
  },
  'unknown-issue': {
    meaning: 'A known issue that no catalog describes.',
    remedy: 'Correct its id; `plimsoll catalog list` shows those that there are.',
  },
  'baseline-empty': {
    meaning: 'A baseline without a figure.',
    remedy: 'Say `cpu`, `memory` or both.',
  },
  'baseline-twice': {
    meaning: 'Two baselines for the same instances, so that nobody could say which one counts.',
    remedy: 'Keep one of the two.',
  },
  expiry: {
    meaning: 'A text that is neither a date nor a time with its offset.',
    remedy: 'Write `2027-01-31`, which counts until that day is over in UTC, or `2027-01-31T18:00:00+01:00`.',
  },
  'waiver-expired': {
    meaning: 'A waiver whose time is over. It mutes nothing any more, and the rules that are in use may still hold it.',
    remedy: 'Take it out, or agree on another date.',
  },
  'waiver-twice': {
    meaning: 'Two waivers of one issue for the same instances, so that nobody could say when it ends.',
    remedy: 'Keep one of the two.',
  },
} as const;

export type ConfigRule = keyof typeof configRules;
