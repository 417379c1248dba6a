import { formatDuration } from '../text/duration.ts';
import { escapeString } from '../text/promql-escape.ts';
import { type Measure, measures } from './measured-on.ts';
import type { RuleGroup } from './rule-model.ts';
import { type BaselineOverride, limitOf, type RuleSettings } from './rule-settings.ts';

/** Recordings of what the owner of the installation says that instances should use; no group without any. */
export function overrideGroups(settings: RuleSettings): readonly RuleGroup[] {
  const rules = measures(settings).flatMap((on) => {
    const said = settings.overrides.flatMap((override) => {
      const value = override[on.resource];
      return value === undefined ? [] : [`0 * ${instancesOf(override, on)} + ${value}`];
    });
    if (said.length === 0) return [];
    const either = `\nor on (${on.identityLabels.join(', ')})\n`;
    // The first that speaks of an instance counts.
    return [{ kind: 'record' as const, record: on.recordings.overridden, expr: said.join(either), labels: {} }];
  });
  const interval = formatDuration(settings.evaluationInterval);
  return rules.length === 0 ? [] : [{ name: 'plimsoll.overrides', interval, limit: limitOf(settings), rules }];
}

function instancesOf({ component, selector }: BaselineOverride, { recordings }: Measure): string {
  const matchers = [`component="${escapeString(component)}"`, ...(selector === '' ? [] : [selector])];
  return `${recordings.usage}{${matchers.join(', ')}}`;
}

function isOverridden({ resource }: Measure, components: readonly string[], { overrides }: RuleSettings): boolean {
  return overrides.some((override) => override[resource] !== undefined && components.includes(override.component));
}

/** Usage over the whole window, of the instances that no override speaks of. */
export function judgedUsage(
  on: Measure,
  components: readonly string[],
  candidates: string,
  settings: RuleSettings,
): string {
  const usage = sustainedUsage(candidates, settings);
  return isOverridden(on, components, settings) ? `(${usage} ${unlessOverridden(on, components, settings)})` : usage;
}

export function unlessOverridden(on: Measure, components: readonly string[], settings: RuleSettings): string {
  if (!isOverridden(on, components, settings)) return '';
  return `unless on (${on.instanceLabels.join(', ')}, component, version) ${on.recordings.overridden}`;
}

/** A further branch of the comparison, for the instances that an override speaks of. */
export function orAboveOverride(
  on: Measure,
  components: readonly string[],
  candidates: string,
  factor: number,
  floor: number,
  settings: RuleSettings,
): string {
  if (!isOverridden(on, components, settings)) return '';
  const { overridden } = on.recordings;
  const usage = sustainedUsage(candidates, settings);
  return `or on (${on.instanceLabels.join(', ')}, component, version)
label_replace(
  ${usage}
  > on (${on.identityLabels.join(', ')})
    clamp_min(${overridden} * ${factor}, ${floor}),
  "source", "override", "", ""
)`;
}

function sustainedUsage(candidates: string, { sustained }: RuleSettings): string {
  return `min_over_time(${candidates}[${formatDuration(sustained)}])`;
}
