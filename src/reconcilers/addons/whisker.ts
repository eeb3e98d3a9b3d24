import { Whiskers } from '../../crds/kinds.ts';
import { Degraded } from '../../crds/status/degraded.ts';
import { validateWhisker } from '../../crds/validate-addons.ts';
import type { Whisker } from '../../crds/whisker.ts';
import { renderAddon } from '../../renderers/catalog.ts';
import { GOLDMANE, GOLDMANE_PAIR, WHISKER_PAIR } from '../../renderers/shared/names.ts';
import { whisker } from '../../renderers/whisker/index.ts';
import type { ReconcileContext } from '../context.ts';
import { loopbackNames, serviceNames, type Addon } from './addon.ts';

/** Whisker, a client of Goldmane. */
export const whiskerAddon: Addon<Whisker> = {
  status: 'whisker',
  type: Whiskers,
  names: ['default'],
  component: whisker,
  finalizer: 'operator.tigera.io/whisker-controller',
  load: ({ cluster }) => cluster.whiskers.get('default'),
  validate: ({ spec = {} }) => validateWhisker(spec),
  require: requireGoldmane,
  acquaintance: (ctx) => {
    const [commonName, ...names] = serviceNames(ctx, 'whisker-backend');
    return {
      leaf: { secret: WHISKER_PAIR, commonName, otherNames: [...names, ...loopbackNames] },
      meets: [GOLDMANE_PAIR],
      metBy: [GOLDMANE],
    };
  },
  render: (_, input, { spec = {} }) => renderAddon(whisker, { ...input, whisker: spec }),
};

/** What is there stays as it is meanwhile. */
function requireGoldmane({ cluster }: ReconcileContext): void {
  if (cluster.goldmanes.get('default') !== undefined) return;
  const text = 'waiting for a Goldmane named default, whose flow logs Whisker shows; make one, or delete the Whisker';
  throw new Degraded('ResourceNotFound', text, { retry: 'on-watch' });
}
