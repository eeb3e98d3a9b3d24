import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { clusterDomainIn } from '../../src/cli/cluster-domain.ts';
import { FlagError, parseFlags } from '../../src/cli/flags.ts';
import { parseListenAddress } from '../../src/cli/listen-address.ts';
import { flags } from '../../src/cli/options.ts';
import { isSelector } from '../../src/crds/calico/selector.ts';
import { expandedCidr, parseAddress, parseCidr, sameRange } from '../../src/crds/cidr.ts';
import { readCniConfig } from '../../src/crds/manifests/cni-config.ts';
import { hasBinarySuffix, parseQuantity, sameQuantity, wholeUnits } from '../../src/crds/quantity.ts';
import { JsonItemSplitter } from '../../src/k8s/json-items.ts';
import { LineSplitter } from '../../src/k8s/line-splitter.ts';
import { compareResourceVersions } from '../../src/k8s/resource-version.ts';
import { fieldSelector, labelSelector } from '../../src/k8s/selector.ts';
import { apiErrorOf, retryAfterSeconds } from '../../src/k8s/status-body.ts';
import { parseWire } from '../../src/k8s/wire-json.ts';
import { commonName } from '../../src/reconcilers/certificates/pem.ts';
import { platformCidrs, platformServiceCidrs } from '../../src/reconcilers/cluster/platform-cidrs.ts';
import { exploration } from '../support/exploration.ts';
import { hostileText, unforeseen } from '../support/hostile-input.ts';

const request = { verb: 'get', method: 'GET', path: '/api/v1/nodes' } as const;

/** Of each reader; with those of the other tests in this folder 200,000 in all. */
const executions = 10_000;

/** Everything that reads a text from outside. */
const readers: Readonly<Record<string, (text: string) => unknown>> = {
  'flags of the command line': (text) => parseFlags(flags, [text, `-kubeconfig=${text}`]),
  'HOST:PORT': (text) => parseListenAddress('health-probe-bind-address', text),
  CIDR: (text) => parseCidr(text) && expandedCidr(parseCidr(text) ?? never()),
  address: parseAddress,
  'two ranges': (text) => sameRange(text, '10.0.0.0/8'),
  quantity: (text) => [parseQuantity(text), hasBinarySuffix(text), wholeUnits(text), sameQuantity(text, '1Gi')],
  'resource version': (text) => compareResourceVersions(text, '12'),
  'label selector': labelSelector,
  'field selector': fieldSelector,
  'selector of Calico': isSelector,
  'JSON of the API server': parseWire,
  'an answer with an error': (body) => apiErrorOf(request, { status: 500, headers: {}, body }),
  'Retry-After': (text) => retryAfterSeconds({ 'retry-after': text }),
  'a distinguished name': commonName,
  'resolv.conf': clusterDomainIn,
  'lines of a watch': (text) => [...new LineSplitter().push(Buffer.from(text))],
  'items of a list': (text) => itemsIn(`{"kind":"List","items":[${text}`),
  'kubeadm-config': (text) => {
    const kubeadm = { name: 'kubeadm-config', data: { ClusterConfiguration: `networking:\n  podSubnet: ${text}` } };
    return [platformCidrs({ kubeadm }), platformServiceCidrs({ kubeadm })];
  },
  'CNI configuration': (text) => readCniConfig({ env: () => text, refuse: () => undefined }),
};

function never(): never {
  throw new Error('unreachable');
}

function itemsIn(text: string): unknown {
  const splitter = new JsonItemSplitter();
  return [splitter.push(Buffer.from(text)), splitter.envelope()];
}

describe.each(Object.entries(readers))('hostile text as %s', (_, read) => {
  it('is read or refused, and harms nobody', () => {
    fc.assert(
      fc.property(hostileText, (text) => expect(unforeseen(() => read(text), [FlagError])).toBeUndefined()),
      exploration(executions),
    );
  });
});
