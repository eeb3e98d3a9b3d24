import { ConnectionError, type RequestLabel } from './errors.ts';
import { apiVersionOf, type KubeObject, type ResourceType } from './object.ts';
import { parseWire } from './wire-json.ts';

/** Where wire JSON becomes an object with a type; the server's schema is trusted from here on, its envelope is not. */
export class Decoder<T extends KubeObject> {
  readonly #label: RequestLabel;
  readonly #apiVersion: string;
  readonly #kind: string;

  constructor(type: ResourceType<T>, label: RequestLabel) {
    this.#label = label;
    this.#apiVersion = apiVersionOf(type);
    this.#kind = type.kind;
  }

  /** Throws ConnectionError (`protocol`) when the text is not JSON. */
  json(text: string): unknown {
    try {
      return parseWire(text);
    } catch (error) {
      throw this.refuse(`the answer is not JSON (${text.slice(0, 60).trim()})`, error);
    }
  }

  /**
   * An object of this kind. Items of lists carry neither `apiVersion` nor `kind`, and metadata-only answers carry those
   * of PartialObjectMetadata: both get the real ones. Throws ConnectionError (`protocol`) for anything without metadata.
   */
  object(value: unknown): T {
    if (!isRecord(value) || !isRecord(value['metadata']) || !isName(value['metadata']['name'])) {
      throw this.refuse(`the answer is no ${this.#kind}`);
    }
    value['apiVersion'] = this.#apiVersion;
    value['kind'] = this.#kind;
    return value as unknown as T;
  }

  refuse(message: string, cause?: unknown): ConnectionError {
    return new ConnectionError(message, { ...this.#label, failure: 'protocol', maybeCommitted: true, cause });
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A string property of a decoded value, or undefined. */
export function stringAt(value: unknown, key: string): string | undefined {
  const found = isRecord(value) ? value[key] : undefined;
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** Reviews, which are answered and not stored, have no name. */
function isName(name: unknown): boolean {
  return typeof name === 'string' || name === undefined;
}
