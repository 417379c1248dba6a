import type { InService } from './in-service.ts';
import type { PeerCost } from './peers.ts';
import type { Start } from './start.ts';

export interface ScenarioResult {
  readonly scenario: string;
  readonly program: string;
  readonly absenceSeconds: number;
  readonly start: Start;
  readonly bytesOnTheWire: number;
  readonly requests: number;
  readonly longestStall: number;
  readonly inService: InService;
  readonly bareLimit: PeerCost;
  /** Only where one list of all pods fits into memory. */
  readonly typedClient: PeerCost | undefined;
}
