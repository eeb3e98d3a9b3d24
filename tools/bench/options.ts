import { FlagError, flagHelp, parseFlags, type FlagDefinition } from '../../src/cli/flags.ts';
import { usualPeerFile } from './peer-figures.ts';

export interface BenchOptions {
  /** One cluster for each. */
  readonly nodes: readonly number[];
  readonly restSeconds: number;
  readonly inPod: boolean;
  /** Path of a file that gets all figures; empty for none. */
  readonly json: string;
  /** Path of a file with figures of another operator; empty for none. */
  readonly peer: string;
}

/** Of both benches. */
export const peerFlag: FlagDefinition = {
  name: 'peer',
  type: 'string',
  default: usualPeerFile,
  help: 'Show the figures of another operator beside ours, from this file, where it is there.',
};

/** Reads the command line of the bench; a text where help is asked for. Throws FlagError. */
export function readBenchOptions(args: readonly string[], canRunAsPod: boolean): BenchOptions | string {
  const flags = flagsWhere(canRunAsPod);
  const values = parseFlags(flags, args);
  if (values === 'help')
    return `Measures the operator on real control planes.\n\nUsage: npm run bench -- [flags]\n\n${flagHelp(flags)}\n`;
  return {
    nodes: (values['nodes'] ?? '').split(',').map((text) => wholeNumber('nodes', text, 5000)),
    restSeconds: wholeNumber('rest', values['rest'] ?? '', 86_400),
    inPod: values['in-pod'] === 'true',
    json: values['json'] ?? '',
    peer: values['peer'] ?? '',
  };
}

function flagsWhere(canRunAsPod: boolean): FlagDefinition[] {
  return [
    { name: 'nodes', type: 'string', default: '5,250,1000', help: 'Sizes of the clusters, played by kwok.' },
    { name: 'rest', type: 'string', default: '60', help: 'Seconds to watch the operator at rest.' },
    {
      name: 'in-pod',
      type: 'boolean',
      default: String(canRunAsPod),
      help:
        'Give the operator its ServiceAccount as a pod has it, in a mount namespace of its own (needs root). Otherwise ' +
        'a kubeconfig, whose authentication code takes 15 to 25 MiB more.',
    },
    { name: 'json', type: 'string', default: '', help: 'Write all figures to this file.' },
    peerFlag,
  ];
}

function wholeNumber(flag: string, text: string, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new FlagError(`-${flag}: "${text}" is not a number from 1 to ${most}`);
}
