import { activeOperator } from './active-operator/index.ts';
import { admissionPolicies } from './admission-policies/index.ts';
import { apiserver } from './apiserver/index.ts';
import { certificates } from './certificates/index.ts';
import type { Component, Rendered } from './component.ts';
import { csi } from './csi/index.ts';
import { goldmane, type GoldmaneInput } from './goldmane/index.ts';
import { guardian, type GuardianInput } from './guardian/index.ts';
import type {
  AddonInput,
  AdmissionInput,
  ApiServerInput,
  CoreInput,
  MigrationInput,
  TiersInput,
  WindowsInput,
} from './input.ts';
import { kubeControllers } from './kube-controllers/index.ts';
import { migration } from './migration/index.ts';
import { namespace } from './namespace/index.ts';
import { node } from './node/index.ts';
import { nodeWindows } from './node-windows/index.ts';
import { policies } from './policies/index.ts';
import { normalize, type NormalizeContext } from './shared/normalize.ts';
import { tiers } from './tiers/index.ts';
import { typha } from './typha/index.ts';
import { webhooks } from './webhooks/index.ts';
import { whisker, type WhiskerInput } from './whisker/index.ts';

/**
 * What an Installation consists of. The order is for readers; what is sent when follows from the kinds
 * (docs/architecture.md, "Waves").
 */
export const coreComponents: readonly Component<CoreInput>[] = [
  namespace,
  activeOperator,
  certificates,
  typha,
  node,
  csi,
  kubeControllers,
  policies,
];

/** What an APIServer consists of; which of them serves depends on who stores Calico's configuration. */
export const apiServerComponents: readonly Component<ApiServerInput>[] = [webhooks, apiserver];

/** Everything that any add-on is rendered from. */
export type EveryAddonInput = GoldmaneInput & WhiskerInput & GuardianInput;

/** What has a custom resource of its own beside the Installation, one component each. */
export const addonComponents: readonly Component<EveryAddonInput>[] = [goldmane, whisker, guardian];

/** Everything that an Installation wants of the cluster, exactly as it is sent. */
export function renderCore(input: CoreInput): Rendered {
  return concatenated(coreComponents.map((component) => renderNormalized(component, input, coreContext(input))));
}

/** The tier of the operator's policies and the policies for cluster DNS, exactly as they are sent. */
export function renderTiers(input: TiersInput): Rendered {
  return tiers.render(input);
}

/** What Windows nodes want of the cluster, exactly as it is sent. */
export function renderWindows(input: WindowsInput): Rendered {
  return renderNormalized(nodeWindows, input, { ...coreContext(input), os: 'windows' });
}

/** The admission policies that stand in for Calico's API server, exactly as they are sent. */
export function renderAdmissionPolicies(input: AdmissionInput): Rendered {
  const { owner, operator } = input;
  const context: NormalizeContext = {
    operatorName: operator.name,
    calicoApi: 'projectcalico.org/v3',
    tlsCipherSuites: [],
    os: 'linux',
    ...(owner && { owner }),
  };
  return renderNormalized(admissionPolicies, input, context);
}

/** What calico-kube-controllers may do while Calico's data moves, exactly as it is sent. */
export function renderMigration(input: MigrationInput): Rendered {
  return renderNormalized(migration, input, coreContext({ ...input, spec: {} }));
}

/** Everything that an APIServer wants of the cluster, exactly as it is sent. */
export function renderApiServer(input: ApiServerInput): Rendered {
  const context = coreContext(input);
  return concatenated(apiServerComponents.map((component) => renderNormalized(component, input, context)));
}

/** Everything that an add-on wants of the cluster, exactly as it is sent. */
export function renderAddon<Input extends AddonInput>(component: Component<Input>, input: Input): Rendered {
  return renderNormalized(component, input, coreContext(input));
}

/** One component's objects as they are sent. */
export function renderNormalized<Input>(
  component: Component<Input>,
  input: Input,
  context: NormalizeContext,
): Rendered {
  const { present, absent } = component.render(input);
  return { present: present.map((object) => normalize(object, context)), absent };
}

/** What the objects of an Installation have in common. */
export function coreContext({ spec, owner, operator, calicoApi }: Common): NormalizeContext {
  return {
    owner,
    operatorName: operator.name,
    calicoApi,
    tlsCipherSuites: (spec.tlsCipherSuites ?? []).flatMap(({ name }) => (name === undefined ? [] : [name])),
    os: 'linux',
  };
}

interface Common extends Pick<CoreInput, 'owner' | 'operator' | 'calicoApi'> {
  readonly spec: Pick<CoreInput['spec'], 'tlsCipherSuites'>;
}

function concatenated(parts: readonly Rendered[]): Rendered {
  return { present: parts.flatMap(({ present }) => present), absent: parts.flatMap(({ absent }) => absent) };
}
