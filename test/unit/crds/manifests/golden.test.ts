import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { describeManifestProblems } from '../../../../src/crds/manifests/manifest-problem.ts';
import { converted, editCni, setEnv, type Draft } from '../../../support/manifest-facts.ts';

/** `<case>.in.yaml` says what is special about an installation from manifests, `<case>.out.yaml` what becomes of it. */
const folder = 'test/manifests';
const rewrites = process.env['UPDATE_GOLDEN'] === '1';
const cases = readdirSync(folder).flatMap((file) => (file.endsWith('.in.yaml') ? [file.slice(0, -8)] : []));

type Texts = Readonly<Record<string, string>>;

interface Special {
  /** Variables by container. */
  readonly env?: Readonly<Record<string, Texts>>;
  /** Edits of the CNI configuration, from and to. */
  readonly cni?: readonly (readonly [from: string, to: string])[];
  readonly configMaps?: Readonly<Record<string, Texts>>;
  /** Fields of the specs of the pool and of FelixConfiguration. */
  readonly pool?: object;
  readonly felix?: object;
  readonly withoutInitContainers?: boolean;
}

function changed(
  draft: Draft,
  { env = {}, cni = [], configMaps = {}, pool, felix, withoutInitContainers }: Special,
): void {
  if (withoutInitContainers === true) Object.assign(draft.node.spec?.template.spec ?? {}, { initContainers: [] });
  for (const [container, values] of Object.entries(env)) setEnv(draft, values, container);
  for (const [from, to] of cni) editCni(draft, from, to);
  for (const [name, data] of Object.entries(configMaps)) draft.configMaps.set(name, { ...data });
  Object.assign(draft.pool.spec, pool);
  draft.felix = { ...draft.felix, spec: { ...draft.felix.spec, ...felix } };
}

/** The text of the output file. */
function outcome(special: Special): string {
  const { problems, ...conversion } = converted((draft) => changed(draft, special));
  const refused = describeManifestProblems(problems)
    .split('\n')
    .filter((line) => line !== '');
  return stringify(refused.length > 0 ? { refused } : conversion, { lineWidth: 0, aliasDuplicateObjects: false });
}

describe('an installation from manifests', () => {
  it.each(cases)('becomes exactly what %s.out.yaml says', (name) => {
    const file = `${folder}/${name}.out.yaml`;
    const text = outcome((parse(readFileSync(`${folder}/${name}.in.yaml`, 'utf8')) ?? {}) as Special);
    if (rewrites) writeFileSync(file, text);
    expect(existsSync(file) ? readFileSync(file, 'utf8') : '').toBe(text);
  });
});
