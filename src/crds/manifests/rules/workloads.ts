import type { Container, DaemonSet, Deployment, NodeSelectorTerm } from '../../generated/core.gen.ts';
import { askedMoveLabel, MOVE_LABEL } from '../facts.ts';
import type { ManifestComponent } from '../manifest-problem.ts';
import { podOf, type ManifestReading } from '../manifest-reading.ts';
import { check, type ManifestRule } from './rule.ts';

interface Workload {
  readonly component: ManifestComponent;
  readonly name: string;
  readonly live: DaemonSet | Deployment;
}

function workloadsOf({ facts }: ManifestReading): Workload[] {
  const named = {
    'calico-node': facts.node,
    'calico-kube-controllers': facts.kubeControllers,
    'calico-typha': facts.typha,
  };
  return Object.entries(named).flatMap(([name, live]) => {
    const kind = name === 'calico-node' ? 'daemonset' : 'deployment';
    return live === undefined ? [] : [{ component: `${kind}/${name}` as ManifestComponent, name, live }];
  });
}

const ADDON_LABEL = 'addonmanager.kubernetes.io/mode';

const noAddonManager = check('label `addonmanager.kubernetes.io/mode`', (reading) => {
  for (const { component, live } of workloadsOf(reading)) {
    const value = live.metadata.labels?.[ADDON_LABEL];
    if (value === undefined) continue;
    const about = { message: 'hands it to the addon manager of the platform, which would put it back' };
    reading.refuse({ component, field: `label ${ADDON_LABEL}`, value, ...about, fix: 'switch the add-on off there' });
  }
});

const knownAnnotations: readonly RegExp[] = [
  /^deprecated\.daemonset\.template\.generation$/,
  /^deployment\.kubernetes\.io\/revision$/,
  /^scheduler\.alpha\.kubernetes\.io\/critical-pod$/,
  /^kubectl\.kubernetes\.io/,
];

/** What the cluster autoscaler is told, by workload: the operator's pods behave in the same way without. */
const knownValues: Readonly<Record<string, readonly [key: string, value: string]>> = {
  'calico-node': ['cluster-autoscaler.kubernetes.io/daemonset-pod', 'true'],
  'calico-typha': ['cluster-autoscaler.kubernetes.io/safe-to-evict', 'true'],
};

const annotations = check('annotations of the workloads and of their pods', (reading) => {
  for (const { component, name, live } of workloadsOf(reading)) {
    const onPods = live.spec?.template.metadata?.annotations ?? {};
    const known = knownValues[name];
    const places = [
      { where: '', found: live.metadata.annotations ?? {} },
      {
        where: ' of the pods',
        found: Object.fromEntries(
          Object.entries(onPods).filter(([key, value]) => key !== known?.[0] || value !== known[1]),
        ),
      },
    ];
    for (const { where, found } of places) refuseUnknownAnnotations(reading, { component, where, found });
  }
});

function refuseUnknownAnnotations(
  reading: ManifestReading,
  { component, where, found }: { component: ManifestComponent; where: string; found: Readonly<Record<string, string>> },
): void {
  for (const [key, value] of Object.entries(found)) {
    if (knownAnnotations.some((pattern) => pattern.test(key))) continue;
    const override = overrideOf[component] ?? 'the Installation';
    const fix = `remove it, and set it in ${override} if it is needed`;
    reading.refuse({ component, field: `annotation ${key}${where}`, value, message: 'would be lost', fix });
  }
}

const overrideOf: Readonly<Partial<Record<ManifestComponent, string>>> = {
  'daemonset/calico-node': 'spec.calicoNodeDaemonSet',
  'deployment/calico-kube-controllers': 'spec.calicoKubeControllersDeployment',
  'deployment/calico-typha': 'spec.typhaDeployment',
};

const componentNames = {
  'calico-node': 'Node',
  'calico-kube-controllers': 'KubeControllers',
  'calico-typha': 'Typha',
} as const;

const resources: ManifestRule = {
  reads: 'resources of the main containers',
  convert: (reading) => {
    const componentResources = workloadsOf(reading).flatMap(({ name, live }) => {
      const main = podOf(live).containers.find((container) => container.name === name);
      const requirements = main && resourcesOf(main);
      const componentName = componentNames[name as keyof typeof componentNames];
      return requirements === undefined ? [] : [{ componentName, resourceRequirements: requirements }];
    });
    return componentResources.length === 0 ? {} : { componentResources };
  },
};

function resourcesOf({ resources: found }: Container): Container['resources'] {
  return found === undefined || Object.keys(found).length === 0 ? undefined : found;
}

/** While nodes move, the old DaemonSet does not roll by itself, and says nothing about the new one. */
const updateStrategy: ManifestRule = {
  reads: 'update strategy of calico-node',
  convert: (reading) => {
    const { node } = reading.facts;
    const strategy = node.spec?.updateStrategy;
    if (strategy === undefined || askedMoveLabel(node) !== undefined) return {};
    if (strategy.type !== 'OnDelete') return { nodeUpdateStrategy: strategy };
    const fix = 'set it to RollingUpdate; the operator rolls calico-node node by node';
    reading.refuseIf(true, { field: 'updateStrategy', value: 'OnDelete', message: 'leaves updates to you', fix });
    return {};
  },
};

const osLabels: ReadonlySet<string> = new Set(['kubernetes.io/os', 'beta.kubernetes.io/os']);

/** A node selector without what the operator sets by itself. */
function otherLabels(live: DaemonSet | Deployment): [string, string][] {
  const selector = Object.entries(podOf(live).nodeSelector ?? {});
  return selector.filter(([key, value]) => !(osLabels.has(key) && value === 'linux'));
}

const nodePlacement = check('node selector and affinity of calico-node', (reading) => {
  const { node } = reading.facts;
  for (const [key, value] of otherLabels(node).filter(([label]) => label !== MOVE_LABEL)) {
    const about = { message: 'keeps calico-node from some nodes, and so pods', fix: 'remove it' };
    reading.refuseIf(true, { field: `nodeSelector ${key}`, value, ...about });
  }
  const { affinity } = reading.pod;
  const isEmpty = affinity === undefined || Object.keys(affinity).length === 0;
  reading.refuseIf(!isEmpty && !onlyAvoidsVirtualNodes(reading.pod), {
    field: 'affinity',
    value: affinity,
    message: 'keeps calico-node from some nodes, and so pods',
    fix: 'remove it; AKS and EKS keep theirs against virtual nodes',
  });
});

/** Labels of nodes on which no pod of a DaemonSet can run; the operator avoids them by itself. */
const virtualNodes: readonly (readonly [key: string, value: string])[] = [
  ['type', 'virtual-kubelet'],
  ['eks.amazonaws.com/compute-type', 'fargate'],
];

function onlyAvoidsVirtualNodes({ affinity = {} }: ManifestReading['pod']): boolean {
  const { nodeAffinity, ...others } = affinity;
  const { requiredDuringSchedulingIgnoredDuringExecution: required, ...preferences } = nodeAffinity ?? {};
  const terms = required?.nodeSelectorTerms ?? [];
  return Object.keys(others).length + Object.keys(preferences).length === 0 && terms.every(avoidsVirtualNodes);
}

function avoidsVirtualNodes({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm): boolean {
  const isKnown = ({ key, operator, values }: (typeof matchExpressions)[number]): boolean =>
    virtualNodes.some(([label, value]) => key === label && operator === 'NotIn' && values?.join() === value);
  return matchFields.length === 0 && matchExpressions.every(isKnown);
}

const typhaPlacement: ManifestRule = {
  reads: 'node selector and affinity of calico-typha',
  convert: (reading) => {
    const { typha } = reading.facts;
    if (typha === undefined) return {};
    const component = 'deployment/calico-typha';
    for (const [key, value] of otherLabels(typha)) {
      const fix = 'remove it, and set spec.typhaDeployment.spec.template.spec.nodeSelector if it is needed';
      reading.refuse({ component, field: `nodeSelector ${key}`, value, message: 'cannot be kept', fix });
    }
    const { nodeAffinity, podAffinity, podAntiAffinity } = podOf(typha).affinity ?? {};
    const { requiredDuringSchedulingIgnoredDuringExecution: required, ...preferred } = nodeAffinity ?? {};
    if (required !== undefined) {
      const fix = 'remove it, and set spec.typhaAffinity.nodeAffinity if it is needed';
      reading.refuse({ component, field: 'required node affinity', value: required, message: 'cannot be kept', fix });
    }
    const pods = { ...(podAffinity && { podAffinity }), ...(podAntiAffinity && { podAntiAffinity }) };
    return {
      ...(Object.keys(preferred).length > 0 && { typhaAffinity: { nodeAffinity: preferred } }),
      ...(Object.keys(pods).length > 0 && { typhaDeployment: { spec: { template: { spec: { affinity: pods } } } } }),
    };
  },
};

const kubeControllersPlacement: ManifestRule = {
  reads: 'node selector and affinity of calico-kube-controllers',
  convert: (reading) => {
    const { kubeControllers } = reading.facts;
    if (kubeControllers === undefined) return {};
    const { affinity = {} } = podOf(kubeControllers);
    if (Object.keys(affinity).length > 0) {
      const component = 'deployment/calico-kube-controllers';
      const fix = 'remove it, and set spec.calicoKubeControllersDeployment if it is needed';
      reading.refuse({ component, field: 'affinity', value: affinity, message: 'cannot be kept', fix });
    }
    const selector = otherLabels(kubeControllers);
    return selector.length === 0 ? {} : { controlPlaneNodeSelector: Object.fromEntries(selector) };
  },
};

/** Values of variables of calico-kube-controllers that are the default of the operator's. */
const kubeControllersValues: Readonly<Record<string, readonly string[]>> = {
  ENABLED_CONTROLLERS: ['node', 'node,loadbalancer'],
  AUTO_HOST_ENDPOINTS: ['disabled'],
};

const kubeControllersEnv = check('`ENABLED_CONTROLLERS`, `AUTO_HOST_ENDPOINTS`', (reading) => {
  for (const [name, allowed] of Object.entries(kubeControllersValues)) {
    const value = reading.envOf(reading.facts.kubeControllers, 'calico-kube-controllers', name);
    if (value === undefined || allowed.includes(value.toLowerCase())) continue;
    const fix = `set it to ${allowed.join(' or ')}; KubeControllersConfiguration default has the same settings`;
    const component = 'deployment/calico-kube-controllers';
    reading.refuse({ component, field: `env ${name}`, value, message: 'cannot be kept', fix });
  }
});

/** Rules about the workloads as such. */
export const workloadRules: readonly ManifestRule[] = [
  noAddonManager,
  annotations,
  resources,
  updateStrategy,
  nodePlacement,
  typhaPlacement,
  kubeControllersPlacement,
  kubeControllersEnv,
];
