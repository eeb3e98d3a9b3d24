import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { writeCrdBundle } from './crds.ts';
import { sbomFiles } from './image/sbom.ts';

/** CommonJS dependencies inside an ES module ask for `require`. */
const banner = `import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);`;

/**
 * Bundles the operator: `operator.mjs`, chunks for what is loaded on demand (kubeconfig, issuing certificates), the CRDs as
 * data in `crds`, and the bill of materials. The same source gives the same bytes, wherever it lies; `root` is the checkout.
 */
export async function bundle(root: string, outdir = join(root, 'dist')): Promise<void> {
  rmSync(outdir, { recursive: true, force: true });
  const metafile = await bundleSource(root, outdir);
  writeFileSync(join(outdir, 'meta.json'), JSON.stringify(metafile));
  writeCrdBundle(root, join(outdir, 'crds'));
  for (const [name, content] of sbomFiles(root, Object.keys(metafile.inputs)))
    writeFileSync(join(outdir, name), content);
}

async function bundleSource(root: string, outdir: string): Promise<Metafile> {
  const { metafile } = await build({
    // Paths are written relative to it, and names of chunks follow from them.
    absWorkingDir: root,
    // A linked node_modules would be named by where it really is.
    preserveSymlinks: true,
    entryPoints: { operator: 'src/main.ts' },
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
  return metafile;
}

if (import.meta.main) await bundle(join(import.meta.dirname, '..'));
