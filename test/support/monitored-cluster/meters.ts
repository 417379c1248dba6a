/** Counters of CPU seconds that grow with time by the cores in use, one for each instance. */
export interface Meters {
  /** Sets what each instance uses from this moment on. One that is not named is gone; a new one begins at 0. */
  readonly set: (cores: ReadonlyMap<string, number>, at: number) => void;
  /** CPU seconds at a moment, in milliseconds since 1970. */
  readonly read: (instance: string, at: number) => number;
}

interface Meter {
  readonly cores: number;
  readonly since: number;
  readonly secondsBefore: number;
}

export function createMeters(): Meters {
  let meters: ReadonlyMap<string, Meter> = new Map();

  function read(instance: string, at: number): number {
    const meter = meters.get(instance);
    return meter ? meter.secondsBefore + (meter.cores * (at - meter.since)) / 1000 : 0;
  }

  return {
    read,
    set(cores, at) {
      meters = new Map(
        [...cores].map(([instance, used]) => [instance, { cores: used, since: at, secondsBefore: read(instance, at) }]),
      );
    },
  };
}
