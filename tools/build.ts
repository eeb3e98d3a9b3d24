import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { writeCrdBundle } from './crds.ts';

/** CommonJS dependencies inside an ES module ask for `require`. */
const banner = `import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);`;

/**
 * Bundles the operator: `dist/operator.mjs`, chunks for what is loaded on demand (kubeconfig, issuing certificates), and the
 * CRDs as data in `dist/crds`.
 */
export async function bundle(root: string): Promise<void> {
  const outdir = join(root, 'dist');
  rmSync(outdir, { recursive: true, force: true });
  const result = await build({
    entryPoints: { operator: join(root, 'src', 'main.ts') },
    outdir,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    mainFields: ['module', 'main'],
    minifySyntax: true,
    legalComments: 'none',
    metafile: true,
    sourcemap: 'external',
    banner: { js: banner },
    logLevel: 'warning',
  });
  writeFileSync(join(outdir, 'meta.json'), JSON.stringify(result.metafile));
  writeCrdBundle(root, join(outdir, 'crds'));
}

if (import.meta.main) await bundle(join(import.meta.dirname, '..'));
