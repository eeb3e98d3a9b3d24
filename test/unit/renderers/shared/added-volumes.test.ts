import { describe, expect, it } from '@jest/globals';
import { addedMounts, addedVolumes, changedSecurityContext } from '../../../../src/renderers/shared/added-volumes.ts';

describe('addedVolumes', () => {
  it('come after ours', () => {
    const [ours, theirs] = [{ name: 'ours' }, { name: 'theirs', emptyDir: {} }];
    expect(addedVolumes([ours], [theirs])).toEqual([ours, theirs]);
  });

  it('leave out what the API server would not store', () => {
    const volumes = [
      { name: 'a', emptyDir: { medium: '', sizeLimit: '1Gi' } },
      { name: 'b', configMap: { name: 'files', items: [] } },
      { name: 'c', csi: { driver: 'd', fsType: '' } },
    ];
    expect(addedVolumes([], volumes)).toEqual([
      { name: 'a', emptyDir: { sizeLimit: '1Gi' } },
      { name: 'b', configMap: { name: 'files' } },
      { name: 'c', csi: { driver: 'd', fsType: '' } },
    ]);
  });

  it('never take the name of one of ours', () => {
    expect(addedVolumes([{ name: 'ours' }], [{ name: 'ours', emptyDir: {} }])).toBeUndefined();
  });
});

describe('addedMounts', () => {
  const ours = { name: 'ours', mountPath: '/ours' };
  const theirs = { name: 'theirs', mountPath: '/theirs' };

  it('come after ours, the last filled list alone', () => {
    const overrides = [{ name: 'a', volumeMounts: [ours] }, { name: 'a', volumeMounts: [theirs] }, { name: 'a' }];
    expect(addedMounts([ours], overrides)).toEqual([ours, theirs]);
  });

  it('never take the path of one of ours', () => {
    expect(addedMounts([ours], [{ name: 'a', volumeMounts: [{ ...theirs, mountPath: '/ours' }] }])).toBeUndefined();
  });

  it('leave out what the API server would not store', () => {
    const volumeMounts = [{ ...theirs, readOnly: false, subPath: '', subPathExpr: '' }];
    expect(addedMounts([], [{ name: 'a', volumeMounts }])).toEqual([theirs]);
  });

  it('keep what the user says otherwise', () => {
    const mount = { ...theirs, readOnly: true, subPath: 'a', mountPropagation: 'HostToContainer' as const };
    expect(addedMounts([], [{ name: 'a', volumeMounts: [mount] }])).toEqual([mount]);
  });
});

describe('changedSecurityContext', () => {
  const own = { runAsUser: 1, capabilities: { drop: ['ALL'] } };

  it('replaces field by field', () => {
    const securityContext = { capabilities: { add: ['NET_ADMIN'] } };
    expect(changedSecurityContext(own, [{ name: 'a', securityContext }])).toEqual({ runAsUser: 1, ...securityContext });
  });

  it('leaves out what the API server would not store', () => {
    const securityContext = { capabilities: { add: ['NET_ADMIN'], drop: [] }, seLinuxOptions: { user: '', role: 'r' } };
    expect(changedSecurityContext({}, [{ name: 'a', securityContext }])).toEqual({
      capabilities: { add: ['NET_ADMIN'] },
      seLinuxOptions: { role: 'r' },
    });
  });

  it('is none where the user says nothing', () => {
    expect(changedSecurityContext(own, [{ name: 'a', securityContext: {} }])).toBeUndefined();
  });
});
