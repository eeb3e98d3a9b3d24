/** Calico's release that this operator installs. */
export const CALICO_VERSION = 'v3.32.1';

const DEFAULT_REGISTRY = 'quay.io';
const DEFAULT_PATH = 'calico';
/** Value of `registry`, `imagePath` and `imagePrefix` that means the same as leaving them out. */
const USE_DEFAULT = 'UseDefault';

/** Every image of the release, in the order of `operator -print-images`; `fips` says whether a FIPS build exists too. */
export const calicoImages = [
  { name: 'cni', fips: true },
  { name: 'cni-windows', fips: false },
  { name: 'key-cert-provisioner', fips: false },
  { name: 'kube-controllers', fips: true },
  { name: 'node', fips: true },
  { name: 'node-windows', fips: false },
  { name: 'typha', fips: true },
  { name: 'pod2daemon-flexvol', fips: false },
  { name: 'apiserver', fips: true },
  { name: 'csi', fips: true },
  { name: 'node-driver-registrar', fips: true },
  { name: 'goldmane', fips: false },
  { name: 'whisker', fips: false },
  { name: 'whisker-backend', fips: false },
  { name: 'envoy-gateway', fips: false },
  { name: 'envoy-proxy', fips: false },
  { name: 'envoy-ratelimit', fips: false },
  { name: 'guardian', fips: false },
  { name: 'istio-pilot', fips: false },
  { name: 'istio-install-cni', fips: false },
  { name: 'istio-ztunnel', fips: false },
  { name: 'istio-proxyv2', fips: false },
  { name: 'webhooks', fips: false },
] as const;

export type ImageName = (typeof calicoImages)[number]['name'];

/** Fully qualified reference of each image. */
export type ImageReferences = Readonly<Record<ImageName, string>>;

/** The fields of the Installation that decide where images come from. */
export interface ImageSource {
  readonly registry?: string;
  readonly imagePath?: string;
  readonly imagePrefix?: string;
  readonly fipsMode?: 'Enabled' | 'Disabled';
}

/** Digests of an ImageSet, `sha256:…`, by image. */
export type ImageDigests = Readonly<Partial<Record<ImageName, string>>>;

/** `calico/<name>`: how an ImageSet names an image, whatever registry and path are in use. */
export function imageSetName(image: ImageName): string {
  return `${DEFAULT_PATH}/${image}`;
}

/**
 * `<registry>/<path>/<prefix><name>`, then `@<digest>` where an ImageSet pins the image, else `:<version>`. A digest
 * decides alone: the FIPS build has the same name, so the ImageSet's author chooses by the digest.
 */
export function reference(image: ImageName, source: ImageSource, digests: ImageDigests = {}): string {
  const path = joined(orDefault(source.registry, DEFAULT_REGISTRY), orDefault(source.imagePath, DEFAULT_PATH));
  const repository = joined(path, `${orDefault(source.imagePrefix, '')}${image}`);
  const digest = digests[image];
  return digest === undefined ? `${repository}:${tag(image, source)}` : `${repository}@${digest}`;
}

/** References of all images; which of them are in use is each component's `images`. */
export function imageReferences(source: ImageSource, digests: ImageDigests = {}): ImageReferences {
  const entries = calicoImages.map(({ name }) => [name, reference(name, source, digests)] as const);
  return Object.fromEntries(entries) as ImageReferences;
}

/** What is looked at of a workload. */
interface WithContainers {
  readonly spec?: {
    readonly template: { readonly spec?: { readonly containers: readonly { name: string; image?: string }[] } };
  };
}

/** The release that the image of a container says it is, such as `v3.32.1`; undefined where it says none. */
export function versionOf(workload: WithContainers | undefined, container: string): string | undefined {
  const found = workload?.spec?.template.spec?.containers.find(({ name }) => name === container);
  return /:(v?\d+\.\d+\.\d+)[^:/@]*(?:@|$)/.exec(found?.image ?? '')?.[1];
}

/** References of all images of the release where nothing is said about them, FIPS builds after the ordinary ones. */
export function releaseImages(): string[] {
  return calicoImages.flatMap(({ name, fips }) => [
    reference(name, {}),
    ...(fips ? [reference(name, { fipsMode: 'Enabled' })] : []),
  ]);
}

function tag(image: ImageName, source: ImageSource): string {
  const hasFipsBuild = calicoImages.some(({ name, fips }) => name === image && fips);
  return source.fipsMode === 'Enabled' && hasFipsBuild ? `${CALICO_VERSION}-fips` : CALICO_VERSION;
}

function orDefault(value: string | undefined, fallback: string): string {
  return value === undefined || value === '' || value === USE_DEFAULT ? fallback : value;
}

function joined(...parts: string[]): string {
  return parts
    .flatMap((part) => part.split('/'))
    .filter((part) => part !== '')
    .join('/');
}
