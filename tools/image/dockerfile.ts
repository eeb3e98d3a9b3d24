/** One instruction, its continuation lines joined. */
export interface Instruction {
  /** Line on which it begins, from 1. */
  readonly line: number;
  /** In capitals. */
  readonly keyword: string;
  readonly text: string;
}

/** Reads a Dockerfile (https://docs.docker.com/reference/dockerfile/), without here-documents. */
export function readDockerfile(text: string): Instruction[] {
  const instructions: Instruction[] = [];
  let open: { line: number; text: string } | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    if (raw.trim() === '' || raw.trimStart().startsWith('#')) continue;
    const line = open?.line ?? index + 1;
    const joined = `${open?.text ?? ''}${raw.replace(/\\$/, '').trim()} `;
    open = raw.endsWith('\\') ? { line, text: joined } : undefined;
    if (open === undefined) instructions.push(instructionOf(line, joined.trim()));
  }
  return instructions;
}

/** The stages in their order, each beginning with its FROM. */
export function stagesOf(instructions: readonly Instruction[]): Instruction[][] {
  const stages: Instruction[][] = [];
  for (const instruction of instructions) {
    if (instruction.keyword === 'FROM') stages.push([]);
    stages.at(-1)?.push(instruction);
  }
  return stages;
}

/** What the last stage sets in the environment. */
export function environmentOf(instructions: readonly Instruction[]): Record<string, string> {
  const last = stagesOf(instructions).at(-1) ?? [];
  const pairs = last.filter(({ keyword }) => keyword === 'ENV').flatMap(({ text }) => [...text.matchAll(PAIR)]);
  return Object.fromEntries(pairs.map(([, name = '', quoted, bare]) => [name, quoted ?? bare ?? '']));
}

const PAIR = /(\w+)=(?:"([^"]*)"|(\S+))/g;

function instructionOf(line: number, text: string): Instruction {
  const [keyword = ''] = text.split(/\s/, 1);
  return { line, keyword: keyword.toUpperCase(), text: text.slice(keyword.length).trim() };
}
