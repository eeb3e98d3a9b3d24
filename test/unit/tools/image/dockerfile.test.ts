import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { environmentOf, readDockerfile, stagesOf } from '../../../../tools/image/dockerfile.ts';
import { lintDockerfile } from '../../../../tools/image/lint-dockerfile.ts';

const shipped = readDockerfile(readFileSync('Dockerfile', 'utf8'));
const good = 'FROM base@${BASE_DIGEST}\nUSER 1:1\nENTRYPOINT ["/a"]\n';
const lint = (text: string): string[] => lintDockerfile(readDockerfile(text));

describe('readDockerfile', () => {
  it('joins lines, leaves comments out, and tells where an instruction begins', () => {
    const text = '# a comment\nfrom a\nLABEL a=1 \\\n      b=2\nUSER 1:1\n';
    expect(readDockerfile(text)).toEqual([
      { line: 2, keyword: 'FROM', text: 'a' },
      { line: 3, keyword: 'LABEL', text: 'a=1 b=2' },
      { line: 5, keyword: 'USER', text: '1:1' },
    ]);
  });

  it('begins a stage with each FROM', () => {
    const stages = stagesOf(readDockerfile('ARG A\nFROM a\nRUN ["x"]\nFROM b\nENV A=1 B="2 3"'));
    expect(stages.map((stage) => stage.map(({ keyword }) => keyword))).toEqual([
      ['FROM', 'RUN'],
      ['FROM', 'ENV'],
    ]);
    expect(environmentOf(stages.flat())).toEqual({ A: '1', B: '2 3' });
  });
});

describe('lintDockerfile', () => {
  it('finds nothing in a good one, and nothing in ours', () => {
    expect([...lint(good), ...lintDockerfile(shipped)]).toEqual([]);
  });

  it.each([
    ['a base by its tag', good.replace('@${BASE_DIGEST}', ':24'), /^1: FROM: a base is named by digest/],
    ['latest', good.replace('base@', 'base:latest@'), /^1: FROM: no latest/],
    ['ADD', `${good}ADD a b`, /^4: ADD/],
    ['MAINTAINER', `${good}MAINTAINER me`, /^4: MAINTAINER/],
    ['a shell', `${good}CMD run`, /^4: CMD: the form with brackets/],
    ['a download', `FROM a@\${A_DIGEST}\nRUN ["curl", "x"]\n${good}`, /^2: RUN: nothing is fetched/],
    ['a relative folder', `${good}WORKDIR a`, /^4: WORKDIR/],
    ['a secret', `${good}ENV TOKEN=a`, /^4: ENV: no secrets/],
    ['a command in the image', `${good}RUN ["x"]`, /^4: RUN: nothing runs/],
    ['root', good.replace('1:1', '0:0'), /^USER/],
    ['a user by name', good.replace('1:1', 'nonroot'), /^USER/],
    ['no entry point', good.replace(/ENTRYPOINT.*/, ''), /^ENTRYPOINT/],
  ])('finds %s', (_name, text, problem) => {
    expect(lint(text)).toEqual([expect.stringMatching(problem)]);
  });
});

describe('our Dockerfile', () => {
  it('runs as the user that the chart names', () => {
    const stage = stagesOf(shipped).at(-1) ?? [];
    const chart = readFileSync('charts/tigera-operator/values.yaml', 'utf8');
    const [user, group = user] = ['runAsUser', 'runAsGroup'].map(
      (key) => new RegExp(`${key}: (\\d+)`).exec(chart)?.[1],
    );
    expect(stage.find(({ keyword }) => keyword === 'USER')?.text).toBe(`${user}:${group}`);
  });

  it('starts Node as bin/operator does, and without the right to write and to start processes', () => {
    const options = environmentOf(shipped)['NODE_OPTIONS']?.split(' ') ?? [];
    const ofV8 = readFileSync('image/operator', 'utf8').match(/(?<=')--[\w-]+(?=')/g) ?? [];
    const onHosts = readFileSync('bin/operator', 'utf8')
      .match(/^exec [^#]*/m)?.[0]
      .match(/--[\w=-]+/g);
    expect([...options, ...ofV8].toSorted()).toEqual(
      [...(onHosts ?? []), '--permission', '--allow-fs-read=*'].toSorted(),
    );
  });
});
