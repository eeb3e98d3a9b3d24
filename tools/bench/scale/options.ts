import { FlagError, flagHelp, parseFlags, type FlagDefinition } from '../../../src/cli/flags.ts';
import { peerFlag } from '../options.ts';

/** How large the cluster is, and what happens on it. */
export interface ScaleOptions {
  readonly nodes: number;
  /** Secrets that have nothing to do with Calico. */
  readonly secrets: number;
  /** Pods that have nothing to do with Calico. */
  readonly pods: number;
  /** Changes of nodes in a second. */
  readonly updates: number;
  /** For how long nodes change. */
  readonly seconds: number;
  /** Path of a file with figures of another operator; empty for none. */
  readonly peer: string;
}

const flags: readonly FlagDefinition[] = [
  { name: 'nodes', type: 'string', default: '5000', help: 'Nodes, played by kwok.' },
  { name: 'secrets', type: 'string', default: '30000', help: 'Secrets of others.' },
  { name: 'pods', type: 'string', default: '100000', help: 'Pods of others.' },
  { name: 'updates', type: 'string', default: '200', help: 'Heartbeats of nodes in a second.' },
  {
    name: 'seconds',
    type: 'string',
    default: '240',
    help: 'For how long nodes send them: less than the five minutes between two passes without a cause.',
  },
  peerFlag,
];

/** From here on every 200 nodes ask for one more Typha (docs/typha.md). */
const leastNodes = 400;

/** Reads the command line; a text where help is asked for. Throws FlagError. */
export function readScaleOptions(args: readonly string[]): ScaleOptions | string {
  const values = parseFlags(flags, args);
  if (values === 'help')
    return `Measures the operator on one very large cluster.\n\nUsage: npm run bench:scale -- [flags]\n\n${flagHelp(flags)}\n`;
  const number = (name: Exclude<keyof ScaleOptions, 'peer'>, least = 1): number =>
    wholeNumber(name, values[name] ?? '', least);
  return {
    nodes: number('nodes', leastNodes),
    secrets: number('secrets'),
    pods: number('pods'),
    updates: number('updates'),
    seconds: number('seconds'),
    peer: values['peer'] ?? '',
  };
}

function wholeNumber(flag: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  throw new FlagError(`-${flag}: "${text}" is not a number of ${least} or more`);
}
