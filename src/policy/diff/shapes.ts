import type { StoredExchange } from '../../model/stored-exchange.ts';

/** A member of a body. Its path is such as `/data/*` or `/data/*` + `/id`; `*` is any element of a list. */
type MemberSeen = {
  /** JSON types that were seen, and how often. */
  readonly types: Map<string, number>;
  /** How often the member was seen. */
  seen: number;
};

/** What the successful answers of one operation looked like. */
export type OperationShape = {
  /** Success statuses, and how often each was seen. */
  readonly statuses: ReadonlyMap<string, number>;
  /** Members by path, by success status: `200 /data/*` and so on. */
  readonly members: ReadonlyMap<string, { readonly types: ReadonlyMap<string, number>; readonly seen: number }>;
  /** How often each object was seen, by its path. */
  readonly objects: ReadonlyMap<string, number>;
};

/** Shapes by operation key. */
export type Shapes = ReadonlyMap<string, OperationShape>;

/** Bound against a server that makes up members without end. */
const mostMembers = 5000;

const typeOf = (value: unknown): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
};

type Gathering = {
  readonly statuses: Map<string, number>;
  readonly members: Map<string, MemberSeen>;
  readonly objects: Map<string, number>;
};

const add = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('*', '~2');

const look = (shape: Gathering, path: string, value: unknown): void => {
  const known = shape.members.get(path);
  if (known === undefined && shape.members.size >= mostMembers) return;
  const member = known ?? { types: new Map<string, number>(), seen: 0 };
  shape.members.set(path, member);
  member.seen += 1;
  add(member.types, typeOf(value));
  if (Array.isArray(value)) for (const element of value) look(shape, `${path}/*`, element);
  else if (typeof value === 'object' && value !== null) {
    add(shape.objects, path);
    for (const [name, inner] of Object.entries(value)) look(shape, `${path}/${escaped(name)}`, inner);
  }
};

const bodyOf = ({ reply }: StoredExchange): { readonly value: unknown } | undefined => {
  if (reply.kind !== 'answer' || reply.text === null || reply.text === '' || reply.truncated === true || reply.json.kind !== 'value')
    return undefined;
  try {
    return { value: JSON.parse(reply.text) };
  } catch {
    return undefined;
  }
};

/** A request without a deliberate mistake, answered with success. */
const isPlainSuccess = ({ request, reply }: StoredExchange): boolean =>
  request.faults.length === 0 && reply.kind === 'answer' && reply.status >= 200 && reply.status < 300;

/** Gathers the shapes of each target's successful answers, in one pass over the exchanges of a run. */
export const shapesOf = (exchanges: Iterable<StoredExchange>): ReadonlyMap<string, Shapes> => {
  const targets = new Map<string, Map<string, Gathering>>();
  for (const exchange of exchanges) {
    const { target, request, reply } = exchange;
    if (target === undefined || request.operation === null || reply.kind !== 'answer' || !isPlainSuccess(exchange)) continue;
    const operations = targets.get(target) ?? new Map<string, Gathering>();
    targets.set(target, operations);
    const shape = operations.get(request.operation) ?? { statuses: new Map(), members: new Map(), objects: new Map() };
    operations.set(request.operation, shape);
    add(shape.statuses, String(reply.status));
    const body = bodyOf(exchange);
    if (body !== undefined) look(shape, String(reply.status), body.value);
  }
  return targets;
};
