import { renderTable } from '../../src/core/text/table.ts';
import type { ChangeLatency } from './changes.ts';
import type { ScenarioResult } from './scenario-result.ts';
import type { Start } from './start.ts';

/** Where we want to be, by the number of the row. From the issue that asked for this benchmark. */
const aims: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  small: {
    complete: '1.5 s',
    cpu: '1.5 s',
    resident: '120 MB',
    wire: '10 MB',
    stall: '100 ms',
    change: '1000 ms',
    recovery: '8.0 s',
    elsewhere: '5.0 %',
  },
  large: {
    complete: '15 s',
    resident: '250 MB',
    stall: '100 ms',
    change: '1000 ms',
    recovery: '8.0 s',
    elsewhere: '5.0 %',
  },
};

export function printScenario(result: ScenarioResult): string {
  const { scenario, program, start, inService, bareLimit, typedClient } = result;
  const aim = aims[scenario] ?? {};
  const other = (seconds: string, cpu: string, peak: string, wire: string) => ({ seconds, cpu, peak, wire });
  const bare = other(
    inSeconds(bareLimit.seconds),
    inSeconds(bareLimit.cpuSeconds),
    inMegabytes(bareLimit.peakResidentBytes),
    inMegabytes(bareLimit.bytesOnTheWire),
  );
  const typed = typedClient
    ? other(
        inSeconds(typedClient.seconds),
        inSeconds(typedClient.cpuSeconds),
        inMegabytes(typedClient.peakResidentBytes),
        inMegabytes(typedClient.bytesOnTheWire),
      )
    : other('', '', '', '');
  const { elsewhere, inTracked } = inService.eventsPerSecond;
  const rows = [
    [`${scenario}, ${program}`, 'figure', 'aim', 'pages only parsed', 'pods, typed client'],
    ['complete after', inSeconds(start.seconds), aim['complete'], bare.seconds, typed.seconds],
    ['CPU until then', inSeconds(start.cpuSeconds), aim['cpu'], bare.cpu, typed.cpu],
    ['resident then', inMegabytes(start.residentBytes), aim['resident']],
    ['resident, most', inMegabytes(start.peakResidentBytes), '', bare.peak, typed.peak],
    ['on the wire', inMegabytes(result.bytesOnTheWire), aim['wire'], bare.wire, typed.wire],
    ['requests', String(result.requests)],
    ['containers known', String(start.series)],
    ['longest stall, probed', inMilliseconds(result.longestStall), aim['stall']],
    ['longest stall in service, own metric', inMilliseconds(inService.longestLag), aim['stall']],
    ['change visible after', inMilliseconds(inService.change.median), aim['change']],
    ['slowest of 20 changes', inMilliseconds(inService.change.slowest)],
    [`CPU, ${elsewhere} pod events/s elsewhere`, inPercent(inService.shareElsewhere), aim['elsewhere']],
    [`CPU, ${inTracked} pod events/s in tracked namespaces`, inPercent(inService.shareInTracked)],
    [`recovered from ${result.absenceSeconds} s of absence`, inSeconds(inService.recoverySeconds), aim['recovery']],
    ['resident in the end', inMegabytes(inService.residentBytes)],
    ['exposition', inMegabytes(inService.expositionBytes)],
    ['scrape', inMilliseconds(inService.scrape)],
  ];
  return renderTable(rows.map((row) => row.map((cell) => cell ?? '')));
}

export function printStart(program: string, start: Start, change: ChangeLatency | undefined): string {
  return renderTable([
    [program, 'figure'],
    ['complete after', inSeconds(start.seconds)],
    ['CPU until then', inSeconds(start.cpuSeconds)],
    ['resident then', inMegabytes(start.residentBytes)],
    ['resident, most', inMegabytes(start.peakResidentBytes)],
    ['read over connections', inMegabytes(start.readBytes)],
    ['containers known', String(start.series)],
    ...(change
      ? [
          ['change visible after', inMilliseconds(change.median)],
          ['slowest of 20 changes', inMilliseconds(change.slowest)],
        ]
      : []),
  ]);
}

function inSeconds(seconds: number): string {
  return `${seconds.toFixed(1)} s`;
}

function inMilliseconds(milliseconds: number): string {
  return `${milliseconds.toFixed(0)} ms`;
}

function inMegabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}

function inPercent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
