import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestStep, Script, Step, WaitStep, WatchStep } from './script.ts';
import { Meaning, type Said } from './meaning.ts';
import { admin, type Hearing, type Target, type TargetRequest } from './target.ts';

/** What an API server said to a script, reduced to what matters. */
export interface Transcript {
  /** By step; undefined where a step asks nothing. */
  readonly answers: readonly (Said | undefined)[];
  /** What each watch of the script heard. */
  readonly heard: readonly (readonly Said[])[];
}

/** How long a real server may take to tell what it has committed. */
const longestWaitMs = 3_000;

/** `expected` says how many events each watch is to wait for, where that is known. */
export async function replay(
  script: Script,
  target: Target,
  place: { readonly namespace: string; readonly expected?: Transcript },
): Promise<Transcript> {
  const run = new Run(target, place.namespace);
  try {
    for (const step of script.steps) await run.take(step);
    return await run.transcript(place.expected);
  } finally {
    run.end();
  }
}

class Run {
  readonly #target: Target;
  readonly #namespace: string;
  readonly #bodies: (Body | undefined)[] = [];
  readonly #answers: (Said | undefined)[] = [];
  readonly #hearings: Hearing[] = [];
  readonly #meaning = new Meaning();

  constructor(target: Target, namespace: string) {
    this.#target = target;
    this.#namespace = namespace;
  }

  async take(step: Step): Promise<void> {
    if (step.does === 'request') await this.#ask(step);
    else this.#keep(undefined, undefined);
    if (step.does === 'watch') this.#hearings.push(await this.#target.watch(this.#filled(step)));
    if (step.does === 'compact') await this.#target.compact();
    if (step.does === 'wait') await this.#wait(step);
  }

  async transcript(expected: Transcript | undefined): Promise<Transcript> {
    const counts = expected?.heard.map((lines) => lines.length) ?? [];
    await waitUntil(() => this.#hearings.every(({ lines }, index) => lines.length >= (counts[index] ?? 0)));
    if (this.#hearings.length > 0) await this.#target.pause();
    const heard = this.#hearings.map(({ lines }) => lines.flatMap((line) => this.#meaning.ofEvent(line)));
    return { answers: this.#answers, heard };
  }

  end(): void {
    for (const hearing of this.#hearings) hearing.close();
  }

  async #ask(step: RequestStep): Promise<void> {
    const answer = await this.#target.request(this.#filled(step));
    this.#keep(parsed(answer.body), this.#meaning.ofAnswer(answer));
  }

  #keep(body: Body | undefined, said: Said | undefined): void {
    this.#bodies.push(body);
    this.#answers.push(said);
  }

  async #wait({ until, ...step }: WaitStep): Promise<void> {
    const asked = this.#filled({ ...step, does: 'request', method: 'GET' });
    const end = Date.now() + longestWaitMs;
    while (!(await this.#target.request(asked)).body.includes(until) && Date.now() < end) await this.#target.pause();
  }

  #filled(step: RequestStep | WatchStep): TargetRequest {
    const { name, groups } = step.as ?? admin;
    const user =
      step.as === undefined ? admin : { name: this.#fill(name), groups: groups.map((group) => this.#fill(group)) };
    const headers: Record<string, string> = {
      'user-agent': 'conformance/1.0',
      accept: step.accept ?? 'application/json',
    };
    const asked = { method: 'GET', path: this.#fill(step.path), headers, user } as const;
    if (step.does === 'watch' || step.body === undefined) return { ...asked, method: methodOf(step) };
    headers['content-type'] = step.type ?? 'application/json';
    const body = typeof step.body === 'string' ? step.body : JSON.stringify(step.body);
    return { ...asked, method: step.method, body: this.#fill(body) };
  }

  #fill(text: string): string {
    return text
      .replaceAll('{ns}', this.#namespace)
      .replaceAll(
        /\{(rv|uid|continue):(\d+)\}/g,
        (_, what: keyof typeof readers, step: string) => readers[what](this.#bodies[Number(step)]) ?? '',
      );
  }
}

interface Body {
  readonly metadata?: { readonly resourceVersion?: string; readonly uid?: string; readonly continue?: string };
}

const readers = {
  rv: (body: Body | undefined) => body?.metadata?.resourceVersion,
  uid: (body: Body | undefined) => body?.metadata?.uid,
  continue: (body: Body | undefined) => encodeURIComponent(body?.metadata?.continue ?? ''),
};

function methodOf(step: RequestStep | WatchStep): RequestStep['method'] {
  return step.does === 'watch' ? 'GET' : step.method;
}

function parsed(text: string): Body | undefined {
  try {
    return JSON.parse(text) as Body;
  } catch {
    return undefined;
  }
}

async function waitUntil(isSo: () => boolean): Promise<void> {
  const end = Date.now() + longestWaitMs;
  while (!isSo() && Date.now() < end) await sleep(5);
}
