import { preDelete } from '../../src/commands/pre-delete.ts';
import { createLogger } from '../../src/runtime/log.ts';
import { operatorEnv, operatorUser, type Ground } from './operator.ts';
import { SimTransport } from './transport/sim-transport.ts';

/** How `operator -pre-delete` ended: `done`, `stopped` by a signal, or what it says of why not. */
export type JobEnding = 'done' | 'stopped' | Error;

/** Runs `operator -pre-delete` as a process of its own until it ends, or is killed. */
export async function runPreDelete(ground: Ground, signal: AbortSignal): Promise<JobEnding> {
  const { scheduler, link, faults } = ground;
  const wire = {
    scheduler,
    latency: () => ground.chance.between(0.2, 6),
    isAlive: () => !signal.aborted,
    whenAwake: (action: () => void) => action(),
  };
  const process = { name: 'pre-delete', user: operatorUser(ground.namespace), kill: () => undefined };
  const transport = new SimTransport(link, process, wire, faults);
  const clock = scheduler.clockOf(wire.isAlive, wire.whenAwake);
  const log = createLogger({ level: 'info', format: 'json', time: 'epoch' }, { write: () => undefined });
  return preDelete({ transport, clock, log, env: operatorEnv(ground.namespace) }, signal).then(
    (isDone) => (isDone ? 'done' : 'stopped'),
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  );
}
