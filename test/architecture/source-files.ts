import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A file of the checkout; tests run in its root. */
export interface SourceFile {
  /** Relative to the root, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** All files below a folder whose names end so, sorted. */
export function filesBelow(folder: string, ending: string): SourceFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending) && !name.includes('node_modules'))
    .map((name) => readSource(path.posix.join(folder, name)))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

export function readSource(file: string): SourceFile {
  return { path: file, text: readFileSync(file, 'utf8') };
}

/** Generated files are measured by what generates them. */
export const isGenerated = ({ path: file }: SourceFile): boolean => file.endsWith('.gen.ts');

/** One import or re-export. */
export interface Import {
  /** Path relative to the root for a file of ours, else the name of a package or of a module of Node. */
  readonly target: string;
  /** Whether only types are taken, which leaves no trace when the program runs. */
  readonly typesOnly: boolean;
}

const STATEMENT = /^(?:import|export)\s+(?:(type)\s+)?(?:([^'"`;=]*?)\s*from\s*)?'([^']+)'/gm;
const DYNAMIC = /\bimport\('([^']+)'\)/g;

/** What a file imports, read from text as prettier leaves it. */
export function importsOf({ path: file, text }: SourceFile): Import[] {
  const resolve = (name: string): string =>
    name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name) : name;
  const statements = [...text.matchAll(STATEMENT)].map(([, type, names = '', target = '']) => ({
    target: resolve(target),
    typesOnly: type !== undefined || allTypes(names),
  }));
  const dynamic = [...text.matchAll(DYNAMIC)].map(([, target = '']) => ({ target: resolve(target), typesOnly: false }));
  return [...statements, ...dynamic];
}

/** `{ type A, type B }` */
function allTypes(names: string): boolean {
  const list = /^\{([^}]*)\}$/.exec(names.trim())?.[1];
  const items = (list ?? '').split(',').flatMap((item) => (item.trim() === '' ? [] : [item.trim()]));
  return items.length > 0 && items.every((item) => item.startsWith('type '));
}
