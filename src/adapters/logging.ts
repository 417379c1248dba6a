import { pino } from 'pino';
import type { ExporterObserver } from '../app/exporter.ts';
import { createOpenFailures } from '../app/open-failures.ts';

export interface Log {
  readonly info: (fields: object, message: string) => void;
  readonly warn: (fields: object, message: string) => void;
}

/** Structured lines, one JSON object each. */
export function createLog(write: (line: string) => void): Log {
  return pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (level) => ({ level }) } },
    { write },
  );
}

/** Says how discovery is, once for each change and never in a loop. */
export function createDiscoveryLog(log: Log): ExporterObserver {
  const failures = createOpenFailures();
  let complete = false;
  return {
    onSnapshot({ inventory, exposures }) {
      if (complete) return;
      complete = true;
      const exposed = exposures.filter(({ state }) => state === 'exposed').length;
      log.info(
        { nodes: inventory.nodes.length, instances: inventory.instances.length, exposed },
        'discovery is complete',
      );
    },
    onConfirmed: () => undefined,
    onFailure(failure) {
      const { resource, namespace, reason, message } = failure;
      if (failures.add(failure)) log.warn({ resource, namespace, reason }, message);
    },
    onRecovery(scope) {
      if (failures.remove(scope)) log.info(scope, 'it fails no more');
    },
  };
}
