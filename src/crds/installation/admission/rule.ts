/** What is refused, and what the user reads. */
export interface AdmissionRule {
  /** From the top of the object. */
  readonly path: string;
  /** CEL, true where the object is refused. Sees the names of {@link admissionVariables}. */
  readonly refuses: string;
  /** CEL of type string: what stands there. Absent where it need not be shown. */
  readonly value?: string;
  /** What is wrong, what is allowed and what to do, going on after the value. */
  readonly message: string;
}

/** CEL of spec.calicoNetwork, whose fields may be asked for with `.?`. */
export const network = 'object.?spec.?calicoNetwork';

/** Names for what rules look at; a text is empty where nothing is written. */
export const admissionVariables: Readonly<Record<string, string>> = {
  variant: "object.?spec.?variant.orValue('')",
  provider: "object.?spec.?kubernetesProvider.orValue('')",
  cni: "object.?spec.?cni.?type.orValue('')",
  ipam: "object.?spec.?cni.?ipam.?type.orValue('')",
  dataplane: `${network}.?linuxDataplane.orValue('')`,
  windows: `${network}.?windowsDataplane.orValue('')`,
  bgp: `${network}.?bgp.orValue('')`,
  routing: `${network}.?clusterRoutingMode.orValue('')`,
  hostPorts: `${network}.?hostPorts.orValue('')`,
  pools: `${network}.?ipPools.orValue([])`,
};

/** Refuses a number below `least` or above `most`. */
export function outOfRange(path: string, least: number, most: number, message: string): AdmissionRule {
  const it = `object.${optional(path)}`;
  return {
    path,
    refuses: `${it}.hasValue() && (${it}.value() < ${least} || ${it}.value() > ${most})`,
    value: `string(${it}.orValue(0))`,
    message,
  };
}

/** Refuses a text, unless: `holds` sees the text as `it`, empty where nothing is written. */
export function textUnless(path: string, holds: string, message: string): AdmissionRule {
  const value = `object.${optional(path)}.orValue('')`;
  return { path, refuses: `![${value}].all(it, ${holds})`, value: quoted(value), message };
}

/** `spec.a.b` as the optional fields `?spec.?a.?b`. */
export function optional(path: string): string {
  return path
    .split('.')
    .map((field) => `?${field}`)
    .join('.');
}

/** The CEL of a text in quotes. */
export function quoted(text: string): string {
  return `'"' + ${text} + '"'`;
}

/** The CEL of a list of texts. */
export function celList(texts: readonly string[]): string {
  return `[${texts.map((text) => `'${text}'`).join(', ')}]`;
}
