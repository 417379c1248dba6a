import { Worker } from 'node:worker_threads';

export interface StallWatch {
  /** The longest answer so far, in milliseconds. */
  readonly stop: () => Promise<number>;
}

/**
 * Asks for /-/healthy again and again, in a thread of its own: whatever keeps the event loop busy delays the answer, and
 * nothing that this benchmark does meanwhile delays the question.
 */
export function watchStalls(url: string): StallWatch {
  const worker = new Worker(new URL('./processes/stall-probe.ts', import.meta.url), { workerData: url });
  return {
    stop: () =>
      new Promise((resolve, reject) => {
        worker.once('message', resolve);
        worker.once('error', reject);
        worker.postMessage('stop');
      }),
  };
}
