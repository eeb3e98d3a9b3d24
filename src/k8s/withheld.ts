import type { RequestLabel, Status } from './errors.ts';

/** Shorter texts are no secrets, or occur in any sentence by chance. */
const shortest = 8;
const placeholder = '(withheld)';

/**
 * What the server says about a write to a Secret, without the values that it may quote: errors reach logs, Events and
 * statuses, which many may read. `sent` is the body of the request.
 */
export function withoutSecretValues(request: RequestLabel, status: Status, sent: string | undefined): Status {
  if (!/\/secrets(\/|\?|$)/.test(request.path)) return status;
  return status.details?.causes === undefined ? scrubbed(status, sent) : namingFields(status);
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

/** The words of a webhook tell why it refuses, so only what it quotes is taken out. */
function scrubbed(status: Status, sent: string | undefined): Status {
  const message = valuesIn(sent).reduce((text, value) => text.replaceAll(value, placeholder), status.message ?? '');
  return status.message === undefined ? status : { ...status, message };
}

/** Values of the Secret in a body, in base64, as they are, and line by line; the longest first. */
function valuesIn(body: string | undefined): string[] {
  const values = body === undefined ? [] : stringsUnder(body, ['data', 'stringData']);
  const plain = values.map((value) => Buffer.from(value, 'base64').toString('utf8'));
  const all = [...values, ...plain, ...plain.flatMap((text) => text.split('\n'))];
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
