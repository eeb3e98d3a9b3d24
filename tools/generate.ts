/**
 * Writes everything in the repository that is derived from source, one generator per output.
 *
 *     npm run generate
 *
 * The types of Kubernetes' own kinds need the documents of an API server and have a command of their own:
 * `npm run generate:core-types`.
 */
import { generateAdmission } from './admission.ts';
import { generateCharts } from './charts/files.ts';
import { generateCrds } from './crds.ts';
import { generateFelixFields } from './felix-fields.ts';
import { generateGitops } from './gitops/files.ts';
import { generateRbac } from './rbac.ts';

const generators: readonly { readonly output: string; readonly generate: () => void }[] = [
  { output: 'config/admission', generate: generateAdmission },
  { output: 'config/crd', generate: generateCrds },
  // From config/crd, so after it.
  { output: 'src/crds/generated/felix-fields.gen.ts', generate: generateFelixFields },
  { output: 'charts', generate: generateCharts },
  { output: 'config/gitops', generate: generateGitops },
  { output: 'config/rbac', generate: generateRbac },
];

for (const { output, generate } of generators) {
  generate();
  console.log(`wrote ${output}`);
}
