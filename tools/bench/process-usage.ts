import { readFileSync } from 'node:fs';

/** What a process has taken so far. */
export interface ProcessUsage {
  readonly rssMiB: number;
  readonly peakRssMiB: number;
  /** User and system time since the process started. */
  readonly cpuSeconds: number;
}

/** Linux counts in hundredths of a second (USER_HZ) whatever the machine. */
const ticksPerSecond = 100;

/** Reads `/proc`; throws where the process is gone. */
export function usageOf(pid: number): ProcessUsage {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name of the program may hold spaces and brackets; the fields follow its last bracket.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [user, system] = [Number(fields[11]), Number(fields[12])];
  return {
    rssMiB: mebibytes(status, 'VmRSS'),
    peakRssMiB: mebibytes(status, 'VmHWM'),
    cpuSeconds: (user + system) / ticksPerSecond,
  };
}

function mebibytes(status: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
}
