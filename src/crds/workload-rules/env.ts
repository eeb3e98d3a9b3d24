import type { EnvVar } from '../generated/core.gen.ts';
import { problemIf, type Problem } from '../problem.ts';

const variableName = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;

/**
 * Variables that an override adds to a container. One name occurs once: Kubernetes would take the last of several, but
 * it merges the list by name and refuses an apply that has a name twice.
 */
export function envProblems(env: readonly EnvVar[] | undefined, path: string): readonly Problem[] {
  const all = env ?? [];
  return all.flatMap((variable, index) => [
    ...variableProblems(variable, `${path}[${index}]`),
    ...problemIf(
      all.slice(0, index).some(({ name }) => name === variable.name),
      { path: `${path}[${index}].name`, value: variable.name, message: 'is there twice; keep one' },
    ),
  ]);
}

function variableProblems({ name, value = '', valueFrom }: EnvVar, path: string): readonly Problem[] {
  return [
    ...problemIf(!variableName.test(name), {
      path: `${path}.name`,
      value: name,
      message: 'is no name of a variable; allowed: letters, digits, "-", "_" and ".", no digit first',
    }),
    ...problemIf(valueFrom !== undefined && value !== '', {
      path: `${path}.valueFrom`,
      value: valueFrom,
      message: 'cannot stand beside a value; remove one of the two',
    }),
    ...problemIf(valueFrom !== undefined && Object.keys(valueFrom).length !== 1, {
      path: `${path}.valueFrom`,
      value: valueFrom,
      message: 'must have one source; allowed: configMapKeyRef, fieldRef, fileKeyRef, resourceFieldRef or secretKeyRef',
    }),
  ];
}
