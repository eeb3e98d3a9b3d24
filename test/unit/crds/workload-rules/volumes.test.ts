import { describe, expect, it } from '@jest/globals';
import type { VolumeMount } from '../../../../src/crds/generated/core.gen.ts';
import { describeProblem } from '../../../../src/crds/problem.ts';
import type { AddedVolume } from '../../../../src/crds/workload-override.ts';
import { volumeProblems } from '../../../../src/crds/workload-rules/volumes.ts';

const scratch: AddedVolume = { name: 'scratch', emptyDir: {} };

function problemsOf(volumes: AddedVolume[], ...volumeMounts: VolumeMount[]): string[] {
  return volumeProblems({ volumes, containers: [{ name: 'agent', volumeMounts }] }, 'pod').map(describeProblem);
}

describe('volumeProblems', () => {
  it('takes volumes, one mounted twice and one not at all', () => {
    const volumes = [scratch, { name: 'unused', secret: { secretName: 'mine' } }];
    const mounts = ['/a', '/b'].map((mountPath) => ({ name: 'scratch', mountPath }));
    expect(problemsOf(volumes, ...mounts)).toEqual([]);
  });

  it.each<[string, AddedVolume[], RegExp]>([
    [
      'a name that is none',
      [{ name: 'My_dir', emptyDir: {} }],
      /^pod\.volumes\[0\]\.name: "My_dir" is no name of a vol/,
    ],
    ['no source', [{ name: 'a' }], /^pod\.volumes\[0\]: {"name":"a"} must have one source; allowed: configMap, csi/],
    ['two sources', [{ ...scratch, hostPath: { path: '/a' } }], /must have one source/],
    ['one name twice', [scratch, scratch], /^pod\.volumes\[1\]\.name: "scratch" is there twice; keep one/],
    ['a ConfigMap without a name', [{ name: 'a', configMap: { name: '' } }], /configMap\.name: must say which one/],
    ['a Secret without a name', [{ name: 'a', secret: {} }], /secret\.secretName: must say which one/],
  ])('refuses %s', (_what, volumes, message) => {
    expect(problemsOf(volumes)).toEqual([expect.stringMatching(message)]);
  });

  it.each<[string, VolumeMount[], RegExp]>([
    [
      'of a volume of somebody else',
      [{ name: 'tigera-ca-bundle', mountPath: '/a' }],
      /^pod\.containers\[0\]\.volumeMounts\[0\]\.name: "tigera-ca-bundle" is none of the volumes .*: scratch; add it/,
    ],
    ['at the root', [{ name: 'scratch', mountPath: '/' }], /mountPath: "\/" must be a directory or file below/],
    [
      'of what lies outside',
      [{ name: 'scratch', mountPath: '/a', subPath: 'b/../..' }],
      /subPath: .* must be relative/,
    ],
    [
      'of two paths at once',
      [{ name: 'scratch', mountPath: '/a', subPath: 'b', subPathExpr: 'c' }],
      /subPathExpr: "c" cannot stand beside a subPath/,
    ],
    [
      'at one path twice',
      [
        { name: 'scratch', mountPath: '/a' },
        { name: 'scratch', mountPath: '/a' },
      ],
      /volumeMounts\[1\]\.mountPath: "\/a" is there twice/,
    ],
  ])('refuses a mount %s', (_what, mounts, message) => {
    expect(problemsOf([scratch], ...mounts)).toEqual([expect.stringMatching(message)]);
  });

  it('looks at init containers, too', () => {
    const initContainers = [{ name: 'first', volumeMounts: [{ name: 'gone', mountPath: '/a' }] }];
    expect(volumeProblems({ initContainers }, 'pod').map(describeProblem)).toEqual([
      'pod.initContainers[0].volumeMounts[0].name: "gone" is none of the volumes that this override adds; add it to volumes',
    ]);
  });
});
