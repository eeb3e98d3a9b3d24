import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rootCertificates } from 'node:tls';

/** Where the base image has Node, and where `image/operator` looks for it. */
const NODE = '/nodejs/bin/node';

/** Where a pod finds its token. */
const TOKEN_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * Fills an empty folder with what the base image has of what the operator uses: this Node, the libraries that it is linked
 * with, root certificates, and folders to mount on. Linux only.
 */
export function layBase(root: string): void {
  const libraries = execFileSync('ldd', [process.execPath], { encoding: 'utf8' });
  const paths = [...libraries.matchAll(/(\/\S+) \(0x/g)].map(([, path = '']) => path);
  for (const path of paths) place(root, realpathSync(path), path);
  place(root, realpathSync(process.execPath), NODE);
  for (const folder of ['proc', 'dev', 'tmp', 'etc/ssl/certs', 'var/lib/calico', TOKEN_FOLDER]) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  for (const device of ['null', 'urandom']) writeFileSync(join(root, 'dev', device), '');
  writeFileSync(join(root, 'etc/ssl/certs/ca-certificates.crt'), rootCertificates.join('\n'));
}

function place(root: string, from: string, to: string): void {
  mkdirSync(dirname(join(root, to)), { recursive: true });
  copyFileSync(from, join(root, to));
}

/** All in a mount namespace of its own, and every step an exec, so that the process id is that of the program. */
const enter = `set -e
root=$1 token=$2 user=$3
shift 3
mount --bind "$root" "$root"
mount --rbind /proc "$root/proc"
for device in null urandom; do mount --bind "/dev/$device" "$root/dev/$device"; done
if [ -n "$token" ]; then
  mount -t tmpfs -o mode=0755 tmpfs "$root${TOKEN_FOLDER}"
  cp "$token"/* "$root${TOKEN_FOLDER}/"
  chown -R "$user" "$root${TOKEN_FOLDER}"
fi
mount -o remount,bind,ro "$root"
exec chroot --userspec="$user" "$root" "$@"`;

export interface Entry {
  /** The folder that becomes `/`, which cannot be written to. */
  readonly root: string;
  /** `uid:gid` */
  readonly user: string;
  /** Folder of a ServiceAccount's files; empty for none. */
  readonly token?: string;
}

/** A command that runs `command` with `root` as `/`, read-only, as a user without privileges. Needs root. */
export function inRoot({ root, user, token = '' }: Entry, command: readonly string[]): string[] {
  return ['unshare', '--mount', 'sh', '-c', enter, 'in-root', root, token, user, ...command];
}

/** Whether this machine lets us make mounts and roots of our own. */
export function canEnterRoots(): boolean {
  return (
    process.getuid?.() === 0 && spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0
  );
}
