import type { RuleSettings } from '../rule-settings.ts';
import { exporterSeries } from './exporter-series.ts';
import { limitSeries } from './limit-series.ts';
import type { InputSeries } from './promtool-test.ts';
import { recordedSeries } from './recorded-series.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import { usageSeries } from './usage-series.ts';

/** The world as series that the configured selectors find. */
export function simulate(world: SimulatedWorld, settings: RuleSettings): readonly InputSeries[] {
  return [
    ...world.instances.flatMap((instance) => usageSeries(instance, world.scrapes, settings)),
    ...world.instances.flatMap((instance) => limitSeries(instance, settings)),
    ...(settings.inventoryFrom === 'exporter' ? saidByExporters(world, settings) : recordedSeries(world, settings)),
  ];
}

function saidByExporters(world: SimulatedWorld, settings: RuleSettings): readonly InputSeries[] {
  return Array.from({ length: world.exporters }, (_, index) => `plimsoll-${index}:9848`).flatMap((exporter) =>
    exporterSeries(exporter, world, settings),
  );
}
