import type { BundledFile, BundledPackage } from './sbom.ts';

/** A bill of materials as https://cyclonedx.org/docs/1.6/json/ has it: each package with its files inside. */
export function cyclonedx([own, ...libraries]: readonly BundledPackage[]): object {
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: own && { type: 'application', ...component(own) } },
    components: libraries.map((library) => ({ type: 'library', ...component(library) })),
  };
}

/** https://github.com/package-url/purl-spec/blob/main/types-doc/npm-definition.md */
export function packageUrl({ name, version }: BundledPackage): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

function component(from: BundledPackage): object {
  const { name, version, license, files } = from;
  const purl = packageUrl(from);
  const licenses = license === 'NOASSERTION' ? {} : { licenses: [{ expression: license }] };
  return { 'bom-ref': purl, name, version, ...licenses, purl, components: files.map(file) };
}

function file({ path, sha256 }: BundledFile): object {
  return { type: 'file', 'bom-ref': `file:${path}`, name: path, hashes: [{ alg: 'SHA-256', content: sha256 }] };
}
