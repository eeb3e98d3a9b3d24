import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { OptionalInformer } from '../../../src/k8s/optional-informer.ts';
import type { KubeObject, ResourceType } from '../../../src/k8s/object.ts';
import { SharedInformers } from '../../../src/k8s/shared-informers.ts';
import { clientOf } from '../../support/client-of.ts';
import { FakeApiServer, ScriptedWatch } from '../../support/fake-apiserver.ts';
import { FakeClock, until } from '../../support/fake-clock.ts';

const Toys: ResourceType = { group: 'example.com', version: 'v1', kind: 'Toy', plural: 'toys', namespaced: false };
const definitionsPath = 'GET /apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const toysPath = 'GET /apis/example.com/v1/toys';
const about = (resourceVersion: string, name: string): object => ({ uid: name, name, resourceVersion });
const definition = {
  apiVersion: 'meta.k8s.io/v1',
  kind: 'PartialObjectMetadata',
  metadata: about('5', 'toys.example.com'),
};
const toy = { apiVersion: 'example.com/v1', kind: 'Toy', metadata: about('6', 'bear') };

const onError = (): void => undefined;

let server: FakeApiServer;
let stop: AbortController;
let close: () => void;
let definitions: ScriptedWatch;
let toys: OptionalInformer<KubeObject>;
let told: number;

beforeEach(async () => {
  server = await FakeApiServer.start();
  stop = new AbortController();
  const clock = new FakeClock();
  const connection = clientOf(server, clock);
  close = connection.close;
  definitions = new ScriptedWatch();
  server.script(definitionsPath, definitions.reply);
  const { client } = connection;
  const informers = new SharedInformers({ client, clock, random: () => 0, withoutWatchList: new Set(), onError });
  toys = new OptionalInformer(informers, Toys);
  told = 0;
  toys.subscribe(() => (told += 1));
  void informers.run(stop.signal);
});

afterEach(async () => {
  stop.abort();
  close();
  await server.stop();
});

const names = (): string[] => toys.list().map(({ metadata }) => metadata.name);
const askedFor = (plural: string): string[] =>
  server.requests.flatMap(({ path, query }) => (path.endsWith(plural) ? [query.get('fieldSelector') ?? ''] : []));

describe('OptionalInformer', () => {
  it('asks for no object of a kind that is not there', async () => {
    definitions.listed('1');
    await toys.definition.whenSynced();
    expect([names(), toys.isIncomplete, askedFor('/toys')]).toEqual([[], false, []]);
    expect(askedFor('/customresourcedefinitions')).toEqual(['metadata.name=toys.example.com']);
  });

  it('watches the objects from the moment the kind comes, and says when it knows them', async () => {
    const watch = new ScriptedWatch();
    server.script(toysPath, watch.reply);
    definitions.listed('1').added(definition);
    await until(() => toys.isIncomplete);
    const before = told;
    watch.added(toy).listed('7');
    await until(() => !toys.isIncomplete);
    expect(names()).toEqual(['bear']);
    await until(() => told > before);
  });

  it('forgets the objects when the kind goes, and ends their watch', async () => {
    const watch = new ScriptedWatch();
    server.script(toysPath, watch.reply);
    definitions.added(definition).listed('5');
    watch.added(toy).listed('7');
    await until(() => names().length === 1);
    definitions.deleted({ ...definition, metadata: about('8', 'toys.example.com') });
    await until(() => watch.isClosed);
    expect([names(), toys.isIncomplete]).toEqual([[], false]);
  });
});
