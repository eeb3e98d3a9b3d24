/**
 * How lists and maps of Kubernetes' own kinds merge, from the OpenAPI documents that an API server publishes under
 * `/openapi/v3`: what the simulated API server must know for server-side apply.
 *
 *     node tools/list-types.ts <folder with openapi documents>
 *
 * The folder holds one JSON document per group version (`kubectl get --raw /openapi/v3/apis/apps/v1`). Written is
 * `tools/sim/server/apply/list-types.gen.json`. Run it when the supported Kubernetes version moves.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'prettier';
import type { OpenApiSchema } from './core-types/openapi.ts';
import { listTypesOf } from './list-types/list-types-of.ts';

const target = 'tools/sim/server/apply/list-types.gen.json';

function loadSchemas(folder: string): Record<string, OpenApiSchema> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const schemas: Record<string, OpenApiSchema> = {};
  for (const file of files) {
    const document = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as {
      components?: { schemas?: Record<string, OpenApiSchema> };
    };
    Object.assign(schemas, document.components?.schemas);
  }
  return schemas;
}

async function main(folder: string | undefined): Promise<void> {
  if (folder === undefined) throw new Error('usage: node tools/list-types.ts <folder with openapi documents>');
  const text = JSON.stringify(listTypesOf(loadSchemas(folder)));
  writeFileSync(target, await format(text, { parser: 'json', printWidth: 120 }));
}

await main(process.argv[2]);
