import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { fetchOver } from '../fetch-over.ts';

/** Milliseconds between an answer and the next question. */
const interval = 5;

/** A thread that asks the exporter of its data again and again, until it gets a message, and says how long the longest answer took. */
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
let isStopped = false;
let longest = 0;
parentPort?.once('message', () => {
  isStopped = true;
});
while (!isStopped) {
  const { milliseconds } = await fetchOver(agent, `${String(workerData)}/-/healthy`);
  longest = Math.max(longest, milliseconds);
  await sleep(interval);
}
agent.destroy();
parentPort?.postMessage(longest);
