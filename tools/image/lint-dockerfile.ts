import { stagesOf, type Instruction } from './dockerfile.ts';

/** What a rule finds, or undefined. */
type Rule = (instruction: Instruction, isLastStage: boolean) => string | undefined;

/** Rules on single instructions; those of hadolint (https://github.com/hadolint/hadolint) that matter here, and stricter ones. */
const rules: readonly Rule[] = [
  ({ keyword, text }) =>
    keyword === 'FROM' && !/@(?:sha256:[0-9a-f]{64}|\$\{\w+_DIGEST\})(?:\s|$)/.test(text)
      ? 'a base is named by digest, since tags move'
      : undefined,
  ({ keyword, text }) => (keyword === 'FROM' && /:latest\b/.test(text) ? 'no latest' : undefined),
  ({ keyword }) => (keyword === 'ADD' ? 'COPY, since ADD fetches and unpacks' : undefined),
  ({ keyword }) => (keyword === 'MAINTAINER' ? 'a label, since MAINTAINER is gone' : undefined),
  ({ keyword, text }) =>
    ['RUN', 'CMD', 'ENTRYPOINT'].includes(keyword) && !text.startsWith('[')
      ? 'the form with brackets, since there is no shell'
      : undefined,
  ({ keyword, text }) =>
    /\b(?:sudo|curl|wget|apt-get)\b/.test(text) && keyword === 'RUN' ? 'nothing is fetched' : undefined,
  ({ keyword, text }) => (keyword === 'WORKDIR' && !text.startsWith('/') ? 'an absolute folder' : undefined),
  ({ keyword, text }) =>
    ['ENV', 'ARG'].includes(keyword) && /(?:TOKEN|PASSWORD|SECRET)/i.test(text) ? 'no secrets in layers' : undefined,
  ({ keyword }, isLastStage) => (keyword === 'RUN' && isLastStage ? 'nothing runs in the image itself' : undefined),
];

/** The problems of a Dockerfile, one line each; the last stage is the image. */
export function lintDockerfile(instructions: readonly Instruction[]): string[] {
  const last = stagesOf(instructions).at(-1) ?? [];
  const single = instructions.flatMap((instruction) =>
    rules.flatMap((rule) => {
      const problem = rule(instruction, last.includes(instruction));
      return problem === undefined ? [] : [`${instruction.line}: ${instruction.keyword}: ${problem}`];
    }),
  );
  return [...single, ...lintImage(last)];
}

/** What the image as a whole must have. */
function lintImage(stage: readonly Instruction[]): string[] {
  const valueOf = (keyword: string): string => stage.findLast((each) => each.keyword === keyword)?.text ?? '';
  const user = /^[1-9]\d*:[1-9]\d*$/.test(valueOf('USER'));
  const entry = valueOf('ENTRYPOINT') !== '';
  return [
    ...(user ? [] : ['USER: a numeric user and group that are not 0, which runAsNonRoot can check']),
    ...(entry ? [] : ['ENTRYPOINT: is missing; the hook of the chart names no command']),
  ];
}
