import type { ObjectRef } from '../../k8s/object.ts';
import type { Component } from '../component.ts';
import type { WindowsInput } from '../input.ts';
import { CALICO_NODE_WINDOWS, CNI_CONFIG_WINDOWS } from '../shared/names.ts';
import { refTo } from '../shared/refs.ts';
import { windowsCniConfigMap } from './cni-config.ts';
import { windowsDaemonSet } from './daemonset.ts';

/** calico-node on Windows nodes. It shares accounts, certificates and Typha with the one on Linux, which come first. */
export const nodeWindows: Component<WindowsInput> = {
  name: 'node-windows',
  images: ['node-windows', 'cni-windows'],
  render: (input) => ({
    present: [...windowsCniConfigMap(input), windowsDaemonSet(input)],
    absent: input.spec.cni.type === 'Calico' ? [] : [refTo.configMap(CNI_CONFIG_WINDOWS)],
  }),
};

/** All that it may ever have, for taking it away. */
export const nodeWindowsRefs: readonly ObjectRef[] = [
  refTo.daemonSet(CALICO_NODE_WINDOWS),
  refTo.configMap(CNI_CONFIG_WINDOWS),
];
