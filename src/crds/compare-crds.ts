import type { StructuralSchema } from './structural-schema.ts';

/** What two definitions of one kind can differ in so that it matters who is newer. */
export interface CrdContent {
  readonly spec?: {
    readonly versions?: readonly {
      readonly name: string;
      readonly schema?: { readonly openAPIV3Schema?: StructuralSchema };
    }[];
  };
}

/** Fields, values of enums and versions that only one of two definitions has: `v1 .spec.cidr`; nothing below them. */
export interface CrdDifference {
  readonly onlyLive: readonly string[];
  readonly onlyOurs: readonly string[];
  /** Versions that only the live one has: objects may be stored in them. */
  readonly liveVersions: readonly string[];
}

/** Compares by structure: descriptions, bounds and rules tell nothing about which of two is newer. */
export function compareCrds(live: CrdContent, ours: CrdContent): CrdDifference {
  const comparison = new Comparison();
  const [theirVersions, ourVersions] = [versionsOf(live), versionsOf(ours)];
  for (const [name, schema] of ourVersions) {
    const theirs = theirVersions.get(name);
    if (theirs === undefined) comparison.onlyOurs.push(name);
    else comparison.schemas(theirs, schema, `${name} `);
  }
  const liveVersions = [...theirVersions.keys()].filter((name) => !ourVersions.has(name));
  const { onlyLive, onlyOurs } = comparison;
  return { onlyLive: [...onlyLive, ...liveVersions], onlyOurs, liveVersions };
}

function versionsOf({ spec }: CrdContent): ReadonlyMap<string, StructuralSchema> {
  return new Map((spec?.versions ?? []).map(({ name, schema }) => [name, schema?.openAPIV3Schema ?? {}]));
}

class Comparison {
  readonly onlyLive: string[] = [];
  readonly onlyOurs: string[] = [];

  schemas(live: StructuralSchema, ours: StructuralSchema, path: string): void {
    this.#properties(live, ours, path);
    this.#values(live.enum ?? [], ours.enum ?? [], path);
    this.#below(live.items, ours.items, `${path}[]`);
    this.#below(live.additionalProperties, ours.additionalProperties, `${path}{}`);
  }

  #properties(live: StructuralSchema, ours: StructuralSchema, path: string): void {
    const [theirFields, ourFields] = [live.properties ?? {}, ours.properties ?? {}];
    for (const [name, schema] of Object.entries(ourFields)) {
      const theirs = theirFields[name];
      if (theirs === undefined) this.onlyOurs.push(`${path}.${name}`);
      else this.schemas(theirs, schema, `${path}.${name}`);
    }
    // What we store without knowing it is not lost.
    if (ours['x-kubernetes-preserve-unknown-fields'] === true) return;
    const unknown = Object.keys(theirFields).filter((name) => ourFields[name] === undefined);
    this.onlyLive.push(...unknown.map((name) => `${path}.${name}`));
  }

  /** An enum that one of them lacks restricts nothing. */
  #values(live: readonly unknown[], ours: readonly unknown[], path: string): void {
    if (live.length === 0 || ours.length === 0) return;
    const name = (value: unknown): string => `${path}=${String(value)}`;
    this.onlyLive.push(...live.filter((value) => !ours.includes(value)).map(name));
    this.onlyOurs.push(...ours.filter((value) => !live.includes(value)).map(name));
  }

  #below(live: unknown, ours: unknown, path: string): void {
    if (isSchema(live) && isSchema(ours)) this.schemas(live, ours, path);
  }
}

/** `additionalProperties` can be a boolean, too. */
function isSchema(value: unknown): value is StructuralSchema {
  return typeof value === 'object' && value !== null;
}
