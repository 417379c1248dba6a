import { pino } from 'pino';
import type { DiscoveryFailure, DiscoveryResource } from '../app/discovery.ts';
import type { ExporterObserver } from '../app/exporter.ts';

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
  const failing = new Map<DiscoveryResource, DiscoveryFailure['reason']>();
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
    onConfirmed() {
      if (failing.size > 0) log.info({ resources: [...failing.keys()] }, 'discovery works again');
      failing.clear();
    },
    onFailure({ resource, reason, message }) {
      if (failing.get(resource) === reason) return;
      failing.set(resource, reason);
      log.warn({ resource, reason }, message);
    },
  };
}
