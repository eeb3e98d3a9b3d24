import { ensureCrds, type CrdContext } from '../reconcilers/crds/ensure-crds.ts';
import { ACTIVE_OPERATOR } from '../renderers/shared/names.ts';
import { defineController, named, watches, type ControllerDefinition } from '../runtime/define-controller.ts';
import { wholeCluster } from './wakes.ts';

/** Keeps the CRDs as this release has them, where the operator is to bring them. Definitions of others wake nobody. */
export function crdsController(ctx: CrdContext): ControllerDefinition[] {
  const { definitions, configMaps } = ctx.cluster;
  if (definitions === undefined) return [];
  const ours = { when: ({ object }: { object: unknown }) => object !== undefined };
  return [
    defineController({
      name: 'crds-controller',
      sources: [
        watches(definitions, () => [wholeCluster], ours),
        watches(configMaps, () => [wholeCluster], { when: named(ACTIVE_OPERATOR) }),
      ],
      restMs: 500,
      initialKeys: [wholeCluster],
      reconcile: (_key, signal) => ensureCrds(ctx, signal),
    }),
  ];
}
