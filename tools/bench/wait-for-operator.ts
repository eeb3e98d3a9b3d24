import { setTimeout as pause } from 'node:timers/promises';
import type { OperatorProcess } from '../cluster/operator-process.ts';
import { Availability } from './availability.ts';

/** What is waited for, and who is told meanwhile. */
export interface WaitOptions {
  readonly limitMs: number;
  readonly report: (line: string) => void;
  readonly signal: AbortSignal;
}

const pollMs = 50;
const reportEveryMs = 10_000;

/** Moments, in milliseconds since 1970, of all pods being there and of all being Available. Rejects with the reasons. */
export async function waitUntilAvailable(
  { limitMs, report, signal }: WaitOptions,
  operator: OperatorProcess,
  availability: Availability,
): Promise<{ readyAt: number; availableAt: number }> {
  const until = Date.now() + limitMs;
  let reportAt = Date.now() + reportEveryMs;
  while (Date.now() < until) {
    const { readyAt, availableAt } = availability;
    if (readyAt !== undefined && availableAt !== undefined) return { readyAt, availableAt };
    requireRunning(operator);
    if (Date.now() > reportAt) {
      report(availability.describe());
      reportAt += reportEveryMs;
    }
    await pause(pollMs, undefined, { signal });
  }
  throw new Error(['Not everything became available:', availability.describe(), ...availability.reasons()].join('\n'));
}

/** When every watch had delivered its objects, in milliseconds since 1970. `port`: where its health is served. */
export async function waitUntilSynced(
  { limitMs, signal }: Omit<WaitOptions, 'report'>,
  operator: OperatorProcess,
  port: number,
): Promise<number> {
  const until = Date.now() + limitMs;
  while (Date.now() < until) {
    requireRunning(operator);
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal }).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok === true) return Date.now();
    await pause(pollMs, undefined, { signal });
  }
  throw new Error(`The operator was not ready within ${limitMs / 1000} s`);
}

/** Throws where the operator has ended by itself. */
export function requireRunning(operator: OperatorProcess): void {
  if (!operator.running) throw new Error('The operator ended');
}
