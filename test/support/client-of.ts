import type { Client, ClientOptions } from '../../src/k8s/client.ts';
import type { Clock } from '../../src/k8s/clock.ts';
import { connect } from '../../src/k8s/connect.ts';
import { createClient } from '../../src/k8s/create-client.ts';
import type { FakeApiServer } from './fake-apiserver.ts';

/** A client of the production kind, connected to a fake server. Close it before the server stops. */
export function clientOf(
  server: FakeApiServer,
  clock: Clock,
  options: Partial<ClientOptions> = {},
): { client: Client; close: () => void } {
  const connection = connect(server.config(), { clock, userAgent: 'test/1' });
  const client = createClient(connection.transport, { clock, fieldManager: 'tester', ...options });
  return { client, close: connection.close };
}
