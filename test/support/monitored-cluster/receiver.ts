import type { Test } from 'tap';
import { startLocalServer } from './local-server.ts';

/** One alert of a notification that Alertmanager sent. */
export interface NotifiedAlert {
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly fingerprint: string;
}

/** Where Alertmanager sends its notifications. */
export interface Receiver {
  readonly url: string;
  /** Every alert of every notification until now, in the order of their arrival. */
  readonly alerts: () => readonly NotifiedAlert[];
  /** The same as text, one line for each alert and change of it. */
  readonly describe: () => string;
}

export async function startReceiver(t: Test): Promise<Receiver> {
  const alerts: NotifiedAlert[] = [];
  const address = await startLocalServer(t, (path, body) => {
    if (path !== '/notifications') return undefined;
    const notification: { readonly alerts: readonly NotifiedAlert[] } = JSON.parse(body); // Alertmanager's own format
    alerts.push(...notification.alerts);
    return '';
  });
  return {
    url: `http://${address}/notifications`,
    alerts: () => [...alerts],
    describe: () => [...new Set(alerts.map(describeAlert))].join('\n') || 'no notification',
  };
}

export function describeAlert({ status, labels, annotations }: NotifiedAlert): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
  return `${status} {${pairs.join(', ')}} ${annotations['description']}`;
}
