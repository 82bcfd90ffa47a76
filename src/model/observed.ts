import type { StoredExchange } from './stored-exchange.ts';
import type { Exchange } from './exchange.ts';

/** A value in a JSON body. In its path `*` is any element of a list, and a star in the name of a member is written `~2`. */
type MemberSeen = { readonly path: string; readonly type: string; readonly value: unknown };

const typeOf = (value: unknown): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
};

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('*', '~2');

/** Every value in a body, outermost first, below the given path. */
export function* membersOf(path: string, value: unknown): Generator<MemberSeen> {
  yield { path, type: typeOf(value), value };
  if (Array.isArray(value)) for (const element of value) yield* membersOf(`${path}/*`, element);
  else if (typeof value === 'object' && value !== null)
    for (const [name, inner] of Object.entries(value)) yield* membersOf(`${path}/${escaped(name)}`, inner);
}

/** Path of the object around a member; undefined for the whole body and for an element of a list. */
export const aroundOf = (path: string): string | undefined => {
  const cut = path.lastIndexOf('/');
  return cut === -1 || path.slice(cut) === '/*' ? undefined : path.slice(0, cut);
};

/** How often something was seen, by its name. */
type Counts = Readonly<Record<string, number>>;

/** What the answers of one operation to a valid credential looked like. */
export type OperationSeen = {
  /** Statuses of the answers to requests without faults. */
  readonly statuses: Counts;
  /** Successful answers by status, and the names of their header fields in lower case, as `200 etag`. */
  readonly headers: Counts;
  /** Values of successful answers: by status and path (`200 /data/*` + `/id`) how often each type was seen. */
  readonly members: Readonly<Record<string, Counts>>;
  /** Codes of error answers: by status, faults of the request and path, how often each was seen. */
  readonly codes: Readonly<Record<string, Counts>>;
  /** Id of an exchange that shows a status, a member (`200 /data/*`) or a code, by its name; the last one counts. */
  readonly shownIn: Readonly<Record<string, string>>;
};

/** By operation key. */
export type Seen = Readonly<Record<string, OperationSeen>>;

/** Bound against a server that makes up members or codes without end. */
const mostMembers = 2000;

const codeNames = new Set(['code', 'error_code', 'errorcode', 'type', 'error']);
const codeForm = /^[\w.:/#-]{1,80}$/u;

/** Members of an error body that look like its code: no deeper than in an object or a list in it. */
const codesIn = (body: unknown): readonly { readonly path: string; readonly code: string }[] =>
  [...membersOf('', body)].flatMap(({ path, value }) => {
    const steps = path.split('/').slice(1);
    const isNamed = codeNames.has((steps.at(-1) ?? '').toLowerCase()) && steps.filter((step) => step !== '*').length <= 2;
    return isNamed && typeof value === 'string' && codeForm.test(value) ? [{ path, code: value }] : [];
  });

const bodyOf = ({ reply }: Exchange | StoredExchange): { readonly value: unknown } | undefined => {
  if (reply.kind !== 'answer' || reply.json.kind !== 'value') return undefined;
  if ('value' in reply.json) return { value: reply.json.value };
  if (reply.text === null || ('truncated' in reply && reply.truncated)) return undefined;
  try {
    return { value: JSON.parse(reply.text) };
  } catch {
    return undefined;
  }
};

/** Header fields of the connection and of the moment, which every proxy may change (RFC 9110, section 7.6.1). */
const passing = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'date', 'server', 'via', 'age']);

const isSuccess = (status: number): boolean => status >= 200 && status < 300;

/** The JSON body of a success to a request without faults; undefined where there is none. */
export const successBody = (exchange: StoredExchange): { readonly status: number; readonly value: unknown } | undefined => {
  const { request, reply } = exchange;
  if (request.faults.length > 0 || request.base !== undefined || reply.kind !== 'answer' || !isSuccess(reply.status)) return undefined;
  const body = bodyOf(exchange);
  return body && { status: reply.status, value: body.value };
};

/** What one answer shows; nothing where another address answered, or the request had no valid credential and was not meant to be refused. */
export const seenIn = (exchange: Exchange | StoredExchange): Seen => {
  const { request, reply } = exchange;
  if (request.operation === null || request.base !== undefined || reply.kind !== 'answer') return {};
  const isPlain = request.faults.length === 0;
  const { status } = reply;
  const body = bodyOf(exchange);
  const members: Record<string, Record<string, number>> = {};
  const codes: Record<string, Counts> = {};
  if (isPlain && isSuccess(status) && body !== undefined)
    for (const { path, type } of membersOf(`${status} `, body.value)) {
      const known = members[path] ?? (Object.keys(members).length < mostMembers ? (members[path] = {}) : undefined);
      if (known !== undefined) known[type] = (known[type] ?? 0) + 1;
    }
  if (status >= 400 && status < 500 && request.faults.length <= 1)
    for (const { path, code } of codesIn(body?.value)) codes[[status, ...request.faults, path].join(' ')] = { [code]: 1 };
  const names = new Set(reply.headers.map(([name]) => name.toLowerCase()).filter((name) => !passing.has(name)));
  const statuses = isPlain ? { [status]: 1 } : {};
  return {
    [request.operation]: {
      statuses,
      headers: isPlain && isSuccess(status) ? Object.fromEntries([...names].map((name) => [`${status} ${name}`, 1])) : {},
      members,
      codes,
      shownIn: Object.fromEntries([statuses, members, codes].flatMap((part) => Object.keys(part)).map((name) => [name, exchange.id])),
    },
  };
};

const sum = (a: Counts, b: Counts): Counts => {
  const names = Object.keys(b);
  return names.length === 0 ? a : { ...a, ...Object.fromEntries(names.map((name) => [name, (a[name] ?? 0) + (b[name] ?? 0)])) };
};

const sums = (a: Readonly<Record<string, Counts>>, b: Readonly<Record<string, Counts>>, most: number): Readonly<Record<string, Counts>> => {
  const names = Object.keys(b);
  if (names.length === 0) return a;
  const all = { ...a, ...Object.fromEntries(names.map((name) => [name, sum(a[name] ?? {}, b[name] ?? {})])) };
  const kept = Object.entries(all);
  return kept.length > most ? Object.fromEntries(kept.slice(0, most)) : all;
};

/** What two parts of a run have seen together. */
export const seenTogether = (a: Seen, b: Seen): Seen => {
  const all: Record<string, OperationSeen> = { ...a };
  for (const [operation, more] of Object.entries(b)) {
    const known = all[operation];
    all[operation] = known
      ? {
          statuses: sum(known.statuses, more.statuses),
          headers: sum(known.headers, more.headers),
          members: sums(known.members, more.members, mostMembers),
          codes: sums(known.codes, more.codes, mostMembers),
          shownIn: { ...known.shownIn, ...more.shownIn },
        }
      : more;
  }
  return all;
};

/** What a run has seen of one operation, without chance: the same behaviour gives the same text again. */
export type ObservedOperation = {
  /** Statuses of success; where there were none, every status of a request that should have succeeded. */
  readonly statuses: readonly string[];
  /** Header fields of each of at least three successes of a status, as `200 etag`. */
  readonly headers: readonly string[];
  /** Objects that were seen at least three times, by status and path. */
  readonly objects: readonly string[];
  /** Types of the members that each of these objects had. */
  readonly members: Readonly<Record<string, readonly string[]>>;
  /** Types of the members that were seen otherwise. */
  readonly others: Readonly<Record<string, readonly string[]>>;
  readonly codes: Readonly<Record<string, readonly string[]>>;
  /** Values that were seen of members whose values the document lists. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  /** Parameters and members of the body that the document requires of a request. */
  readonly required: readonly string[];
};

export const observedFormat = 1;

/** What a run has seen of a target: the content of a file of `--save-observed`. */
export type Observed = {
  readonly format: typeof observedFormat;
  readonly contract: string;
  readonly baseUrl: string;
  readonly operations: Readonly<Record<string, ObservedOperation>>;
};

/** Fewer objects show nothing about a member that one of them lacks. */
const leastObjects = 3;

const sorted = (names: Iterable<string>): readonly string[] => [...names].toSorted();

const total = (counts: Counts | undefined): number => Object.values(counts ?? {}).reduce((all, count) => all + count, 0);

const isSuccessText = (status: string): boolean => /^2\d\d$/u.test(status);

/** Names that are data: addresses, numbers, and what a service or the run made up. */
const isData = (name: string): boolean => /[@\s]|^\d+$|[\da-f]{12,}|^ct-/iu.test(name);

/** With so many different names and none that is always there, an object is a map of names. */
const leastNames = 4;

/** Sums up what was seen of an operation. `values` and `required` come from the document. */
export const observedOperation = (
  { statuses, headers, members, codes }: OperationSeen,
  { values = {}, required = [] }: Partial<Pick<ObservedOperation, 'values' | 'required'>> = {},
): ObservedOperation => {
  const successes = Object.keys(statuses).filter(isSuccessText);
  const objectsAt = (path: string | undefined): number => (path === undefined ? 0 : (members[path]?.['object'] ?? 0));
  const isAlways = (path: string): boolean => {
    const count = objectsAt(aroundOf(path));
    return count >= leastObjects && total(members[path]) === count;
  };
  const typesOf = (paths: readonly string[]): Readonly<Record<string, readonly string[]>> =>
    Object.fromEntries(paths.map((path) => [path, sorted(Object.keys(members[path] ?? {}))]));
  const all = Object.keys(members).filter((path) => !path.split('/').slice(1).some(isData));
  const inside = new Map<string, string[]>();
  for (const path of all) inside.set(aroundOf(path) ?? '', [...(inside.get(aroundOf(path) ?? '') ?? []), path]);
  const isMap = (path: string): boolean => {
    const own = inside.get(path) ?? [];
    return path.includes(' /') && own.length >= leastNames && !own.some(isAlways);
  };
  const maps = [...inside.keys()].filter(isMap);
  const paths = sorted(all.filter((path) => !maps.some((map) => path.startsWith(`${map}/`))));
  return {
    statuses: sorted(successes.length > 0 ? successes : Object.keys(statuses)),
    headers: sorted(
      Object.keys(headers).filter((name) => {
        const count = statuses[name.split(' ')[0] ?? ''] ?? 0;
        return count >= leastObjects && headers[name] === count;
      }),
    ),
    objects: paths.filter((path) => objectsAt(path) >= leastObjects),
    members: typesOf(paths.filter(isAlways)),
    others: typesOf(paths.filter((path) => !isAlways(path))),
    codes: Object.fromEntries(sorted(Object.keys(codes)).map((key) => [key, sorted(Object.keys(codes[key] ?? {}))])),
    values,
    required: sorted(required),
  };
};
