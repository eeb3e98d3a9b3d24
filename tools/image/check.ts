/**
 * Checks the image without a container engine: the Dockerfile by rules, the build for being reproducible, and what would be
 * in the image by running it, with nothing else around it and nothing to write to. `--install` lets it install Calico on a
 * real control plane from there.
 *
 *     npm run image:check [-- --install]
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CALICO_VERSION } from '../../src/renderers/shared/images.ts';
import { OPERATOR_VERSION } from '../../src/version.ts';
import { environmentOf, readDockerfile, stagesOf, type Instruction } from './dockerfile.ts';
import { installFrom } from './install-check.ts';
import { lintDockerfile } from './lint-dockerfile.ts';
import { canEnterRoots, inRoot, layBase, type Entry } from './root-folder.ts';
import { digestOfTree } from './tree-digest.ts';
import { stageImage } from './stage.ts';

const checkout = join(import.meta.dirname, '..', '..');
const dockerfile = readDockerfile(readFileSync(join(checkout, 'Dockerfile'), 'utf8'));

const folder = mkdtempSync(join(tmpdir(), 'operator-image-'));
try {
  await checkAll(folder, process.argv.includes('--install'));
} finally {
  rmSync(folder, { recursive: true });
}

async function checkAll(work: string, install: boolean): Promise<void> {
  expect('the Dockerfile keeps the rules', lintDockerfile(dockerfile), []);
  const [stage, again] = [join(work, 'stage'), join(work, 'again')];
  await stageImage(checkout, stage);
  await stageImage(checkout, again);
  expect('two builds are the same, byte by byte', digestOfTree(again), digestOfTree(stage));
  if (!canEnterRoots()) {
    console.log('skipped: running it, which needs Linux, root and a mount namespace');
    return;
  }
  const entry = { root: join(work, 'root'), user: lastOf('USER') };
  layBase(entry.root);
  // As `COPY --from=build /stage /` does.
  cpSync(stage, entry.root, { recursive: true });
  const env = environmentOf(dockerfile);
  checkCommands(entry, env);
  if (install) await installFrom({ checkout, work, entry, env, command: ['operator'] });
}

function checkCommands(entry: Entry, env: Readonly<Record<string, string>>): void {
  const [entrypoint = ''] = JSON.parse(lastOf('ENTRYPOINT')) as string[];
  const run = (command: readonly string[], environment = env, user = entry.user): string => {
    const [program = '', ...args] = inRoot({ ...entry, user }, command);
    const { stdout, stderr } = spawnSync(program, args, {
      env: { PATH: process.env['PATH'], ...environment },
      encoding: 'utf8',
    });
    return stdout + stderr;
  };
  const version = `Operator: ${OPERATOR_VERSION}\nCalico: ${CALICO_VERSION}\n`;
  expect('the entry point runs', run([entrypoint, '-version']), version);
  expect('operator is on the PATH', run(['operator', '-version']), version);
  const images = run(['operator', '-print-images=list']).trimEnd().split('\n');
  expect(
    '-print-images ends with the own image',
    images.at(-1),
    `quay.io/calico-operator/operator:${OPERATOR_VERSION}`,
  );
  const crds = run(['operator', '-print-calico-crds=tiers']);
  expect('-print-calico-crds finds its data', crds.startsWith('# tiers.crd.projectcalico.org\n'), true);
  const write = ['/nodejs/bin/node', '-e', "fs.writeFileSync('/tmp/x', '')"];
  expect('nobody can write, root neither', /EROFS/.test(run(write, {}, '0:0')), true);
  expect('there is no shell', /No such file/.test(run(['sh'])), true);
  const text = "try { new Function('') } catch (error) { console.log(error.name) }";
  expect('no code is made from text', run(['/nodejs/bin/node', '-e', text]).trim(), 'EvalError');
}

function lastOf(keyword: string): string {
  const found = stagesOf(dockerfile)
    .at(-1)
    ?.findLast((each: Instruction) => each.keyword === keyword);
  return found?.text ?? '';
}

function expect(what: string, actual: unknown, wanted: unknown): void {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(wanted)];
  console.log(`${is === should ? 'ok' : 'FAILED'}: ${what}`);
  if (is === should) return;
  console.log(`  ${is}\n  instead of ${should}`);
  process.exitCode = 1;
}
