import { createHash } from 'node:crypto';
import type { Client } from '../k8s/client.ts';
import type { Clock } from '../k8s/clock.ts';
import { SubjectAccessReview, TokenReview } from '../k8s/kinds.ts';
import type { KubeObject, ResourceType } from '../k8s/object.ts';

/** The HTTP status with which somebody is let in (200), asked who they are (401), or turned away (403). */
export type Admission = 200 | 401 | 403;

interface UserInfo {
  readonly username?: string;
  readonly uid?: string;
  readonly groups?: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

interface TokenAnswer extends KubeObject {
  readonly spec?: object;
  readonly status?: { readonly authenticated?: boolean; readonly user?: UserInfo };
}

interface AccessAnswer extends KubeObject {
  readonly spec?: object;
  readonly status?: { readonly allowed?: boolean };
}

/** Prometheus asks every few seconds, and permissions change rarely. */
const rememberedMs = 60_000;
/** Who guesses tokens fills no memory. */
const rememberedMost = 100;

/**
 * Decides who may read the metrics, as the API server would: the bearer token is reviewed, and whoever it belongs to needs
 * the permission to `get` the non-resource URL `/metrics`
 * (https://kubernetes.io/docs/reference/access-authn-authz/authorization/#request-verb-non-resource). Answers are remembered
 * for a minute. Rejects as the client does.
 */
export function scrapeAccess(
  client: Pick<Client, 'create'>,
  clock: Clock,
): (authorization: string | undefined) => Promise<Admission> {
  const known = new Map<string, { readonly admission: Admission; readonly until: number }>();
  return async (authorization) => {
    const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) return 401;
    const key = createHash('sha256').update(token).digest('base64');
    const remembered = known.get(key);
    const now = clock.monotonic();
    if (remembered !== undefined && now < remembered.until) return remembered.admission;
    const admission = await review(client, token);
    if (known.size >= rememberedMost) known.clear();
    known.set(key, { admission, until: now + rememberedMs });
    return admission;
  };
}

async function review(client: Pick<Client, 'create'>, token: string): Promise<Admission> {
  const user = await userOf(client, token);
  if (user === undefined) return 401;
  return (await mayRead(client, user)) ? 200 : 403;
}

async function userOf(client: Pick<Client, 'create'>, token: string): Promise<UserInfo | undefined> {
  const request = { ...reviewOf(TokenReview), spec: { token } };
  const { status } = await client.create<TokenAnswer>(TokenReview, request);
  return status?.authenticated === true ? (status.user ?? {}) : undefined;
}

async function mayRead(client: Pick<Client, 'create'>, user: UserInfo): Promise<boolean> {
  const { username, ...rest } = user;
  const spec = { user: username, ...rest, nonResourceAttributes: { path: '/metrics', verb: 'get' } };
  const { status } = await client.create<AccessAnswer>(SubjectAccessReview, {
    ...reviewOf(SubjectAccessReview),
    spec,
  });
  return status?.allowed === true;
}

function reviewOf({ group, version, kind }: ResourceType): KubeObject {
  return { apiVersion: `${group}/${version}`, kind, metadata: { name: '' } };
}
