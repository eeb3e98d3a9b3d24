import type { ContainerStatus, Pod } from '../../crds/generated/core.gen.ts';

/** Why pods of one workload do not run: one sentence for each cause, with how many pods share it and an example. */
export function podFailures(pods: readonly Pod[]): string[] {
  const causes = new Map<string, Pod[]>();
  for (const pod of pods) {
    const cause = failureOf(pod);
    if (cause !== undefined) causes.set(cause, [...(causes.get(cause) ?? []), pod]);
  }
  return [...causes.entries()].map(([cause, members]) => sentence(cause, members, pods.length)).toSorted();
}

function sentence(cause: string, members: readonly Pod[], all: number): string {
  const first = members.map(placeOf).toSorted()[0] ?? '';
  return members.length === 1 ? `pod ${first} ${cause}` : `${members.length} of ${all} pods (first: ${first}) ${cause}`;
}

function placeOf({ metadata, spec }: Pod): string {
  const node = spec?.nodeName;
  return `${metadata.namespace ?? ''}/${metadata.name}${node === undefined ? '' : ` on node ${node}`}`;
}

/** Undefined for a pod that works, is on its way, or is leaving. */
function failureOf(pod: Pod): string | undefined {
  if (pod.metadata.deletionTimestamp !== undefined) return undefined;
  if (pod.status?.phase === 'Failed') return `has failed${detail(pod.status.message)}`;
  const statuses = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
  const container = statuses.map(containerFailure).find((failure) => failure !== undefined);
  return container ?? unschedulable(pod) ?? notReady(pod);
}

const waitingTexts: Readonly<Record<string, string>> = {
  CrashLoopBackOff: 'is crash looping',
  ImagePullBackOff: 'cannot pull its image',
  ErrImagePull: 'cannot pull its image',
  InvalidImageName: 'names an image that is not valid',
  CreateContainerConfigError: 'lacks a ConfigMap or Secret that it names',
  CreateContainerError: 'cannot be created',
  RunContainerError: 'cannot be started',
};

function containerFailure({ name, image, state = {}, lastState = {} }: ContainerStatus): string | undefined {
  const { waiting, terminated } = state;
  if (waiting !== undefined) return waitingFailure({ name, image, ...waiting }, lastState.terminated);
  return terminated?.reason === 'Error' ? `has a container ${name} that ended${exitOf(terminated)}` : undefined;
}

interface WaitingContainer {
  readonly name: string;
  readonly image: string;
  readonly reason?: string;
  readonly message?: string;
}

function waitingFailure(container: WaitingContainer, last: Ended | undefined): string | undefined {
  const text = waitingTexts[container.reason ?? ''];
  if (text === undefined) return undefined;
  const about = text.includes('image') ? ` ${container.image}` : exitOf(last) || detail(container.message);
  return `has a container ${container.name} that ${text}${about}`;
}

interface Ended {
  readonly reason?: string;
  readonly exitCode: number;
}

function exitOf(terminated: Ended | undefined): string {
  if (terminated === undefined) return '';
  const hint = terminated.exitCode === 137 ? ': killed, by the liveness probe or for lack of memory' : '';
  return ` (${terminated.reason ?? 'ended'}, exit code ${terminated.exitCode}${hint})`;
}

function unschedulable(pod: Pod): string | undefined {
  const condition = pod.status?.conditions?.find(({ type, status }) => type === 'PodScheduled' && status === 'False');
  return condition === undefined ? undefined : `cannot be scheduled${detail(condition.message)}`;
}

function notReady(pod: Pod): string | undefined {
  const ready = pod.status?.conditions?.find(({ type }) => type === 'ContainersReady');
  return pod.status?.phase === 'Running' && ready?.status === 'False' ? 'runs but is not ready' : undefined;
}

function detail(message: string | undefined): string {
  return message === undefined || message === '' ? '' : `: ${message}`;
}
