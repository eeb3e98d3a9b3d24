import { beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { FlagError, parseFlags } from '../../src/cli/flags.ts';
import { parseListenAddress } from '../../src/cli/listen-address.ts';
import { flags } from '../../src/cli/options.ts';
import { isSelector } from '../../src/crds/calico/selector.ts';
import { expandedCidr, parseAddress, parseCidr, sameRange } from '../../src/crds/cidr.ts';
import { readCniConfig } from '../../src/crds/manifests/cni-config.ts';
import { hasBinarySuffix, parseQuantity, sameQuantity, wholeUnits } from '../../src/crds/quantity.ts';
import { compareResourceVersions } from '../../src/k8s/resource-version.ts';
import { fieldSelector, labelSelector } from '../../src/k8s/selector.ts';
import { apiErrorOf, retryAfterSeconds } from '../../src/k8s/status-body.ts';
import { parseWire } from '../../src/k8s/wire-json.ts';
import {
  describeCertificate,
  findAuthority,
  judgeAuthority,
  judgePair,
} from '../../src/reconcilers/certificates/judge.ts';
import { certificatesIn, commonName } from '../../src/reconcilers/certificates/pem.ts';
import { exploration } from '../support/exploration.ts';
import { damaged, hostileText } from '../support/hostile-input.ts';
import { selfSigned, type TestCertificate } from '../support/test-certificates.ts';

const request = { verb: 'get', method: 'GET', path: '/api/v1/nodes' } as const;
const now = new Date('2026-01-01T00:00:00Z');

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
  'CNI configuration': (text) => readCniConfig({ env: () => text, refuse: () => undefined }),
};

function never(): never {
  throw new Error('unreachable');
}

/** Errors that tell the reader of a message what to do, and the one of JSON.parse, which callers expect. */
function isForeseen(error: unknown): boolean {
  const isExhausted = error instanceof RangeError && error.message.includes('call stack');
  return !isExhausted && [FlagError, RangeError, SyntaxError].some((kind) => error instanceof kind);
}

/** What is wrong with a reader that throws something unforeseen or changes prototypes. */
function unforeseen(read: () => unknown): unknown {
  try {
    read();
  } catch (error) {
    if (!isForeseen(error)) return error;
  }
  return Object.keys(Object.prototype).length + Object.keys(Array.prototype).length === 0 ? undefined : 'a prototype';
}

/** All that is asked of a certificate and its key. */
function judge(certificatePem: string, keyPem: string): unknown {
  const existing = { certificatePem, keyPem, issuedByUs: false };
  const expected = { names: ['calico-typha'], authorityPem: certificatePem, now };
  return [
    judgePair(existing, expected),
    judgePair({ ...existing, issuedByUs: true }, expected),
    judgeAuthority(existing, now),
    certificatesIn(certificatePem).length > 0 && describeCertificate(certificatePem),
    findAuthority(certificatePem, keyPem),
  ];
}

describe.each(Object.entries(readers))('hostile text as %s', (_, read) => {
  it('is read or refused, and harms nobody', () => {
    fc.assert(
      fc.property(hostileText, (text) => expect(unforeseen(() => read(text))).toBeUndefined()),
      exploration(1_000),
    );
  });
});

describe('hostile PEM', () => {
  let pair: TestCertificate;

  beforeAll(async () => {
    pair = await selfSigned('calico-typha');
  });

  it('is a reason and never an exception', () => {
    const texts = fc.oneof(hostileText, damaged(pair.cert), damaged(pair.key), fc.constant(pair.cert));
    fc.assert(
      fc.property(texts, texts, (cert, key) => expect(unforeseen(() => judge(cert, key))).toBeUndefined()),
      exploration(1_000),
    );
  });
});
