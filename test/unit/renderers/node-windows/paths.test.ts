import { describe, expect, it } from '@jest/globals';
import { cniDirectories, fileOnDrive, withoutDrive } from '../../../../src/renderers/node-windows/paths.ts';

describe('paths on Windows nodes', () => {
  it.each([
    ['/etc/cni/net.d', 'c:/etc/cni/net.d/kubeconfig'],
    ['/etc/cni//net.d/', 'c:/etc/cni/net.d/kubeconfig'],
    ['c:/etc/cni/net.d', 'c:/etc/cni/net.d/kubeconfig'],
    [String.raw`C:\etc\cni`, 'c:/etc/cni/kubeconfig'],
    ['/Program Files/cni', 'c:/Program Files/cni/kubeconfig'],
  ])('name a file in %s', (directory, file) => {
    expect(fileOnDrive(directory, 'kubeconfig')).toBe(file);
  });

  it('lose the drive where the container has it already', () => {
    expect(withoutDrive('C:/etc/cni/net.d')).toBe('/etc/cni/net.d');
    expect(withoutDrive('/etc/cni/net.d')).toBe('/etc/cni/net.d');
  });

  it('have the defaults of the platform where the Installation names none', () => {
    const windowsNodes = { cniLogDir: '/logs' };
    expect(cniDirectories({ kubernetesProvider: 'AKS', windowsNodes })).toEqual({
      bin: '/k/azurecni/bin',
      config: '/k/azurecni/netconf',
      log: '/logs',
    });
  });
});
