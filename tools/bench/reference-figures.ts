/** Figures of another operator on the same task; what was not measured is absent. Seconds and MiB. */
export interface ReferenceFigures {
  readonly nodes: number;
  readonly firstRequestToLastWrite: number;
  /** Without watches. */
  readonly requests: number;
  readonly byVerb: Readonly<Record<string, number>>;
  readonly refusals: Readonly<Record<string, number>>;
  readonly objects: number;
  readonly writesPerObject?: number;
  readonly rssMiB: number;
  readonly peakRssMiB: number;
  readonly cpuSeconds: number;
  /** The minute after; requests with watches and the lease. */
  readonly rest?: {
    readonly requests: number;
    readonly writes: number;
    readonly cpuSeconds: number;
    readonly rssMiB: number;
  };
  /** Writes in the 45 seconds after a restart on the converged cluster. */
  readonly restartWrites?: number;
}

/**
 * The Go operator v1.42.4, measured from outside in the same way: kube-apiserver v1.36.3, kwok nodes, two cores, an
 * Installation with an empty spec, figures from the audit log and /proc. On 3 nodes the last rows (writes per object,
 * rest, restart) are of an installation with all its add-ons.
 */
export const goOperator: readonly ReferenceFigures[] = [
  {
    nodes: 3,
    firstRequestToLastWrite: 12.3,
    requests: 311,
    byVerb: { get: 135, list: 3, create: 41, update: 85, patch: 40, delete: 7 },
    refusals: { 404: 110, 409: 5, 429: 24 },
    objects: 42,
    writesPerObject: 4.2,
    rssMiB: 88,
    peakRssMiB: 88,
    cpuSeconds: 0.8,
    rest: { requests: 139, writes: 65, cpuSeconds: 0.43, rssMiB: 94 },
    restartWrites: 245,
  },
  {
    nodes: 250,
    firstRequestToLastWrite: 22.3,
    requests: 364,
    byVerb: { get: 149, list: 3, create: 41, update: 117, patch: 47, delete: 7 },
    refusals: { 404: 122, 409: 8, 429: 6 },
    objects: 43,
    rssMiB: 122,
    peakRssMiB: 131,
    cpuSeconds: 1.81,
  },
  {
    nodes: 1000,
    firstRequestToLastWrite: 46.9,
    requests: 325,
    byVerb: { get: 121, list: 3, create: 41, update: 113, patch: 40, delete: 7 },
    refusals: { 404: 97, 409: 3 },
    objects: 43,
    rssMiB: 207,
    peakRssMiB: 236,
    cpuSeconds: 3.13,
    rest: { requests: 321, writes: 135, cpuSeconds: 2.72, rssMiB: 251 },
  },
];
