import { describe, expect, it } from '@jest/globals';
import { endpointFrom, identityFrom } from '../../src/identity.ts';

describe('the identity of the operator', () => {
  it('is what the environment says', () => {
    const env = { OPERATOR_NAMESPACE: 'networking', OPERATOR_NAME: 'mine', OPERATOR_SERVICEACCOUNT: 'robot' };
    expect(identityFrom(env)).toEqual({ namespace: 'networking', name: 'mine', serviceAccount: 'robot' });
  });

  it.each([{}, { OPERATOR_NAMESPACE: '', OPERATOR_NAME: '', OPERATOR_SERVICEACCOUNT: '' }])(
    'is that of the manifests where the environment says nothing: %j',
    (env) => {
      const name = 'tigera-operator';
      expect(identityFrom(env)).toEqual({ namespace: name, name, serviceAccount: name });
    },
  );
});

describe('the endpoint of the API', () => {
  it('is the one that the pod was given', () => {
    const env = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '6443' };
    expect(endpointFrom(env)).toEqual({ host: 'fd00::1', port: '6443' });
  });

  it.each([
    {},
    { KUBERNETES_SERVICE_HOST: '10.0.0.1' },
    { KUBERNETES_SERVICE_PORT: '443' },
    { KUBERNETES_SERVICE_HOST: '', KUBERNETES_SERVICE_PORT: '443' },
    { KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '' },
  ])('is unknown unless host and port are given: %j', (env) => {
    expect(endpointFrom(env)).toBeUndefined();
  });
});
