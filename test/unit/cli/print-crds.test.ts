import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { crdDocuments, NoSuchCrd } from '../../../src/cli/print-crds.ts';
import type { CrdFlavour } from '../../../src/crds/bundle.ts';
import type { KubeObject } from '../../../src/k8s/object.ts';
import { ownCrds } from '../../../tools/own-crds.ts';

async function printed(prefix: string, flavour: CrdFlavour = 'v1'): Promise<string> {
  let text = '';
  for await (const document of crdDocuments(ownCrds(), prefix, flavour)) text += document;
  return text;
}

function headings(text: string): string[] {
  return text.split('\n').flatMap((line) => (line.startsWith('# ') ? [line.slice(2)] : []));
}

describe('the printed CRDs', () => {
  it.each(['v1', 'v3'] as const)('are the 32 of flavour %s, each behind its name', async (flavour) => {
    const text = await printed('all', flavour);
    const documents = parseAllDocuments(text).map((document) => document.toJS() as KubeObject);
    const names = documents.map(({ metadata }) => metadata.name);
    expect(names).toHaveLength(32);
    expect(headings(text)).toEqual(names);
  });

  it('have Calico kinds of the group that the flavour stores them in', async () => {
    expect(headings(await printed('ippools', 'v1'))).toEqual(['ippools.crd.projectcalico.org']);
    expect(headings(await printed('ippools', 'v3'))).toEqual(['ippools.projectcalico.org']);
  });

  it('are the manifests of config/crd', async () => {
    const [document] = parseAllDocuments(await printed('tiers', 'v3'));
    const [committed] = parseAllDocuments(readFileSync('config/crd/v3/tiers.projectcalico.org.yaml', 'utf8'));
    expect(document?.toJS()).toEqual(committed?.toJS());
  });

  it('are told apart by a line of ---', async () => {
    const text = await printed('ipam');
    expect(text.split('\n---\n')).toHaveLength(headings(text).length);
  });

  it('are none where no name begins so', async () => {
    await expect(printed('installation.')).rejects.toThrow(NoSuchCrd);
  });
});
