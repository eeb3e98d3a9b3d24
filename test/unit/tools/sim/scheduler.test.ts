import { beforeEach, describe, expect, it } from '@jest/globals';
import { sleep } from '../../../../src/k8s/clock.ts';
import { Scheduler } from '../../../../tools/sim/scheduler.ts';

let scheduler: Scheduler;
let told: string[];

beforeEach(() => {
  scheduler = new Scheduler();
  told = [];
});

const tell = (what: string) => (): void => void told.push(`${what} at ${scheduler.now}`);

describe('Scheduler', () => {
  it('counts what is to come', async () => {
    scheduler.after(10, tell('first'));
    scheduler.after(20, tell('second')).cancel();
    expect(scheduler.pending).toBe(1);
    await scheduler.pass(20);
    expect(scheduler.pending).toBe(0);
  });

  it('lets time pass only as far as it is asked to', async () => {
    scheduler.after(10, tell('first'));
    scheduler.after(30, tell('second'));
    await scheduler.pass(20);
    expect([told, scheduler.now]).toEqual([['first at 10'], 20]);
  });

  it('stops as soon as the condition holds', async () => {
    scheduler.after(10, tell('first'));
    scheduler.after(11, tell('second'));
    expect(await scheduler.until(() => told.length === 1, 1_000)).toBe(true);
    expect(scheduler.now).toBe(10);
  });

  it('tells when the condition never comes to hold', async () => {
    expect(await scheduler.until(() => false, 1_000)).toBe(false);
    expect(scheduler.now).toBe(1_000);
  });

  it('lets promises come to rest between two events', async () => {
    const clock = scheduler.clockOf(() => true);
    const walk = async (): Promise<void> => {
      await sleep(clock, 5);
      tell('walked')();
      await sleep(clock, 5);
      tell('walked')();
    };
    const walking = walk();
    scheduler.after(6, tell('meanwhile'));
    await scheduler.pass(20);
    await walking;
    expect(told).toEqual(['walked at 5', 'meanwhile at 6', 'walked at 10']);
  });

  it('waits in real time, not in virtual time, for work of other threads', async () => {
    const work = new Promise((resolve) => setTimeout(resolve, 5));
    scheduler.after(1, tell('slow'), work.then(tell('worked')));
    scheduler.after(2, tell('next'));
    await scheduler.pass(10);
    expect(told).toEqual(['worked at 0', 'slow at 1', 'next at 2']);
  });

  it('fires no timer of a process that is dead', async () => {
    let alive = true;
    scheduler.clockOf(() => alive).after(10, tell('late'));
    alive = false;
    await scheduler.pass(20);
    expect(told).toEqual([]);
  });

  it('shows a wall clock that may be set', async () => {
    await scheduler.pass(1_500);
    expect(scheduler.wall().toISOString()).toBe('2026-01-01T00:00:01.500Z');
    scheduler.skewWall(-3_600_000);
    expect(scheduler.wall().toISOString()).toBe('2025-12-31T23:00:01.500Z');
    expect(scheduler.now).toBe(1_500);
  });
});
