/**
 * A golden case is two files: `<component>/<situation>.in.yaml` says what is special about the facts, merged over
 * `<component>/default.in.yaml` and over `default.in.yaml` of this folder; `<situation>.out.yaml` is what is then sent.
 * Objects that are byte for byte those of the component's default case are only named, so that a case shows its effect.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { InstallationSpec, SettledSpec } from '../../src/crds/installation/spec.ts';
import { describeRef, type KubeObject, refOf } from '../../src/k8s/object.ts';
import {
  addonComponents,
  apiServerComponents,
  coreComponents,
  coreContext,
  type EveryAddonInput,
  renderAdmissionPolicies,
  renderMigration,
  renderNormalized,
  renderTiers,
  renderWindows,
} from '../../src/renderers/catalog.ts';
import type { Component, Rendered } from '../../src/renderers/component.ts';
import type { AdmissionInput, ApiServerInput, CoreInput, MigrationInput, TiersInput, WindowsInput } from '../../src/renderers/input.ts';
import { imageReferences } from '../../src/renderers/shared/images.ts';

const folder = join(process.cwd(), 'test/golden');
const IN = '.in.yaml';

export interface GoldenCase {
  readonly component: string;
  readonly situation: string;
  /** File that holds what is expected. */
  readonly outputFile: string;
}

/** Every case of the folder. */
export function goldenCases(): GoldenCase[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => casesOf(name));
}

function casesOf(component: string): GoldenCase[] {
  const inputs = readdirSync(join(folder, component)).filter((file) => file.endsWith(IN));
  return inputs.map((file) => {
    const situation = file.slice(0, -IN.length);
    return { component, situation, outputFile: join(folder, component, `${situation}.out.yaml`) };
  });
}

/** What a case renders to, as the text of its output file. */
export function renderCase({ component, situation }: GoldenCase): string {
  const usual = render(component, 'default');
  const output = situation === 'default' ? usual : withoutUsual(render(component, situation), usual);
  return yaml(output);
}

function withoutUsual({ present, absent }: Rendered, usual: Rendered): object {
  const known = new Set(usual.present.map(yaml));
  const isUsual = (object: KubeObject): boolean => known.has(yaml(object));
  return {
    asInDefault: present.filter(isUsual).map((object) => describeRef(refOf(object))),
    present: present.filter((object) => !isUsual(object)),
    absent,
  };
}

function yaml(value: object): string {
  return stringify(value, { aliasDuplicateObjects: false, lineWidth: 0 });
}

/** The objects of a case with other settings in its spec, merged over its own. */
export function renderWith({ component, situation }: GoldenCase, spec: InstallationSpec): Rendered {
  return render(component, situation, { spec });
}

/** The objects of a case, and its spec, as if its user had overridden no workload: what the operator sets by itself. */
export function renderWithoutOverrides({ component, situation }: GoldenCase): { spec: SettledSpec; rendered: Rendered } {
  const change = { spec: Object.fromEntries(overrides.map((field) => [field, null])) };
  const { spec } = factsOf(component, situation, change) as CoreInput;
  return { spec, rendered: render(component, situation, change) };
}

const overrides: readonly (keyof InstallationSpec)[] = [
  'calicoNodeDaemonSet',
  'calicoNodeWindowsDaemonSet',
  'csiNodeDriverDaemonSet',
  'calicoKubeControllersDeployment',
  'typhaDeployment',
];

function render(component: string, situation: string, change: object = {}): Rendered {
  const facts = factsOf(component, situation, change);
  if (component === 'admission-policies') return renderAdmissionPolicies(facts as AdmissionInput);
  if (component === 'migration') return renderMigration(facts as MigrationInput);
  if (component === 'tiers') return renderTiers(facts as TiersInput);
  if (component === 'node-windows') return renderWindows(withImages(facts as WindowsInput));
  const input = withImages(facts as AnyInput);
  const components: readonly Component<AnyInput>[] = [...coreComponents, ...apiServerComponents, ...addonComponents];
  const found = components.find(({ name }) => name === component);
  if (found === undefined) throw new Error(`test/golden/${component} belongs to no component`);
  return renderNormalized(found, input, coreContext(input));
}

/** The facts of any component; which of them a case has follows from its folder. */
type AnyInput = CoreInput & ApiServerInput & EveryAddonInput;

function factsOf(component: string, situation: string, change: object): unknown {
  const files = [`default${IN}`, `${component}/default${IN}`, `${component}/${situation}${IN}`];
  return frozen(merged(files.map(readYaml).reduce(merged, {}), change));
}

/** Rendering is pure: whatever changes its facts fails. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(frozen);
  return Object.freeze(value);
}

function withImages<Input extends Pick<CoreInput, 'spec' | 'images'>>(input: Input): Input {
  return { ...input, images: imageReferences(input.spec, input.images) };
}

function readYaml(file: string): unknown {
  return parse(readFileSync(join(folder, file), 'utf8')) ?? {};
}

/** Objects are merged key by key, everything else is replaced; `null` removes a key. */
function merged(base: unknown, change: unknown): unknown {
  if (!isRecord(base) || !isRecord(change)) return change;
  const keys = new Set([...Object.keys(base), ...Object.keys(change)]);
  const entries = [...keys].map((key) => [key, key in change ? merged(base[key], change[key]) : base[key]] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== null));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
