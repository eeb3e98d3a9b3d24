/** `npm run manifests -- [FOLDER]`: writes the manifests of an installation without Helm, to dist/manifests by default. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ensureHelm } from '../helm/build.ts';
import { helmTemplate, manifestFiles } from './files.ts';

const folder = process.argv[2] ?? 'dist/manifests';
const helm = await ensureHelm(process.cwd(), console.log);
for (const [name, text] of manifestFiles(helmTemplate(helm))) {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(`wrote ${file}`);
}
