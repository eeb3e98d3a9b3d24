import type { InstallationSpec } from '../../../src/crds/installation/spec.ts';
import { base64, CertificateWorld } from '../certificates/certificate-world.ts';
import type { BroughtPair } from '../certificates/users-certificates.ts';
import type { SimWorld } from '../world.ts';

const year = 365;
const good = 'All objects available';

/** How coarse time is: sweeps go day by day. */
export interface Pace {
  readonly years: number;
  readonly stepDays: number;
}

/** Nobody does anything: what the operator issued is renewed ahead of time, and nothing is said. */
export async function renewsItsOwn(world: SimWorld, { years, stepDays }: Pace): Promise<void> {
  const cluster = new CertificateWorld(world);
  await cluster.installs();
  const before = cluster.rolls();
  const served = new Set<string>();
  await cluster.daysPass(years * year, stepDays, () => {
    isRenewedAhead(cluster, stepDays);
    isQuiet(cluster);
    served.add(cluster.certificate('typha-certs')?.fingerprint256 ?? '');
  });
  cluster.trusted();
  const { node, typha } = cluster.rolls();
  cluster.insists('calico-node is not rolled for a renewal', node === before.node);
  cluster.insists('Typha is rolled once for each renewal', typha === before.typha + served.size - 1);
}

/** A user's authority of two years, replaced by its user; the operator renews what it signs with it. */
export async function renewsUnderUsersAuthority(world: SimWorld, { years, stepDays }: Pace): Promise<void> {
  const cluster = new CertificateWorld(world);
  cluster.supplies('tigera-ca-private', await nextAuthority(cluster, 0));
  await cluster.installs();
  for (let nth = 1; nth <= years / 2; nth++) {
    await cluster.daysPass(2 * year - 75, stepDays, () => isQuiet(cluster));
    const { node } = cluster.rolls();
    await cluster.daysPass(30, stepDays, () => warnsFrom(cluster, 'tigera-ca-private', 'CAL-502'));
    cluster.supplies('tigera-ca-private', await nextAuthority(cluster, nth));
    await cluster.daysPass(5, 1);
    isQuiet(cluster);
    cluster.insists('calico-node is rolled once for an authority', cluster.rolls().node === node + 1);
    cluster.insists('everything is signed by the new authority', isSignedBy(cluster, `authority ${nth}`));
  }
  cluster.trusted();
}

/** Pairs of a user under an authority of their own, brought anew every year; once so late that it is a problem. */
export async function usesSuppliedPairs(world: SimWorld, { years, stepDays }: Pace): Promise<void> {
  const cluster = new CertificateWorld(world);
  const authority = await cluster.brings({ name: 'company', days: 40 * year, nth: 0, isAuthority: true });
  cluster.suppliesTyphaAuthority(authority.certificatePem);
  await suppliesPairs(cluster, authority, 0);
  await cluster.installs();
  for (let nth = 1; nth <= years; nth++) {
    await cluster.daysPass(year - 61, stepDays, () => isQuiet(cluster));
    const isLate = nth === years;
    await cluster.daysPass(isLate ? 55 : 30, stepDays, () => warnsFrom(cluster, 'typha-certs', 'CAL-501'));
    await suppliesPairs(cluster, authority, nth);
    await cluster.settles();
    await cluster.eventuallySays('Available', /^All objects available$/);
    cluster.insists('nothing is wrong any more', cluster.says('Degraded') === '');
  }
  cluster.trusted();
}

/** Pods ask a signer, whose authority changes every second year: the next one stands beside it for a while. */
export async function asksASigner(world: SimWorld, { years, stepDays }: Pace): Promise<void> {
  const cluster = new CertificateWorld(world);
  let current = await nextAuthority(cluster, 0);
  await cluster.installs(signedBy(current));
  for (let nth = 1; nth <= years / 2; nth++) {
    await cluster.daysPass(2 * year - 75, stepDays, () => isQuiet(cluster));
    const next = await nextAuthority(cluster, nth);
    for (const spec of [signedBy(current, next), signedBy(next, current), signedBy(next)]) {
      world.appliesInstallation(spec);
      await world.becomesAvailable();
      await cluster.daysPass(1);
      isQuiet(cluster);
    }
    current = next;
  }
  cluster.trusted();
}

/** A spec with a signer; the first of its authorities signs. */
export function signedBy(...authorities: readonly BroughtPair[]): InstallationSpec {
  const caCert = base64(authorities.map(({ certificatePem }) => certificatePem).join(''));
  return { certificateManagement: { caCert, signerName: 'example.com/signer' } };
}

function nextAuthority(cluster: CertificateWorld, nth: number): Promise<BroughtPair> {
  return cluster.brings({ name: `authority ${nth}`, days: 2 * year, nth, isAuthority: true });
}

async function suppliesPairs(cluster: CertificateWorld, authority: BroughtPair, round: number): Promise<void> {
  for (const [index, name] of ['typha-certs', 'node-certs'].entries()) {
    const commonName = `company-${name}`;
    const pair = await cluster.brings({
      name: commonName,
      days: year,
      nth: 1 + round * 2 + index,
      signedBy: authority,
    });
    cluster.supplies(name, pair, { 'common-name': commonName });
  }
}

/** What the operator issued never comes near its end. */
function isRenewedAhead(cluster: CertificateWorld, stepDays: number): void {
  for (const name of ['node-certs', 'typha-certs', 'typha-certs-noncluster-host'])
    cluster.insists(`${name} is renewed 30 days ahead`, cluster.daysLeft(name) > 29.9 - stepDays);
}

function isQuiet(cluster: CertificateWorld): void {
  cluster.insists('all is well, and nothing else is said', cluster.says('Available') === good);
}

function isSignedBy(cluster: CertificateWorld, name: string): boolean {
  return ['node-certs', 'typha-certs'].every((secret) => cluster.certificate(secret)?.issuer === `CN=${name}`);
}

/** A warning from 60 days on, and a problem from 14. */
function warnsFrom(cluster: CertificateWorld, secret: string, code: string): void {
  const end = cluster.certificate(secret)?.validToDate.getTime() ?? 0;
  const days = (end - cluster.now.getTime()) / (24 * 3600 * 1000);
  const text = `${code} Secret tigera-operator/${secret}`;
  if (days > 60) isQuiet(cluster);
  else if (days > 14)
    cluster.insists(`there is a warning ${days} days ahead`, cluster.says('Available').includes(text));
  else cluster.insists(`there is a problem ${days} days ahead`, cluster.says('Degraded').includes(text));
}
