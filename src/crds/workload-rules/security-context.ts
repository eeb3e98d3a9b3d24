import type { SecurityContext } from '../generated/core.gen.ts';
import { problemIf, type Problem } from '../problem.ts';

/** Security settings of one container, as far as they can be judged without knowing the container. */
export function securityContextProblems(context: SecurityContext | undefined, path: string): readonly Problem[] {
  const { runAsUser, runAsGroup, seccompProfile, appArmorProfile } = context ?? {};
  return [
    ...idProblems(runAsUser, `${path}.runAsUser`),
    ...idProblems(runAsGroup, `${path}.runAsGroup`),
    ...profileProblems(seccompProfile, `${path}.seccompProfile`),
    ...profileProblems(appArmorProfile, `${path}.appArmorProfile`),
  ];
}

const maxId = 2_147_483_647;

function idProblems(id: number | undefined, path: string): readonly Problem[] {
  const isId = id === undefined || (id >= 0 && id <= maxId);
  return problemIf(!isId, { path, value: id, message: `must be from 0 to ${maxId}` });
}

const profileTypes = ['Localhost', 'RuntimeDefault', 'Unconfined'];

function profileProblems(
  profile: { readonly type: string; readonly localhostProfile?: string } | undefined,
  path: string,
): readonly Problem[] {
  if (profile === undefined) return [];
  const { type, localhostProfile } = profile;
  return [
    ...problemIf(!profileTypes.includes(type), {
      path: `${path}.type`,
      value: type,
      message: `is not known; allowed: ${profileTypes.join(', ')}`,
    }),
    ...problemIf((type === 'Localhost') !== (localhostProfile !== undefined), {
      path: `${path}.localhostProfile`,
      ...(localhostProfile !== undefined && { value: localhostProfile }),
      message: 'belongs to type Localhost, which needs it, and to no other',
    }),
  ];
}
