/**
 * `node tools/extension-api/main.ts KUBECONFIG AUTHORITY`: serves projectcalico.org/v3 in place of the pods of
 * calico-apiserver, once they should run. AUTHORITY is the file of who signs for the front proxy. In a network namespace of
 * its own only.
 */
import { readFileSync } from 'node:fs';
import { systemClock } from '../../src/k8s/clock.ts';
import { loadClusterConfig } from '../../src/k8s/config.ts';
import { connect } from '../../src/k8s/connect.ts';
import { createClient } from '../../src/k8s/create-client.ts';
import { ExtensionApi } from './extension-api.ts';
import { hasOwnNetwork, standIn } from './stand-in.ts';

async function main([kubeconfig = '', authority = '']: readonly string[]): Promise<void> {
  if (!hasOwnNetwork()) throw new Error('Start this with tools/own-network.sh: it takes addresses');
  const config = await loadClusterConfig({ kubeconfig, env: {}, clock: systemClock });
  const { transport } = connect(config, { clock: systemClock, userAgent: 'extension-api/1' });
  const client = createClient(transport, { clock: systemClock, fieldManager: 'calico-apiserver' });
  const ground = await standIn(client, 'calico-api', 'calico-apiserver-certs');
  await ExtensionApi.start({ ...ground, client, frontProxyAuthority: readFileSync(authority, 'utf8') });
  setInterval(() => undefined, 60_000);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
