import { problemIf, type Problem } from '../../problem.ts';
import type { Rule } from './rule.ts';

/** The grammar of https://pkg.go.dev/github.com/distribution/reference, cut where our fields are. */
const pathPart = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const host = '(?:[a-zA-Z0-9.-]+|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?';

interface Part {
  readonly field: 'registry' | 'imagePath' | 'imagePrefix';
  /** A regular expression of the kind that every engine knows: the API server has it, too. */
  readonly form: string;
  readonly message: string;
}

/** What references of images consist of. */
export const imageParts: readonly Part[] = [
  {
    field: 'registry',
    form: `^${host}(?:/+${pathPart})*/*$`,
    message: 'is no registry; write it without a scheme, like registry.example.com:5000/mirror/',
  },
  {
    field: 'imagePath',
    form: `^/*${pathPart}(?:/+${pathPart})*/*$`,
    message: 'is no path of images; write small letters and digits, like team/calico',
  },
  {
    field: 'imagePrefix',
    form: '^[a-z0-9]+(?:[._-]+[a-z0-9]+)*[._-]*$',
    message: 'cannot begin the name of an image; write it like mirror-',
  },
];

const referencesCanBe: Rule = (spec) =>
  imageParts.flatMap(({ field, form, message }) => {
    const value = spec[field] ?? '';
    const isDefault = value === '' || value === 'UseDefault';
    return problemIf(!isDefault && !new RegExp(form).test(value), { path: `spec.${field}`, value, message });
  });

const pullSecretsHaveNames: Rule = ({ imagePullSecrets = [] }) =>
  imagePullSecrets.flatMap(({ name = '' }, index): readonly Problem[] =>
    problemIf(name === '', { path: `spec.imagePullSecrets[${index}].name`, message: 'must name a Secret' }),
  );

/** Where images come from. */
export const imageRules: readonly Rule[] = [referencesCanBe, pullSecretsHaveNames];
