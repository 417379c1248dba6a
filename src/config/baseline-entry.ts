import type { BaselineOverride } from '../core/rules/rule-settings.ts';
import { entry } from '../core/text/entry.ts';
import type { ConfigContext } from './config-context.ts';
import { checkSelector, selectorEntry } from './instance-selector.ts';
import { knownComponent } from './known-ids.ts';
import { bytes, cores } from './number-kinds.ts';
import { refuse, valueEntry } from './setting-kind.ts';

/** What instances of a component should use, where the owner of the cluster knows it better than the catalog. */
export function baselineEntry(context: ConfigContext) {
  return entry({
    component: knownComponent(context).describe('Id of the component.'),
    selector: selectorEntry(context).describe('Label matchers of its instances; left out for all.'),
    cpu: valueEntry(cores, 'cpu').optional().describe('What one instance should use: 0.3 or 300m.'),
    memory: valueEntry(bytes, 'memory').optional().describe('What one instance should use: 512Mi.'),
  })
    .meta({ anyOf: [{ required: ['cpu'] }, { required: ['memory'] }] })
    .transform(({ cpu, memory, ...same }, refinement): BaselineOverride => {
      const components = context.catalog?.components.filter(({ id }) => id === same.component) ?? [];
      checkSelector(same.selector, components, context, refinement);
      if (cpu === undefined && memory === undefined) {
        refuse(refinement, 'baseline-empty', 'a baseline without a figure says nothing; add cpu, memory or both');
      }
      return { ...same, cpu, memory };
    });
}
