import { readFileSync } from 'node:fs';

/** Where distributions keep their root certificates. */
const bundles = [
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/** The first bundle that is there; '' where none is, and then pods get no system roots. */
export function readSystemRoots(paths: readonly string[] = bundles): string {
  for (const path of paths) {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      continue;
    }
  }
  return '';
}
