import * as z from 'zod';

const count = z.int().min(0);
const milliseconds = z.number().min(0);
/** Whether the server still carries the request out: `before` it is sent, or `after` its change is committed. */
const phase = z.enum(['before', 'after']).default('before');
/** How many lines of the watch pass first; every line counts, bookmarks and initial events too. */
const afterEvents = count.default(0);

/** An answer of the rule's own. After the commit it hides what the server said, as a load balancer's 504 does. */
const answer = z.strictObject({
  kind: z.literal('answer'),
  status: z.int().min(200).max(599),
  /** Of the Status object; what Kubernetes uses for the status unless given. */
  reason: z.string().optional(),
  /** Of the Status object. */
  message: z.string().optional(),
  retryAfterSeconds: z.number().min(0).optional(),
  /** A Status object, nothing, or a page such as load balancers serve. */
  bodyForm: z.enum(['status', 'empty', 'html']).default('status'),
  phase,
});

const requestActions = [
  answer,
  /** The connection is reset. */
  z.strictObject({ kind: z.literal('reset'), phase }),
  /** The connection is reset inside the body of the answer. */
  z.strictObject({ kind: z.literal('cutBody'), afterBytes: count }),
  /** No answer, until the caller gives up. */
  z.strictObject({ kind: z.literal('hang'), phase }),
  /** The answer comes late, or in drops. */
  z
    .strictObject({
      kind: z.literal('slow'),
      bytesPerSecond: z.number().positive().optional(),
      delayMs: milliseconds.optional(),
    })
    .refine((slow) => (slow.bytesPerSecond === undefined) !== (slow.delayMs === undefined), {
      error: 'needs either bytesPerSecond or delayMs',
    }),
  /** The next connection accepts TCP and never finishes its TLS handshake. */
  z.strictObject({ kind: z.literal('tlsStall') }),
  /** The next connection shows a certificate of an unknown authority. */
  z.strictObject({ kind: z.literal('wrongCertificate') }),
  /** A good answer, after which the connection closes. */
  z.strictObject({ kind: z.literal('connectionClose') }),
  /** A redirection to another host, where the caller must not take its token. */
  z.strictObject({ kind: z.literal('redirect'), to: z.url() }),
  /** SIGKILL of the operator. */
  z.strictObject({ kind: z.literal('kill'), phase }),
] as const;

const watchActions = [
  /** The connection is reset after so many lines. */
  z.strictObject({ kind: z.literal('cutAfterEvents'), k: count }),
  /** The connection is reset in the middle of the line that follows so many lines. */
  z.strictObject({ kind: z.literal('cutMidLine'), k: count }),
  /** The connection stays open, and nothing comes through it any more. */
  z.strictObject({ kind: z.literal('halfOpen'), afterEvents }),
  /**
   * Lines that come from `fromMs` on (of the run; else from the opening of the watch) are delivered together at `untilMs`
   * of the run, or `forMs` after that beginning. A watch may lag without bound, so this is always fair.
   */
  z
    .strictObject({
      kind: z.literal('hold'),
      fromMs: milliseconds.optional(),
      untilMs: milliseconds.optional(),
      forMs: milliseconds.optional(),
    })
    .refine((hold) => (hold.untilMs === undefined) !== (hold.forMs === undefined), {
      error: 'needs either untilMs or forMs',
    }),
  /** An ERROR event, after which the watch ends. */
  z.strictObject({ kind: z.literal('errorEvent'), code: z.literal([410, 500]), afterEvents }),
  /** Bookmarks are left out, but the one that ends the initial events: without it a list would be endless. */
  z.strictObject({ kind: z.literal('noBookmarks') }),
  /** Bookmarks name a resource version that far in the future. */
  z.strictObject({ kind: z.literal('bookmarkAhead'), by: z.int().positive().default(1_000_000) }),
  /** 400 for a watch that asks for initial events, as servers before WatchList answer. Other watches do not match. */
  z.strictObject({ kind: z.literal('refuseWatchList') }),
  z.strictObject({ kind: z.literal('oneBytePerSecond') }),
  /**
   * The changes `from` … `to - 1` of the watch (initial events and bookmarks do not count; the first change is 1) are
   * never seen: the connection is cut before change `from`; watches and lists of the same path are reset until change
   * `to` is committed, for a minute at most; then a watch that goes on from a version gets 410, so that the caller
   * lists anew.
   */
  z
    .strictObject({ kind: z.literal('unobserve'), from: z.int().positive(), to: z.int().positive() })
    .refine(({ from, to }) => from < to, { error: 'needs from below to' }),
] as const;

/** What a fault does. */
export const actionSchema = z.discriminatedUnion('kind', [...requestActions, ...watchActions]);

export type Action = z.infer<typeof actionSchema>;
export type ActionKind = Action['kind'];
/** One kind of action, by name. */
export type ActionOf<Kind extends ActionKind> = Extract<Action, { readonly kind: Kind }>;

/** Fields of each action, `kind` left out: for messages. */
export const actionFields: ReadonlyMap<string, readonly string[]> = new Map(
  [...requestActions, ...watchActions].map(({ shape }): [string, string[]] => [
    shape.kind.value,
    Object.keys(shape).filter((field) => field !== 'kind'),
  ]),
);

const watchKinds = new Set<string>(watchActions.map(({ shape }) => shape.kind.value));

/** Whether an action is something that only a watch can suffer. */
export function isWatchAction({ kind }: Pick<Action, 'kind'>): boolean {
  return watchKinds.has(kind);
}

/** Whether a request that suffers this is carried out by the server all the same. */
export function letsCommit(action: Action): boolean {
  if ('phase' in action) return action.phase === 'after';
  return !['tlsStall', 'wrongCertificate', 'redirect', 'refuseWatchList'].includes(action.kind);
}
