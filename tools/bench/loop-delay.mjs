// Loaded before the operator (--import), so that nothing of it ships. No TypeScript: its loader would count as the operator's memory.
import { renameSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const file = process.env['LOOP_DELAY_FILE'];
const resolution = 10;
const delays = monitorEventLoopDelay({ resolution });
delays.enable();

// Told once, when it is asked for; from then on it costs nothing.
process.once('SIGUSR2', () => {
  delays.disable();
  const ms = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - resolution);
  writeFileSync(`${file}.new`, JSON.stringify({ maxMs: ms(delays.max), p99Ms: ms(delays.percentile(99)) }));
  renameSync(`${file}.new`, file);
});
