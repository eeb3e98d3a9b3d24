import type { FieldSet, KubeObject } from '../../../../../../src/k8s/object.ts';
import { applyPatch, schemaFromStructural } from '../../../../../../tools/sim/server/apply/index.ts';
import type { ApplyOptions, ApplyOutcome } from '../../../../../../tools/sim/server/apply/index.ts';

export interface Widget extends KubeObject {
  spec?: Readonly<Record<string, unknown>>;
  status?: Readonly<Record<string, unknown>>;
}

const text = { type: 'string' };

/** A custom kind with a field of each merge strategy. */
export const widgetSchema = schemaFromStructural({
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: {
        size: { type: 'integer' },
        labels: { type: 'object', additionalProperties: text },
        whole: { type: 'object', 'x-kubernetes-map-type': 'atomic', properties: { x: text, y: text } },
        free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        list: { type: 'array', items: text },
        set: { type: 'array', 'x-kubernetes-list-type': 'set', items: text },
        parts: {
          type: 'array',
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['name'],
          items: { type: 'object', properties: { name: text, value: text } },
        },
      },
    },
    status: { type: 'object', properties: { phase: text } },
  },
});

export const apiVersion = 'example.com/v1';
/** When all writes of the tests happen, but those that say otherwise. */
export const now = new Date('2030-01-02T03:04:05.678Z');

export function widget(spec?: Widget['spec'], metadata: Partial<KubeObject['metadata']> = {}): Widget {
  const base: Widget = { apiVersion, kind: 'Widget', metadata: { name: 'w', ...metadata } };
  return spec === undefined ? base : { ...base, spec };
}

export function tryApply(
  live: Widget | undefined,
  applied: Widget,
  manager: string,
  options: Partial<ApplyOptions> = {},
): ApplyOutcome {
  return applyPatch(live, applied, { schema: widgetSchema, manager, force: false, apiVersion, now, ...options });
}

/** The object after an apply that must not conflict. */
export function applied(
  live: Widget | undefined,
  wanted: Widget,
  manager: string,
  options: Partial<ApplyOptions> = {},
): Widget {
  const outcome = tryApply(live, wanted, manager, options);
  if ('conflicts' in outcome)
    throw new Error(`conflict with ${outcome.conflicts.map(({ manager }) => manager).join()}`);
  return outcome.object;
}

/** What each manager owns, by name and operation. */
export function ownership(object: KubeObject): Record<string, FieldSet | undefined> {
  const entries = object.metadata.managedFields ?? [];
  return Object.fromEntries(entries.map((entry) => [`${entry.manager} ${entry.operation}`, entry.fieldsV1]));
}
