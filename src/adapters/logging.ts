import { pino } from 'pino';
import type { DiscoveryFailure, DiscoveryScope } from '../app/discovery.ts';
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
  const failing = new Map<string, DiscoveryFailure['reason']>();
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
    onFailure({ resource, namespace, reason, message }) {
      const key = keyOf({ resource, namespace });
      if (failing.get(key) === reason) return;
      failing.set(key, reason);
      log.warn({ resource, namespace, reason }, message);
    },
    onRecovery(scope) {
      if (failing.delete(keyOf(scope))) log.info(scope, 'it can be read again');
    },
  };
}

function keyOf({ resource, namespace = '' }: DiscoveryScope): string {
  return `${resource}/${namespace}`;
}
