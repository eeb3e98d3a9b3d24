import type { RequestLabel, Status } from './errors.ts';

/** Shorter texts are no secrets, or occur in any sentence by chance. */
const shortest = 8;
const placeholder = '(withheld)';

/**
 * What the server says about a write to a Secret, without the values that it may quote: errors reach logs, Events and
 * statuses, which many may read. `sent` is the body of the request.
 */
export function withoutSecretValues(request: RequestLabel, status: Status, sent: string | undefined): Status {
  if (!isAboutSecrets(request)) return status;
  if (status.details?.causes !== undefined) return namingFields(status);
  return status.message === undefined ? status : { ...status, message: withholding(request, status.message, sent) };
}

/** The words of a webhook or of a proxy tell why it refuses, so only what they quote is taken out. */
export function withholding(request: RequestLabel, words: string, sent: string | undefined): string {
  if (!isAboutSecrets(request)) return words;
  return valuesIn(sent).reduce((text, value) => text.replaceAll(value, placeholder), words);
}

function isAboutSecrets({ path }: RequestLabel): boolean {
  return /\/secrets(\/|\?|$)/.test(path);
}

/** The API server quotes what it refuses, field by field. */
function namingFields(status: Status): Status {
  const causes = (status.details?.causes ?? []).map(({ reason, field }) => ({
    reason: reason ?? '',
    field: field ?? '',
  }));
  const fields = causes.map((cause) => cause.field).join(', ');
  const message = `Secret ${status.details?.name ?? ''} was refused because of ${fields} (values withheld)`;
  return { ...status, message, details: { ...status.details, causes } };
}

/** Values of the Secret in a body, in base64, as they are, in quotes, and line by line; the longest first. */
function valuesIn(body: string | undefined): string[] {
  const values = body === undefined ? [] : stringsUnder(body, ['data', 'stringData']);
  const plain = values.map((value) => Buffer.from(value, 'base64').toString('utf8'));
  const quoted = plain.map((text) => JSON.stringify(text).slice(1, -1));
  const all = [...values, ...plain, ...quoted, ...plain.flatMap((text) => text.split('\n'))];
  return all.filter((text) => text.length >= shortest).toSorted((a, b) => b.length - a.length);
}

function stringsUnder(body: string, fields: readonly string[]): string[] {
  try {
    const object = JSON.parse(body) as Record<string, unknown> | null;
    return fields.flatMap((field) => Object.values(object?.[field] ?? {}).filter((value) => typeof value === 'string'));
  } catch {
    return [];
  }
}
