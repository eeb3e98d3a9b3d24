import { problemIf, type Problem } from '../problem.ts';
import { parseQuantity, type Quantity } from '../quantity.ts';
import type { ContainerOverride } from '../workload-override.ts';
import type { ResourceRequirements } from '../generated/core.gen.ts';
import { envProblems } from './env.ts';
import { isQualifiedName } from './labels.ts';
import { securityContextProblems } from './security-context.ts';

/** Resources that may be promised more often than they exist. */
const sharedResources = new Set(['cpu', 'memory', 'ephemeral-storage']);

/** Resources that a container has for itself, whole. */
const isDevice = (name: string): boolean =>
  name.startsWith('hugepages-') || (name.includes('/') && isQualifiedName(name));

const billion = 1_000_000_000n;

function amountProblems(name: string, amount: Quantity, path: string): readonly Problem[] {
  const value = parseQuantity(amount);
  const problem = { path: `${path}[${name}]`, value: amount };
  if (!sharedResources.has(name) && !isDevice(name)) {
    return [{ path, value: name, message: `is no resource; allowed: ${knownNames}` }];
  }
  if (value === undefined) return [{ ...problem, message: 'is no quantity; write it like 200m or 128Mi' }];
  if (value < 0n) return [{ ...problem, message: 'must be 0 or more' }];
  return problemIf(isDevice(name) && value % billion !== 0n, { ...problem, message: 'must be a whole number' });
}

const knownNames = 'cpu, memory, ephemeral-storage, hugepages-<size>, or a resource with a domain, example.com/gpu';

/** Requests and limits of one container. */
export function resourceProblems(resources: ResourceRequirements | undefined, path: string): readonly Problem[] {
  const { requests = {}, limits = {} } = resources ?? {};
  return [
    ...Object.entries(requests).flatMap(([name, amount]) => amountProblems(name, amount, `${path}.requests`)),
    ...Object.entries(limits).flatMap(([name, amount]) => amountProblems(name, amount, `${path}.limits`)),
    ...Object.entries(requests).flatMap(([name, amount]) => againstLimit(name, amount, limits[name], path)),
  ];
}

function againstLimit(name: string, request: Quantity, limit: Quantity | undefined, path: string): readonly Problem[] {
  const wanted = parseQuantity(request) ?? 0n;
  const allowed = limit === undefined ? undefined : parseQuantity(limit);
  const problem = { path: `${path}.requests[${name}]`, value: request };
  if (isDevice(name)) {
    const message = `must have a limit of the same amount, since ${name} cannot be shared`;
    return problemIf(allowed !== wanted, { ...problem, message });
  }
  const message = `is more than the limit, ${limit}; lower it or raise the limit`;
  return problemIf(allowed !== undefined && wanted > allowed, { ...problem, message });
}

/** Containers of an override. */
export function containerProblems(
  containers: readonly ContainerOverride[] | undefined,
  path: string,
): readonly Problem[] {
  return (containers ?? []).flatMap((container, index) => containerProblem(container, `${path}[${index}]`));
}

function containerProblem(
  { resources, env, securityContext, ports = [] }: ContainerOverride,
  path: string,
): readonly Problem[] {
  return [
    ...resourceProblems(resources, `${path}.resources`),
    ...envProblems(env, `${path}.env`),
    ...securityContextProblems(securityContext, `${path}.securityContext`),
    ...ports.flatMap(({ containerPort }, index) =>
      problemIf(containerPort < 1 || containerPort > 65_535, {
        path: `${path}.ports[${index}].containerPort`,
        value: containerPort,
        message: 'must be a port, from 1 to 65535',
      }),
    ),
  ];
}
