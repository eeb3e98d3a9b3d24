import type { APIServerSpec } from './apiserver.ts';
import { problemIf, type Problem } from './problem.ts';
import { validateWorkload } from './workload-rules/validate-workload.ts';

/** The container that each port belongs to. */
const containerOfPort = {
  apiserver: 'calico-apiserver',
  queryserver: 'tigera-queryserver',
  l7admctrl: 'calico-l7-admission-controller',
} as const;

/** Everything that is wrong with the spec of an APIServer. */
export function validateApiServer(spec: APIServerSpec): readonly Problem[] {
  return [
    ...validateWorkload(spec.apiServerDeployment, 'spec.apiServerDeployment'),
    ...validateWorkload(spec.calicoWebhooksDeployment, 'spec.calicoWebhooksDeployment'),
    ...portsOfContainers(spec.apiServerDeployment),
  ];
}

function portsOfContainers(override: APIServerSpec['apiServerDeployment']): readonly Problem[] {
  const containers = override?.spec?.template?.spec?.containers ?? [];
  return containers.flatMap(({ name, ports = [] }, index) =>
    ports.flatMap((port, portIndex) =>
      problemIf(containerOfPort[port.name] !== name, {
        path: `spec.apiServerDeployment.spec.template.spec.containers[${index}].ports[${portIndex}].name`,
        value: port.name,
        message: `belongs to container ${containerOfPort[port.name]}, not to ${name}; move it there`,
      }),
    ),
  );
}
