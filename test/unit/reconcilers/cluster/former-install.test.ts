import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Informer, InformerListener } from '../../../../src/k8s/informer.ts';
import type { KubeObject } from '../../../../src/k8s/object.ts';
import type { SharedInformers } from '../../../../src/k8s/shared-informers.ts';
import { FormerInstall } from '../../../../src/reconcilers/cluster/former-install.ts';

const key = 'kube-system/calico-node';

const whenSynced = (): Promise<void> => Promise.resolve();

/** Informers that hold nothing, and tell when they end. */
class Watches {
  readonly signals: AbortSignal[] = [];
  hasSynced = false;

  apart(_: object, signal: AbortSignal): object {
    this.signals.push(signal);
    const state = { waitingFor: 'forbidden' };
    const type = { plural: `kind-${this.signals.length}` };
    return { subscribe: () => undefined, whenSynced, hasSynced: this.hasSynced, state, type, list: () => [] };
  }
}

let watches: Watches;
let install: FormerInstall;
let present: boolean;
let hear: (event: Partial<Parameters<InformerListener<KubeObject>>[0]>) => void;
let told: number;

function shows(type: 'add' | 'delete', which = key): void {
  present = type === 'add' && which === key;
  hear({ key: which, type });
}

beforeEach(() => {
  [watches, present, told] = [new Watches(), false, 0];
  const presence = {
    get: () => (present ? {} : undefined),
    subscribe: (listener: typeof hear) => {
      hear = listener;
    },
  };
  install = new FormerInstall(watches as unknown as SharedInformers, presence as unknown as Informer<KubeObject>);
  install.subscribe(() => (told += 1));
});

describe('FormerInstall', () => {
  it('watches nothing where there is no calico-node in kube-system', () => {
    shows('add', 'kube-system/kube-proxy');
    expect(watches.signals).toEqual([]);
    expect([install.isThere, install.isIncomplete]).toEqual([false, false]);
  });

  it('begins with the DaemonSet, once, and tells', () => {
    shows('add');
    shows('add');
    expect(watches.signals).toHaveLength(5);
    expect(told).toBe(1);
  });

  it('is incomplete until all that it is read off has come', () => {
    shows('add');
    expect(install.isIncomplete).toBe(true);
    shows('delete');
    watches.hasSynced = true;
    shows('add');
    expect(install.isIncomplete).toBe(false);
  });

  it('names what it may not read', () => {
    shows('add');
    expect(install.forbidden).toBe('kind-1, kind-2, kind-3, kind-4, kind-5');
  });

  it('ends all watches when the DaemonSet is gone', () => {
    shows('add');
    shows('delete');
    expect(watches.signals.every(({ aborted }) => aborted)).toBe(true);
    expect([install.isThere, install.isIncomplete, install.forbidden]).toEqual([false, false, '']);
  });
});
