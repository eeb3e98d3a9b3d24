import { subjectOf, type RequestMade } from '../../observer/history.ts';

/** `apply daemonsets.apps calico-system/calico-node (status)`. */
export function describeRequest(request: RequestMade): string {
  const { verb, subresource } = request;
  return `${verb} ${subjectOf(request)}${subresource === undefined ? '' : ` (${subresource})`}`;
}
