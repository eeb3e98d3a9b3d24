import type { Client } from '../../../src/k8s/client.ts';
import { Namespace, Pod, Secret, ServiceAccount } from '../../../src/k8s/kinds.ts';
import type { KubeObject } from '../../../src/k8s/object.ts';

const namespace = 'crowd';
const serviceAccount = 'crowd';
/** Requests at a time: the API server and two cores do not get faster with more. */
const parallel = 40;
const reportEvery = 10_000;

export interface Crowd {
  readonly secrets: number;
  readonly pods: number;
}

/** Fills a namespace with what other people have on such a cluster. Secrets of 1 KB; pods that nobody schedules. */
export async function addCrowd(admin: Client, { secrets, pods }: Crowd, report: (line: string) => void): Promise<void> {
  await admin.create(Namespace, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  // Pods need one, and the namespace gets its own only after a while.
  await admin.create(ServiceAccount, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: serviceAccount, namespace },
  });
  await createMany(secrets, (index) => admin.create(Secret, foreignSecret(index)), telling('Secrets', report));
  await createMany(pods, (index) => admin.create(Pod, foreignPod(index)), telling('pods', report));
}

/** Calls `create` for 0 to `count` - 1, some at a time. Rejects with the first error. */
export async function createMany(
  count: number,
  create: (index: number) => Promise<unknown>,
  told: (done: number) => void = () => undefined,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const index = next;
      next += 1;
      await create(index);
      told(index + 1);
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
}

function telling(what: string, report: (line: string) => void): (done: number) => void {
  return (done) => {
    if (done % reportEvery === 0) report(`${done.toLocaleString('en')} ${what}`);
  };
}

function foreignSecret(index: number): KubeObject {
  const data = { key: Buffer.alloc(1000, index).toString('base64') };
  const metadata = { name: `secret-${index}`, namespace };
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata, data };
  return secret;
}

function foreignPod(index: number): KubeObject {
  const metadata = { name: `pod-${index}`, namespace, labels: { app: `app-${index % 100}` } };
  const containers = [{ name: 'app', image: 'example.org/app:1' }];
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata,
    spec: { containers, schedulerName: 'nobody', serviceAccountName: serviceAccount },
  };
  return pod;
}
