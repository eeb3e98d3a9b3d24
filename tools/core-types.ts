/**
 * Types of Kubernetes' own kinds, from the OpenAPI documents that an API server publishes under `/openapi/v3`.
 *
 *     node tools/core-types.ts <folder with openapi documents>
 *
 * The folder holds one JSON document per group version (`kubectl get --raw /openapi/v3/apis/apps/v1`). Written are
 * `src/crds/generated/core.gen.ts` and `config/openapi/core-schemas.gen.json`, the latter being what the CRD generator
 * inlines. Run it when the supported Kubernetes version moves; `npm run generate` works from the committed results.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { compile } from 'json-schema-to-typescript';
import { format } from 'prettier';
import { embeddedSchemas, EMBEDDED_TYPES } from './core-types/embedded.ts';
import { definitionsOf, PREAMBLE, rootSchema } from './core-types/definitions.ts';
import { ROOT_KINDS } from './core-types/root-kinds.ts';
import type { OpenApiSchema } from './core-types/openapi.ts';

const typesFile = 'src/crds/generated/core.gen.ts';
const schemasFile = 'config/openapi/core-schemas.gen.json';

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

async function writeTypes(schemas: Record<string, OpenApiSchema>): Promise<void> {
  const definitions = definitionsOf(schemas, ROOT_KINDS);
  const source = await compile(rootSchema(definitions, ROOT_KINDS), 'KindsByName', {
    bannerComment: PREAMBLE,
    strictIndexSignatures: false,
    format: false,
    additionalProperties: true,
  });
  writeFileSync(typesFile, source);
}

async function writeEmbedded(schemas: Record<string, OpenApiSchema>): Promise<void> {
  mkdirSync(path.dirname(schemasFile), { recursive: true });
  const text = JSON.stringify(embeddedSchemas(schemas, EMBEDDED_TYPES), null, 2);
  writeFileSync(schemasFile, await format(text, { parser: 'json', printWidth: 120 }));
}

async function main(folder: string | undefined): Promise<void> {
  if (folder === undefined) throw new Error('usage: node tools/core-types.ts <folder with openapi documents>');
  const schemas = loadSchemas(folder);
  await writeTypes(schemas);
  await writeEmbedded(schemas);
}

await main(process.argv[2]);
