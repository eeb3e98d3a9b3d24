import type { InstallationSpec } from './spec.ts';

type Json = Readonly<Record<string, unknown>>;

/** Fields that are looked into; all others are taken or left as a whole. */
const structs: ReadonlySet<string> = new Set(['cni', 'calicoNetwork', 'typhaDeployment', 'spec', 'template']);

/** The fields of a spec by their paths, `calicoNetwork.mtu`, sorted. */
export function fieldPaths(spec: InstallationSpec): string[] {
  return pathsIn(spec, []).toSorted();
}

function pathsIn(value: Json, above: readonly string[]): string[] {
  return Object.entries(value).flatMap(([key, child]) => {
    if (child === undefined) return [];
    const path = [...above, key];
    return structs.has(key) && isJson(child) ? pathsIn(child, path) : [path.join('.')];
  });
}

/** The part of a spec that these paths name. */
export function pickFields(spec: InstallationSpec, paths: readonly string[]): InstallationSpec {
  return picked(
    spec,
    paths.map((path) => path.split('.')),
  );
}

function picked(value: Json, paths: readonly (readonly string[])[]): Json {
  const heads = [...new Set(paths.flatMap(([head]) => (head === undefined ? [] : [head])))];
  const entries = heads.flatMap((head) => {
    const below = paths.filter(([first]) => first === head).map((path) => path.slice(1));
    const child = value[head];
    if (child === undefined) return [];
    return [[head, isJson(child) && below.every((rest) => rest.length > 0) ? picked(child, below) : child] as const];
  });
  return Object.fromEntries(entries);
}

/** The paths about which a spec says nothing, so that what was adopted still holds. */
export function silentAbout(spec: InstallationSpec, paths: readonly string[]): string[] {
  return paths.filter((path) => {
    const value = path.split('.').reduce<unknown>((found, key) => (isJson(found) ? found[key] : undefined), spec);
    return value === undefined || value === null || value === '';
  });
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
