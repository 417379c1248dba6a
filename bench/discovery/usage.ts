import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What the system knows of a process. */
export interface Usage {
  /** Since it started, on all cores. */
  readonly cpuSeconds: number;
  readonly residentBytes: number;
  readonly peakResidentBytes: number;
  /** All that it read, from files and from connections. */
  readonly readBytes: number;
}

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

export function usageOf(pid: number): Usage {
  // The name in parentheses may hold anything, so fields are counted after it; proc(5) numbers state as the third.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return {
    cpuSeconds: (Number(fields[14 - 3]) + Number(fields[15 - 3])) / ticksPerSecond,
    residentBytes: kibibytes(status, 'VmRSS') * 1024,
    peakResidentBytes: kibibytes(status, 'VmHWM') * 1024,
    readBytes: Number(/^rchar: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1]),
  };
}

function kibibytes(status: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]);
}
