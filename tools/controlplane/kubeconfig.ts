import type { PemPair } from './pki.ts';

export interface KubeconfigInput {
  readonly server: string;
  readonly ca: string;
  /** A client certificate, or the bearer token of a ServiceAccount. */
  readonly user: PemPair | { readonly token: string };
}

/** The text of a kubeconfig with one cluster and one user; JSON, which is YAML too. */
export function kubeconfigFor({ server, ca, user }: KubeconfigInput): string {
  const credentials =
    'token' in user
      ? { token: user.token }
      : { 'client-certificate-data': base64(user.certificate), 'client-key-data': base64(user.key) };
  return JSON.stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'local', cluster: { server, 'certificate-authority-data': base64(ca) } }],
      users: [{ name: 'local', user: credentials }],
      contexts: [{ name: 'local', context: { cluster: 'local', user: 'local' } }],
      'current-context': 'local',
    },
    undefined,
    2,
  );
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
