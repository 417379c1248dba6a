import { shortenText } from '../core/text/shorten-text.ts';
import type { DiscoveryFailure, DiscoveryScope } from './discovery.ts';

/** What cannot be read at the moment, each scope once with its last failure. */
export interface OpenFailures {
  /** Whether the scope failed for another reason, or not at all, before. */
  readonly add: (failure: DiscoveryFailure) => boolean;
  /** Whether the scope was failing. */
  readonly remove: (scope: DiscoveryScope) => boolean;
  /** Longest first. */
  readonly all: () => readonly DiscoveryFailure[];
}

export function createOpenFailures(): OpenFailures {
  const failures = new Map<string, DiscoveryFailure>();
  return {
    add(failure) {
      const scope = describeScope(failure);
      const isNew = failures.get(scope)?.reason !== failure.reason;
      failures.set(scope, failure);
      return isNew;
    },
    remove: (scope) => failures.delete(describeScope(scope)),
    all: () => [...failures.values()],
  };
}

/** How many are named where all would be too many to read. */
const mostNamed = 3;

/** Characters of one message. */
const longestMessage = 300;

/** `nodes, pods in kube-system: connection refused`; scopes with one message together, the first few of many. */
export function describeFailures(failures: readonly DiscoveryFailure[]): string {
  const together = [...Map.groupBy(failures, ({ message }) => message)];
  const named = together.slice(0, mostNamed).map(([message, same]) => describeSame(message, same.map(describeScope)));
  const more = together.length > mostNamed ? [`and ${together.length - mostNamed} more`] : [];
  return [...named, ...more].join('; ');
}

function describeSame(message: string, scopes: readonly string[]): string {
  const said = shortenText(message, longestMessage);
  const [first = ''] = scopes;
  if (scopes.length === 1 && message.includes(first)) return said; // many name it themselves
  const more = scopes.length > mostNamed ? ` and ${scopes.length - mostNamed} more` : '';
  return `${scopes.slice(0, mostNamed).join(', ')}${more}: ${said}`;
}

/** `nodes`, `pods in kube-system` */
function describeScope({ resource, namespace }: DiscoveryScope): string {
  return namespace === undefined ? resource : `${resource} in ${namespace}`;
}
