/**
 * The programs that read what is generated, and since which version each of them takes a field.
 *
 * Sources: the changelogs of Prometheus (keep_firing_for 2.42, limit 2.31), Thanos (keep_firing_for 0.34) and Mimir
 * (keep_firing_for 2.6, grafana/mimir#4099); the descriptions in the PrometheusRule CRD (limit: Prometheus 2.31, Thanos
 * 0.24); prometheus-operator#5651 (keep_firing_for, 0.66) and #4999 (limit, 0.61); VictoriaMetrics#4529 (keep_firing_for in
 * vmalert, 1.92) and the changelog of its operator (keep_firing_for in VMRule, 0.36).
 */
export const programs = {
  prometheus: {
    name: 'Prometheus',
    majors: [2, 3],
    oldest: { major: 2, minor: 0 },
    since: { keep_firing_for: '2.42', limit: '2.31' },
  },
  'prometheus-operator': {
    name: 'the Prometheus operator',
    majors: [0],
    // 0.39 made the CRDs apiextensions.k8s.io/v1, the only ones that Kubernetes still takes.
    oldest: { major: 0, minor: 39 },
    since: { keep_firing_for: '0.66', limit: '0.61' },
  },
  'victoria-metrics': {
    name: 'VictoriaMetrics',
    majors: [1],
    // The oldest vmalert that the rules were tried on.
    oldest: { major: 1, minor: 79 },
    since: { keep_firing_for: '1.92', limit: undefined },
  },
  'victoria-metrics-operator': {
    name: 'the VictoriaMetrics operator',
    majors: [0],
    // VMRule has the field limit; whether an older one has it is not known.
    oldest: { major: 0, minor: 34 },
    since: { keep_firing_for: '0.36', limit: undefined },
  },
  mimir: {
    name: 'Mimir',
    majors: [2, 3],
    oldest: { major: 2, minor: 0 },
    since: { keep_firing_for: '2.6', limit: undefined },
  },
  thanos: {
    name: 'Thanos',
    majors: [0],
    // Evaluates with the Prometheus 2.31 that it was built with, which has all that the rules use.
    oldest: { major: 0, minor: 24 },
    since: { keep_firing_for: '0.34', limit: undefined },
  },
  alertmanager: {
    name: 'Alertmanager',
    majors: [0],
    // Matchers as one list of texts came with 0.22, and with them source_matchers and target_matchers.
    oldest: { major: 0, minor: 22 },
    since: { keep_firing_for: undefined, limit: undefined },
  },
} as const satisfies Readonly<Record<string, ProgramFacts>>;

export type Program = keyof typeof programs;

interface ProgramFacts {
  readonly name: string;
  /** Major versions that are known. */
  readonly majors: readonly number[];
  readonly oldest: ProgramVersion;
  /** By field of a rule or group, the first version that takes it; `undefined` when every version from the oldest on does. */
  readonly since: Readonly<Record<RuleField, string | undefined>>;
}

/** Fields that rules are right without, only less comfortable. */
export const ruleFields = ['keep_firing_for', 'limit'] as const;
export type RuleField = (typeof ruleFields)[number];

/** A release, whatever its patch: fields come with minor versions. */
export interface ProgramVersion {
  readonly major: number;
  readonly minor: number;
}

export type ProgramVersions = ReadonlyMap<Program, ProgramVersion>;

/** `2.42`, `v2.42.0` and `2.42.0-rc.1` are the same release; `undefined` for what is no version. */
export function parseProgramVersion(text: string): ProgramVersion | undefined {
  const parts = /^v?(?<major>\d{1,6})\.(?<minor>\d{1,6})(?:\.\d+)?(?:[-+][\w.+-]+)?$/.exec(text)?.groups;
  return parts && { major: Number(parts['major']), minor: Number(parts['minor']) };
}

export function formatProgramVersion({ major, minor }: ProgramVersion): string {
  return `${major}.${minor}`;
}

/** Whether a version came out before `since`, a text of this file. */
export function isBefore(version: ProgramVersion, since: ProgramVersion): boolean {
  return version.major < since.major || (version.major === since.major && version.minor < since.minor);
}
