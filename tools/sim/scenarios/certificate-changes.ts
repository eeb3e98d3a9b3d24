import { CertificateWorld } from '../certificates/certificate-world.ts';
import type { SimWorld } from '../world.ts';
import { signedBy } from './certificate-years.ts';

const hourMs = 3600 * 1000;
const dayMs = 24 * hourMs;

/** From the operator's authority to a user's, to a signer, to pairs of a user, and back; sometimes before all has rolled. */
export async function rotatesThroughAll(world: SimWorld): Promise<void> {
  const cluster = new CertificateWorld(world);
  await cluster.installs();
  const brought = await cluster.brings({ name: 'company', days: 3650, nth: 0, isAuthority: true });
  const another = await cluster.brings({ name: 'company again', days: 3650, nth: 1, isAuthority: true });
  cluster.supplies('tigera-ca-private', brought);
  await world.scheduler.pass(world.chance.between(0, 2_000));
  cluster.supplies('tigera-ca-private', another);
  await cluster.daysPass(2);
  world.appliesInstallation(signedBy(brought));
  await world.becomesAvailable();
  await cluster.daysPass(2);
  // The way back is no rotation: whoever takes a signer away may have lost it.
  await cluster.untrusting(async () => {
    world.appliesInstallation();
    await world.becomesAvailable();
    await cluster.settles();
  });
  await cluster.daysPass(2);
  cluster.withdraws('tigera-ca-private');
  await world.eventually('pods have certificates of the new authority', () =>
    ['typha-certs', 'node-certs'].every((name) => cluster.mounted(name)?.issuer === 'CN=tigera-operator-signer'),
  );
  await cluster.daysPass(1);
  await world.eventually('the bundle is small again', () => cluster.authorities() === 1);
  cluster.trusted();
  await cluster.eventuallySays('Available', /^All objects available$/);
}

/** An authority of ours comes near its end after 99 years. */
export async function replacesItsAuthority(world: SimWorld, stepDays: number): Promise<void> {
  const cluster = new CertificateWorld(world);
  await cluster.installs();
  // Each step is as long as a certificate lasts.
  await cluster.daysPass(45 * 795, 795);
  const { node, typha } = cluster.rolls();
  await cluster.daysPass(370, stepDays);
  cluster.trusted();
  const after = cluster.rolls();
  cluster.insists('every pod is rolled once', after.node === node + 1 && after.typha === typha + 1);
  cluster.insists('the authority of before is trusted no more', cluster.authorities() === 1);
}

/** A webhook refuses Secrets for 60 days, around the time of a renewal; it is told by name, and then all goes on. */
export async function isRefused(world: SimWorld): Promise<void> {
  const cluster = new CertificateWorld(world);
  await cluster.installs();
  await cluster.daysPass(740, 10);
  const words = 'admission webhook "rancher.cattle.io.secrets" denied the request: no Secrets today';
  const lift = cluster.refusesSecrets(words);
  await cluster.daysPass(60, 1, () => {
    const isDue = cluster.daysLeft('typha-certs') < 30;
    cluster.insists('it is told who refuses', cluster.says('Degraded').includes(words) === isDue);
    cluster.insists('pods go on', cluster.says('Available') !== '');
  });
  lift();
  await world.eventually('nothing is wrong any more', () => cluster.says('Degraded') === '');
  cluster.insists('all is renewed', cluster.daysLeft('typha-certs') > 800 && cluster.daysLeft('node-certs') > 800);
  cluster.trusted();
}

/** Clocks go a little wrong, and once far back. */
export async function setsClocks(world: SimWorld): Promise<void> {
  const cluster = new CertificateWorld(world, { looksAtDates: false });
  await cluster.installs();
  await cluster.daysPass(100, 10);
  const before = cluster.rolls();
  const authority = cluster.certificate('tigera-ca-private')?.fingerprint256;
  for (const skew of [5 * 60_000, -10 * 60_000, dayMs, -2 * dayMs, dayMs, 5 * 60_000]) {
    world.scheduler.skewWall(skew);
    await cluster.settles();
  }
  cluster.insists('nothing rolls for small steps', JSON.stringify(cluster.rolls()) === JSON.stringify(before));
  world.scheduler.skewWall(-400 * dayMs);
  await cluster.settles();
  await cluster.eventuallySays('Degraded', /set the clock of the operator's node/);
  world.scheduler.skewWall(400 * dayMs);
  await cluster.settles();
  await cluster.eventuallySays('Available', /^All objects available$/);
  cluster.insists('the authority is the same', cluster.certificate('tigera-ca-private')?.fingerprint256 === authority);
  cluster.insists('nothing rolls at all', JSON.stringify(cluster.rolls()) === JSON.stringify(before));
  cluster.trusted();
}

/** Pairs that cannot be used are told of, each in its own words, and pods go on with what they have. */
export async function refusesWhatIsBad(world: SimWorld): Promise<void> {
  const cluster = new CertificateWorld(world);
  await cluster.installs();
  const before = cluster.rolls();
  const pair = await cluster.brings({ name: 'own', days: 365, nth: 0 });
  const old = await cluster.brings({ name: 'own', days: -1, nth: 1 });
  const other = await cluster.brings({ name: 'own', days: 365, nth: 2 });
  const named = { 'common-name': 'own' };
  const bad: readonly (readonly [data: Record<string, string>, words: RegExp])[] = [
    [{ 'tls.crt': pair.certificatePem, ...named }, /has no tls\.crt and tls\.key/],
    [{ 'tls.crt': pair.certificatePem, 'tls.key': pair.keyPem }, /lacks the key common-name or uri-san/],
    [{ 'tls.crt': pair.certificatePem, 'tls.key': other.keyPem, ...named }, /holds a key that is not that of/],
    [{ 'tls.crt': 'x', 'tls.key': pair.keyPem, ...named }, /holds no readable certificate/],
    [{ 'tls.crt': 'x'.repeat(40_000), 'tls.key': pair.keyPem, ...named }, /more than the 36000 that are read/],
    [{ 'tls.crt': old.certificatePem, 'tls.key': old.keyPem, ...named }, /expired at/],
  ];
  for (const [data, words] of bad) {
    cluster.suppliesData('typha-certs', data);
    await cluster.eventuallySays('Degraded', words);
    await cluster.settles();
    cluster.insists('pods go on as they are', JSON.stringify(cluster.rolls()) === JSON.stringify(before));
  }
  cluster.withdraws('typha-certs');
  await cluster.daysPass(2);
  await cluster.eventuallySays('Available', /^All objects available$/);
  cluster.trusted();
}
