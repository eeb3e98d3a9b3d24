import { existsSync, readFileSync } from 'node:fs';

/** Figures of another operator on a task; what was not measured is absent. Seconds and MiB. */
export interface PeerFigures {
  /** The task, in words. */
  readonly scenario: string;
  readonly nodes: number;
  readonly firstRequestToLastWrite?: number;
  readonly byVerb?: Counts;
  /** Answers of 400 and more, by code. */
  readonly refusals?: Counts;
  readonly objects?: number;
  readonly rssMiB: number;
  readonly peakRssMiB: number;
  readonly cpuSeconds?: number;
  /** The time after; requests with watches and the lease. */
  readonly rest?: RestOfPeer;
}

interface RestOfPeer {
  readonly seconds: number;
  readonly requests: number;
  readonly writes: number;
  readonly cpuSeconds: number;
  readonly rssMiB: number;
}

export type Counts = Readonly<Record<string, number>>;

/** A recording of another operator, beside this repository where there is one. */
export const usualPeerFile = '../shared/reference/expected/performance.json';

/** How such a file is written. */
interface PeerFile {
  readonly runs: Readonly<Record<string, PeerRun>>;
}

interface PeerRun {
  readonly scenario: string;
  readonly rssMiB: number;
  readonly peakRssMiB: number;
  readonly cpuSeconds?: number;
  readonly secondsToLastWrite?: number;
  readonly requests?: Counts;
  readonly results?: Counts;
  readonly objects?: number;
  readonly nextMinute?: (Omit<RestOfPeer, 'rssMiB' | 'seconds'> & { readonly seconds?: number; rssKiB: number }) | null;
}

/** What was recorded of another operator; nothing where there is no such file. Throws where it cannot be read. */
export function readPeerFigures(path: string): PeerFigures[] {
  return path !== '' && existsSync(path) ? peerFiguresIn(readFileSync(path, 'utf8')) : [];
}

/** The same from the text of the file: every run whose scenario says how many nodes it had. Throws SyntaxError. */
export function peerFiguresIn(text: string): PeerFigures[] {
  const { runs } = JSON.parse(text) as PeerFile;
  return Object.values(runs).flatMap((run) => {
    const nodes = Number(/([\d,]+) nodes/.exec(run.scenario)?.[1]?.replaceAll(',', ''));
    return Number.isInteger(nodes) ? [figuresOf(run, nodes)] : [];
  });
}

const usualRestSeconds = 60;

function figuresOf(
  { secondsToLastWrite, requests, results, nextMinute, ...same }: PeerRun,
  nodes: number,
): PeerFigures {
  const refusals = results && Object.entries(results).filter(([code]) => Number(code) >= 400);
  return {
    ...same,
    nodes,
    ...(secondsToLastWrite !== undefined && { firstRequestToLastWrite: secondsToLastWrite }),
    ...(requests && { byVerb: requests }),
    ...(refusals && { refusals: Object.fromEntries(refusals) }),
    ...(nextMinute && { rest: restOf(nextMinute) }),
  };
}

function restOf({ rssKiB, seconds = usualRestSeconds, ...same }: NonNullable<PeerRun['nextMinute']>): RestOfPeer {
  return { ...same, seconds, rssMiB: Math.round(rssKiB / 1024) };
}
