import type { KubeObject } from '../../../../src/k8s/object.ts';
import type { ResourceName } from '../../../observer/history.ts';
import type { User } from '../api.ts';
import type { Storage } from '../storage.ts';
import { listAt, stringAt } from '../values.ts';
import { allows, rulesOf, type Access, type Rule } from './rules.ts';

export const RBAC = 'rbac.authorization.k8s.io';
const roles: ResourceName = { group: RBAC, plural: 'roles' };
const clusterRoles: ResourceName = { group: RBAC, plural: 'clusterroles' };
const roleBindings: ResourceName = { group: RBAC, plural: 'rolebindings' };
const clusterRoleBindings: ResourceName = { group: RBAC, plural: 'clusterrolebindings' };

/** Members may do everything, whatever the roles say. */
export const MASTERS = 'system:masters';

/** A rule that someone holds, and through what. */
interface HeldRule {
  readonly rule: Rule;
  readonly source: string;
}

export interface Decision {
  readonly allowed: boolean;
  readonly reason?: string;
}

/** Answers from the stored roles and bindings. Aggregated ClusterRoles are not put together here. */
export class Authorizer {
  readonly #storage: Storage;
  readonly #held = new Map<string, readonly HeldRule[]>();

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** Forgets what was worked out: a role or binding has changed. */
  forget(): void {
    this.#held.clear();
  }

  decide(user: User, access: Access): Decision {
    if (user.groups.includes(MASTERS)) return { allowed: true };
    const namespace = 'namespace' in access ? access.namespace : undefined;
    const found = this.#heldBy(user, namespace).find(({ rule }) => allows(rule, access));
    return found === undefined ? { allowed: false } : { allowed: true, reason: `RBAC: allowed by ${found.source}` };
  }

  /** All rules that a user holds in a namespace; without one, in the whole cluster. */
  rulesOf(user: User, namespace: string | undefined): readonly Rule[] {
    return this.#heldBy(user, namespace).map(({ rule }) => rule);
  }

  /** The rules of the role that a binding names; undefined when there is no such role. */
  rulesBehind(binding: KubeObject): readonly Rule[] | undefined {
    const name = stringAt(binding, ['roleRef', 'name']) ?? '';
    const role =
      stringAt(binding, ['roleRef', 'kind']) === 'Role'
        ? this.#storage.get(roles, `${binding.metadata.namespace ?? ''}/${name}`)
        : this.#storage.get(clusterRoles, name);
    return role === undefined ? undefined : rulesOf(role);
  }

  #heldBy(user: User, namespace: string | undefined): readonly HeldRule[] {
    const key = JSON.stringify([user.name, user.groups, namespace]);
    const known = this.#held.get(key);
    if (known !== undefined) return known;
    const everywhere = this.#storage.list(clusterRoleBindings);
    const here = this.#storage.list(roleBindings).filter(({ metadata }) => metadata.namespace === namespace);
    const held = [...everywhere, ...(namespace === undefined ? [] : here)]
      .filter((binding) => listAt(binding, ['subjects']).some((subject) => isSubject(subject, user, binding)))
      .flatMap((binding) =>
        (this.rulesBehind(binding) ?? []).map((rule) => ({ rule, source: sourceOf(binding, user) })),
      );
    this.#held.set(key, held);
    return held;
  }
}

function sourceOf(binding: KubeObject, user: User): string {
  const { name, namespace } = binding.metadata;
  const where = namespace === undefined ? name : `${name}/${namespace}`;
  const role = `${stringAt(binding, ['roleRef', 'kind']) ?? ''} "${stringAt(binding, ['roleRef', 'name']) ?? ''}"`;
  return `${binding.kind} "${where}" of ${role} to User "${user.name}"`;
}

function isSubject(subject: unknown, user: User, { metadata }: KubeObject): boolean {
  const name = stringAt(subject, ['name']) ?? '';
  switch (stringAt(subject, ['kind']) ?? '') {
    case 'User':
      return name === user.name;
    case 'Group':
      return groupsOf(user).includes(name);
    case 'ServiceAccount': {
      const namespace = stringAt(subject, ['namespace']) ?? metadata.namespace ?? '';
      return user.name === `system:serviceaccount:${namespace}:${name}`;
    }
    default:
      return false;
  }
}

/** A user's groups with those that authentication adds. */
export function groupsOf({ name, groups }: User): readonly string[] {
  const [, namespace] = /^system:serviceaccount:([^:]+):/.exec(name) ?? [];
  const ofAccounts = namespace === undefined ? [] : ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
  return [...new Set([...groups, ...ofAccounts, 'system:authenticated'])];
}
