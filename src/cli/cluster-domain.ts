import { readFileSync } from 'node:fs';

/** The domain of clusters that nobody gave another one. */
const usualDomain = 'cluster.local';

/**
 * The cluster's domain, as Kubernetes tells every pod that resolves names through the cluster: behind `svc.` in the search
 * list (https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/). `cluster.local` where it is not told.
 */
export function readClusterDomain(path = '/etc/resolv.conf'): string {
  try {
    return clusterDomainIn(readFileSync(path, 'utf8')) ?? usualDomain;
  } catch {
    return usualDomain;
  }
}

/** Where pods look for names; undefined where the text does not say. The last search list counts, as for the resolver. */
export function clusterDomainIn(resolvConf: string): string | undefined {
  const lists = resolvConf
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([keyword]) => keyword === 'search');
  const domain = lists.at(-1)?.find((each) => each.startsWith('svc.'));
  return domain?.slice('svc.'.length).replace(/\.$/, '');
}
