import type { RequestMade } from '../../observer/history.ts';
import type { SimWorld } from '../world.ts';
import { insist } from './insist.ts';

/** All is known again this long after the control plane is back. */
const syncMs = 10_000;
/** Whoever has to take the lease anew waits for its end first. */
const leaseMs = 15_000;
/** The right to read these comes with their namespace, from whoever leads. */
const ofLeaders = '/namespaces/calico-system/secrets';

/** All that was ever watched is watched again within ten seconds after `back`. */
export function insistsOnSync({ history }: SimWorld, back: number): void {
  const open = history.requests.filter(({ verb, code }) => verb === 'watch' && code === 200);
  const within = (ms: number): Set<string> =>
    new Set(open.filter(({ at }) => at > back && at <= back + ms).map(subjectOfRead));
  const [soon, withLease] = [within(syncMs), within(leaseMs + syncMs)];
  const all = new Set(open.map(subjectOfRead));
  insist(
    `not watched ${syncMs / 1000} s after it is back`,
    [...all].filter((about) => !(about.includes(ofLeaders) ? withLease : soon).has(about)),
  );
}

/** No process reads all of a kind twice after `back`, be it as a list or at the beginning of a watch. */
export function insistsOnFewReads({ history }: SimWorld, back: number): void {
  const whole = history.requests.filter((request) => request.at > back && request.code === 200 && isWhole(request));
  const read = whole.map((request) => `${request.process} ${subjectOfRead(request)}`);
  insist(
    'read more than once',
    read.filter((each, index) => read.indexOf(each) !== index),
  );
}

function isWhole({ verb, path }: RequestMade): boolean {
  return verb === 'list' || path.includes('sendInitialEvents=true');
}

/** The path with the selection, but not from when or for how long. */
function subjectOfRead({ path }: RequestMade): string {
  return path
    .replaceAll(/(?:resourceVersion|resourceVersionMatch|sendInitialEvents|timeoutSeconds)=[^&]*&?/g, '')
    .replace(/[?&]$/, '');
}
