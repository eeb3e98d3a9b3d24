/**
 * The language in which Calico selects nodes and endpoints by their labels:
 * https://docs.tigera.io/calico/latest/reference/resources/ippool#node-selector
 */

/** Whether the text is a selector. An empty one is: it selects what `all()` does. */
export function isSelector(text: string): boolean {
  const tokens = tokensOf(text.trimEnd());
  if (tokens === undefined) return false;
  return tokens.length === 0 || new SelectorParser(tokens).parsesWhole();
}

const token =
  /\s*(?:(?<call>(?:has|all|global)\s*\()|(?<text>"[^"]*"|'[^']*')|(?<sign>&&|\|\||==|!=|[!(){},])|(?<words>not\s+in(?=\s*\{)|starts\s+with|ends\s+with)|(?<name>[a-zA-Z0-9_./-]+))\s*/y;

interface Token {
  readonly kind: 'call' | 'text' | 'sign' | 'words' | 'name';
  /** Without white space inside: `notin`, `has(`. */
  readonly text: string;
}

function tokensOf(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const groups: Readonly<Record<string, string | undefined>> = token.exec(text)?.groups ?? {};
    const [kind, found] = Object.entries(groups).find(([, part]) => part !== undefined) ?? [];
    if (kind === undefined || found === undefined) return undefined;
    tokens.push({ kind: kind as Token['kind'], text: kind === 'text' ? found : found.replaceAll(/\s/g, '') });
  }
  return tokens;
}

/** Brackets within brackets: deeper ones are no work of people, and would exhaust the stack. */
const deepest = 100;

const comparisons = new Set(['==', '!=', 'contains', 'startswith', 'endswith']);
const memberships = new Set(['in', 'notin']);

/**
 * By recursive descent:
 *
 *     or         = and { "||" and }
 *     and        = operation { "&&" operation }
 *     operation  = { "!" } ( "(" or ")" | "has(" name ")" | "all()" | "global()" | name comparison )
 *     comparison = ( "==" | "!=" | "contains" | "starts with" | "ends with" ) text | ( "in" | "not in" ) set
 */
class SelectorParser {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parsesWhole(): boolean {
    return this.#or() && this.#next === this.#tokens.length;
  }

  #or(): boolean {
    return this.#chain('||', () => this.#chain('&&', () => this.#operation()));
  }

  #chain(sign: string, part: () => boolean): boolean {
    do if (!part()) return false;
    while (this.#takes(sign));
    return true;
  }

  #operation(): boolean {
    while (this.#takes('!'));
    if (this.#takes('(')) return this.#nested();
    if (this.#takes('all(') || this.#takes('global(')) return this.#takes(')');
    if (this.#takes('has(')) return this.#takesKind('name') && this.#takes(')');
    return this.#takesKind('name') && this.#comparison();
  }

  #nested(): boolean {
    this.#depth += 1;
    const fits = this.#depth <= deepest && this.#or() && this.#takes(')');
    this.#depth -= 1;
    return fits;
  }

  #comparison(): boolean {
    const operator = this.#tokens[this.#next++]?.text ?? '';
    if (comparisons.has(operator)) return this.#takesKind('text');
    return memberships.has(operator) && this.#set();
  }

  #set(): boolean {
    if (!this.#takes('{')) return false;
    if (this.#takes('}')) return true;
    return this.#chain(',', () => this.#takesKind('text')) && this.#takes('}');
  }

  #takes(text: string): boolean {
    return this.#takesIf((next) => next.kind !== 'text' && next.text === text);
  }

  #takesKind(kind: Token['kind']): boolean {
    return this.#takesIf((next) => next.kind === kind);
  }

  #takesIf(fits: (next: Token) => boolean): boolean {
    const next = this.#tokens[this.#next];
    if (next === undefined || !fits(next)) return false;
    this.#next += 1;
    return true;
  }
}
