import { FlagError, flagHelp, parseFlags, type FlagDefinition } from '../../src/cli/flags.ts';

export interface DemoOptions {
  readonly nodes: number;
  /** End as soon as all is available, instead of staying. */
  readonly once: boolean;
}

const flags: readonly FlagDefinition[] = [
  { name: 'nodes', type: 'string', default: '5', help: 'Nodes of the cluster, played by kwok.' },
  {
    name: 'once',
    type: 'boolean',
    default: 'false',
    help: 'End as soon as everything is available: exit code 0, or 1 with the reason.',
  },
];

/** Reads the command line of the demo; a text where help is asked for. Throws FlagError. */
export function readDemoOptions(args: readonly string[]): DemoOptions | string {
  const values = parseFlags(flags, args);
  if (values === 'help')
    return `Shows the operator at work on a real control plane.\n\nUsage: npm run demo -- [flags]\n\n${flagHelp(flags)}\n`;
  const nodes = Number(values['nodes']);
  if (!Number.isInteger(nodes) || nodes < 1 || nodes > 5000) {
    throw new FlagError(`-nodes: "${values['nodes'] ?? ''}" is not a number from 1 to 5000`);
  }
  return { nodes, once: values['once'] === 'true' };
}
