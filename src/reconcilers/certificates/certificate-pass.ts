import type { SettledSpec } from '../../crds/installation/spec.ts';
import type { Secret } from '../../crds/generated/core.gen.ts';
import { Degraded, type DegradedOptions } from '../../crds/status/degraded.ts';
import { ApiError, messageOf } from '../../k8s/errors.ts';
import { keyPairSecret } from '../../renderers/shared/key-pair-secrets.ts';
import { coreContext } from '../../renderers/catalog.ts';
import type { KeyPair, Owner } from '../../renderers/input.ts';
import { normalize, type NormalizeContext } from '../../renderers/shared/normalize.ts';
import { Race } from '../apply/race.ts';
import { applyObject, lostARace } from '../apply/apply-object.ts';
import { ignoreAnnotation } from '../apply/plan.ts';
import type { ReconcileContext } from '../context.ts';
import type { IssuedPair } from './issue.ts';
import { describeCertificate } from './judge.ts';
import type { Refusals } from './refusals.ts';
import { Remarks } from './remarks.ts';
import type { SecretPair } from './secret-pair.ts';
import { isSuppliedByUser } from './supplied.ts';

/** What one pass over the certificates works with. */
export interface CertificatePass {
  readonly ctx: ReconcileContext;
  /** What the Secrets have in common. */
  readonly context: NormalizeContext;
  readonly refusals: Refusals;
  readonly remarks: Remarks;
  readonly now: Date;
}

/** What the certificates of a custom resource depend on. */
export interface CertificateInput {
  readonly spec: SettledSpec;
  readonly owner: Owner;
  readonly refusals: Refusals;
}

export function beginPass(ctx: ReconcileContext, { spec, owner, refusals }: CertificateInput): CertificatePass {
  const { operator, calicoApi } = ctx.settings;
  const now = ctx.clock.wall();
  return { ctx, context: coreContext({ spec, owner, operator, calicoApi }), refusals, remarks: new Remarks(now), now };
}

type Found = IssuedPair & Omit<SecretPair, keyof IssuedPair | 'previousAnchors'>;

/** A pair as a fact for renderers. */
export function keyPair({ ctx }: CertificatePass, name: string, pair: Found): KeyPair {
  const { certificatePem, keyPem, issuedByUs, otherData, commonName, uriSan } = pair;
  return {
    name,
    namespace: ctx.settings.operator.namespace,
    certificatePem,
    keyPem,
    issuedByUs,
    otherData,
    description: describeCertificate(certificatePem),
    ...(commonName === undefined ? {} : { commonName }),
    ...(uriSan === undefined ? {} : { uriSan }),
  };
}

/** The Secret of a pair in the operator's namespace, as far as a watch shows it. */
export function sourceSecret({ ctx }: CertificatePass, name: string): Secret | undefined {
  return ctx.cluster.operatorSecrets.get(`${ctx.settings.operator.namespace}/${name}`);
}

/** `namespace/name` of a pair in the operator's namespace. */
export function sourceName({ ctx }: CertificatePass, name: string): string {
  return `${ctx.settings.operator.namespace}/${name}`;
}

/**
 * Replaces what stands in a Secret before anything is rendered from it, so that pods never wait for a pair that nobody let
 * us store. Undefined where it is stored; otherwise the words of who refused. Throws where somebody was faster.
 */
export async function replaceSecret(
  pass: CertificatePass,
  namespace: string,
  make: () => KeyPair | Promise<KeyPair>,
  name: string,
): Promise<{ readonly stored: KeyPair } | { readonly refusedWith: string }> {
  const { refusals } = pass;
  const secret = `${namespace}/${name}`;
  const known = refusals.of(secret);
  if (known !== undefined) return { refusedWith: known };
  const made = await make();
  const words = await refusalOf(pass, made, namespace);
  if (words === undefined) {
    refusals.forget(secret);
    return { stored: made };
  }
  refusals.note(secret, words);
  pass.ctx.log.warn({ secret, words }, 'A certificate cannot be stored');
  return { refusedWith: words };
}

/** A problem at once, and another try soon after the refusal is forgotten. */
export const retryRefused: DegradedOptions = { retry: { afterSeconds: 5 * 60 } };

async function refusalOf(
  { ctx, context }: CertificatePass,
  pair: KeyPair,
  namespace: string,
): Promise<string | undefined> {
  try {
    const secret = normalize(keyPairSecret(pair, namespace), context);
    if (pair.issuedByUs && isSuppliedByUser(ctx, pair.name)) throw supplied(pair.name);
    const { result } = await applyObject(ctx, secret, 'whole');
    if (result === 'terminating') throw terminating(`${namespace}/${pair.name}`);
    return result === 'ignored' ? `its annotation ${ignoreAnnotation} keeps the operator away` : undefined;
  } catch (error) {
    if (error instanceof Degraded || error instanceof Race || lostARace(error)) throw error;
    if (isRefusal(error)) return error.message;
    const text = `Could not apply Secret ${namespace}/${pair.name}: ${messageOf(error)}`;
    throw new Degraded('ResourceUpdateError', text, { cause: error });
  }
}

/** Somebody said no, rather than that nobody answered. A webhook that cannot be reached is answered as an error of the server. */
function isRefusal(error: unknown): error is ApiError {
  if (!(error instanceof ApiError)) return false;
  return error.code < 500 ? error.code !== 429 : error.message.includes('webhook');
}

/** Keys take a while to be made; by then a user may have made the Secret. */
function supplied(name: string): Race {
  return new Race(`A user has supplied Secret ${name} while one was made`);
}

function terminating(secret: string): Degraded {
  const text = `waiting for Secret ${secret} to be gone: it is being deleted, and will be made again`;
  return new Degraded('ResourceNotReady', text, { retry: 'on-watch' });
}
