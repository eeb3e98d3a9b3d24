import { describe, expect, it } from '@jest/globals';
import { labelSelector, selects } from '../../../src/k8s/selector.ts';
import { aConfigMap } from '../../support/kube-objects.ts';

describe('labelSelector', () => {
  const labels = { app: 'web', tier: 'front', empty: '' };

  it.each([
    ['', true],
    ['app=web', true],
    ['app==web,tier=front', true],
    ['app=db', false],
    ['app!=db', true],
    ['absent!=x', true],
    ['app in (db, web)', true],
    ['app notin (db,web)', false],
    ['absent notin (a)', true],
    ['absent in (a)', false],
    ['app', true],
    ['absent', false],
    ['!absent', true],
    ['!app', false],
    ['empty=', true],
    ['app in (a,b),tier=front', false],
    ['tier in (back,front),app', true],
    ['app in (web,db),tier notin (back,side),!other', true],
    [',app=web,,', true],
  ])('%p selects: %p', (text, selected) => {
    expect(labelSelector(text)(labels)).toBe(selected);
  });

  it('does not take what every object inherits for a label', () => {
    expect(labelSelector('constructor')({})).toBe(false);
  });

  it('refuses what it cannot read', () => {
    expect(() => labelSelector('app > 5')).toThrow(SyntaxError);
  });
});

describe('selects', () => {
  const object = aConfigMap('a', '1', { labels: { app: 'web' } });

  it.each([
    [{}, true],
    [{ namespace: 'default' }, true],
    [{ namespace: 'other' }, false],
    [{ fieldSelector: 'metadata.name=a' }, true],
    [{ fieldSelector: 'metadata.name!=a' }, false],
    [{ fieldSelector: 'metadata.name=a,metadata.namespace=default' }, true],
    [{ fieldSelector: 'metadata.name=b,metadata.namespace=default' }, false],
    [{ fieldSelector: 'spec.nodeName=n' }, true],
    [{ labelSelector: 'app=web', fieldSelector: 'metadata.name=b' }, false],
  ])('%o holds the object: %p', (selection, held) => {
    expect(selects(selection)(object)).toBe(held);
  });
});
