import { Goldmanes } from '../../crds/kinds.ts';
import type { Goldmane } from '../../crds/goldmane.ts';
import { validateGoldmane } from '../../crds/validate-addons.ts';
import { renderAddon } from '../../renderers/catalog.ts';
import { goldmane } from '../../renderers/goldmane/index.ts';
import {
  CALICO_NODE,
  CALICO_NODE_WINDOWS,
  GOLDMANE,
  GOLDMANE_HOST,
  GOLDMANE_PAIR,
  GUARDIAN,
  GUARDIAN_PAIR,
  WHISKER,
  WHISKER_PAIR,
} from '../../renderers/shared/names.ts';
import { serviceNames, type Addon } from './addon.ts';

/** Goldmane. calico-node sends to it, Whisker and guardian ask it; with a management cluster it sends to guardian. */
export const goldmaneAddon: Addon<Goldmane> = {
  status: 'goldmane',
  type: Goldmanes,
  names: ['default'],
  component: goldmane,
  finalizer: 'operator.tigera.io/goldmane-controller',
  load: ({ cluster }) => cluster.goldmanes.get('default'),
  validate: ({ spec = {} }) => validateGoldmane(spec),
  acquaintance: (ctx) => {
    const [commonName, ...otherNames] = serviceNames(ctx, GOLDMANE);
    return {
      leaf: { secret: GOLDMANE_PAIR, commonName, otherNames, calledBy: GOLDMANE_HOST },
      meets: ['node-certs', WHISKER_PAIR, GUARDIAN_PAIR, 'calico-voltron-linseed-certs-public'],
      metBy: [CALICO_NODE, CALICO_NODE_WINDOWS, WHISKER, GUARDIAN],
    };
  },
  render: (_, input, { spec = {} }) => renderAddon(goldmane, { ...input, goldmane: spec }),
};
