import { createHash } from 'node:crypto';
import { packageUrl } from './cyclonedx.ts';
import type { BundledFile, BundledPackage } from './sbom.ts';

/** A bill of materials as https://spdx.github.io/spdx-spec/v2.3/ has it: packages, files, and what contains what. */
export function spdx(packages: readonly BundledPackage[], created: Date): object {
  const [own] = packages;
  const name = `${own?.name ?? ''}-${own?.version ?? ''}`;
  const content = createHash('sha256').update(JSON.stringify(packages)).digest('hex');
  return {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name,
    documentNamespace: `https://spdx.org/spdxdocs/${name}-${content}`,
    creationInfo: {
      created: created.toISOString().replace('.000Z', 'Z'),
      creators: ['Tool: calico-operator-tools-image-sbom'],
    },
    packages: packages.map(packageEntry),
    files: packages.flatMap(({ files }) => files.map(fileEntry)),
    relationships: packages.flatMap(relations),
  };
}

function packageEntry(from: BundledPackage): object {
  const { name, version, license, files } = from;
  return {
    SPDXID: idOf(packageUrl(from)),
    name,
    versionInfo: version,
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: true,
    packageVerificationCode: { packageVerificationCodeValue: verificationCode(files) },
    licenseConcluded: 'NOASSERTION',
    licenseDeclared: license,
    licenseInfoFromFiles: ['NOASSERTION'],
    copyrightText: 'NOASSERTION',
    externalRefs: [{ referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: packageUrl(from) }],
  };
}

function fileEntry({ path, sha1, sha256 }: BundledFile): object {
  return {
    SPDXID: idOf(path),
    fileName: `./${path}`,
    checksums: [
      { algorithm: 'SHA1', checksumValue: sha1 },
      { algorithm: 'SHA256', checksumValue: sha256 },
    ],
    licenseConcluded: 'NOASSERTION',
    licenseInfoInFiles: ['NOASSERTION'],
    copyrightText: 'NOASSERTION',
  };
}

function relations(from: BundledPackage, index: number, packages: readonly BundledPackage[]): object[] {
  const [own] = packages;
  const spdxElementId = idOf(packageUrl(from));
  const place =
    index === 0 || own === undefined
      ? relation('SPDXRef-DOCUMENT', 'DESCRIBES', spdxElementId)
      : relation(idOf(packageUrl(own)), 'CONTAINS', spdxElementId);
  return [place, ...from.files.map(({ path }) => relation(spdxElementId, 'CONTAINS', idOf(path)))];
}

function relation(spdxElementId: string, relationshipType: string, relatedSpdxElement: string): object {
  return { spdxElementId, relationshipType, relatedSpdxElement };
}

/** Letters, digits, dots and dashes are all that an identifier may have; what else differs is in the digest. */
function idOf(text: string): string {
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return `SPDXRef-${text.replaceAll(/[^A-Za-z0-9.]+/g, '-')}-${digest}`;
}

/** https://spdx.github.io/spdx-spec/v2.3/package-information/#79-package-verification-code-field */
function verificationCode(files: readonly BundledFile[]): string {
  const digests = files.map(({ sha1 }) => sha1).toSorted();
  return createHash('sha1').update(digests.join('')).digest('hex');
}
