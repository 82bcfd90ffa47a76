import { authorizationOf } from './bearer.ts';
import { serve } from '../runner/foreign/judge-foreign.ts';

const text = { type: 'string' };
const number = { type: 'integer', minimum: 1 };
const name = { ...text, minLength: 1, maxLength: 60 };
const ref = (of: string): object => ({ $ref: `#/components/schemas/${of}` });
const object = (properties: object, required: readonly string[] = Object.keys(properties)): object => ({
  type: 'object',
  properties,
  required,
});
const shows = (schema: object, description = 'It'): object => ({ description, content: { 'application/json': { schema } } });
const asks = (schema: object): object => ({ required: true, content: { 'application/json': { schema } } });
const inPath = (one: string): object => ({ name: one, in: 'path', required: true, schema: number });
const reads = { '401': { description: 'No key' }, '404': { description: 'Not there' } };
const writes = {
  ...reads,
  '400': { description: 'Not JSON' },
  '403': { description: 'Not with this role' },
  '422': { description: 'Not valid' },
};
const conflict = { '409': { description: 'Not now' } };
const listOf = (of: string): object => ({
  parameters: [
    { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 50, default: 10 } },
    { name: 'cursor', in: 'query', description: '`next_cursor` of the page before', schema: text },
  ],
  responses: {
    '200': shows(object({ results: { type: 'array', items: ref(of) }, next_cursor: { ...text, nullable: true } })),
    ...reads,
  },
});
const makes = (of: string): object => ({ '201': { ...shows(ref(of)), headers: { Location: { schema: text } } } });
const leaseStates = ['asked', 'running', 'paused', 'ended'];

/** Gardens with plots, gardeners who lease plots, and what they owe. Ids are numbers. */
export const allotmentsDocument: object = {
  openapi: '3.0.3',
  info: {
    title: 'Allotments',
    version: '1',
    description:
      'Each key belongs to one association. Associations never see each other: what belongs to another one is treated as if it did not exist (404, in a body 422).\n\n' +
      'The role `helper` may read everything and change nothing (403).\n\n' +
      'While you walk through a list, an object that is there all the time shows up exactly once, whatever is added meanwhile.\n\n' +
      'The same request with the same `Idempotency-Key` does nothing and gets the first answer again.',
  },
  security: [{ key: [] }],
  components: {
    securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    schemas: {
      Garden: object({ id: number, name: text }),
      Plot: object({ id: number, garden_id: number, label: text, is_dry: { type: 'boolean' } }),
      Gardener: object({ id: number, badge: text, name: text }),
      Lease: object({
        id: number,
        plot_id: number,
        gardener_id: number,
        status: { ...text, enum: leaseStates },
        history: { type: 'array', items: object({ status: text }) },
      }),
      Due: object({
        id: number,
        gardener_id: number,
        cents: number,
        paid_cents: { type: 'integer' },
        status: { ...text, enum: ['open', 'paid'] },
      }),
    },
  },
  paths: {
    '/gardens': {
      get: listOf('Garden'),
      post: { summary: 'Add a garden', requestBody: asks(object({ name })), responses: { ...makes('Garden'), ...writes } },
    },
    '/gardens/{garden_id}': {
      parameters: [inPath('garden_id')],
      get: { responses: { '200': shows(ref('Garden')), ...reads } },
      delete: {
        description: 'Removes the garden together with its plots. Leases end.',
        responses: { '204': { description: 'Removed' }, ...writes },
      },
    },
    '/gardens/{garden_id}/plots': {
      parameters: [inPath('garden_id')],
      get: listOf('Plot'),
      post: {
        summary: 'Add a plot',
        requestBody: asks(object({ label: name, is_dry: { type: 'boolean', default: true } }, ['label'])),
        responses: { ...makes('Plot'), ...writes },
      },
    },
    '/plots/{plot_id}': {
      parameters: [inPath('plot_id')],
      get: { responses: { '200': shows(ref('Plot')), ...reads } },
      patch: {
        requestBody: asks(object({ is_dry: { type: 'boolean' } }, [])),
        responses: { '200': shows(ref('Plot')), ...writes },
      },
    },
    '/gardeners': {
      get: { ...listOf('Gardener'), description: 'Who came last is first.' },
      post: {
        summary: 'Register a gardener',
        description: 'Badges are unique within the association (409).',
        requestBody: asks(object({ badge: { ...text, pattern: '^[A-Z0-9]{4,12}$' }, name })),
        responses: { ...makes('Gardener'), ...writes, ...conflict },
      },
    },
    '/gardeners/{gardener_id}': {
      parameters: [inPath('gardener_id')],
      get: { responses: { '200': shows(ref('Gardener')), ...reads } },
      delete: {
        description:
          'Refused with `409` while the gardener has an open lease or a due which is not fully paid. Ended leases stay. The badge may be given again.',
        responses: { '204': { description: 'Removed' }, ...writes, ...conflict },
      },
    },
    '/leases': {
      get: listOf('Lease'),
      post: {
        operationId: 'applyForLease',
        summary: 'Apply for a lease',
        description:
          'A plot has one lease at a time, unless the others are ended (`409`). A plot or gardener that does not exist gets 422.',
        requestBody: asks(object({ plot_id: number, gardener_id: number })),
        responses: { ...makes('Lease'), ...writes, ...conflict },
      },
    },
    '/leases/{lease_id}': {
      parameters: [inPath('lease_id')],
      get: { responses: { '200': shows(ref('Lease')), ...reads } },
    },
    '/leases/{lease_id}/moves': {
      parameters: [inPath('lease_id')],
      post: {
        operationId: 'moveLease',
        description:
          'Allowed moves: `asked` to `running`; `running` to `paused`; `paused` to `running`; `asked`, `running` and `paused` to `ended`. Other moves get `409`. ' +
          '`reason` is needed for `ended`. Each move is appended to `history`.',
        requestBody: asks(
          object({ to: { ...text, enum: ['running', 'paused', 'ended'] }, reason: { ...text, minLength: 3, maxLength: 80 } }, ['to']),
        ),
        responses: { '200': shows(ref('Lease')), ...writes, ...conflict },
      },
    },
    '/dues': {
      get: listOf('Due'),
      post: {
        summary: 'Bill a due',
        requestBody: asks(object({ gardener_id: number, cents: { ...number, minimum: 500, maximum: 5000 } })),
        responses: { ...makes('Due'), ...writes },
      },
    },
    '/dues/{due_id}': { parameters: [inPath('due_id')], get: { responses: { '200': shows(ref('Due')), ...reads } } },
    '/dues/{due_id}/payments': {
      parameters: [inPath('due_id')],
      post: {
        operationId: 'payDue',
        description: 'Books a payment. More than is left gets 422; what is paid takes nothing more (409).',
        parameters: [{ name: 'Idempotency-Key', in: 'header', schema: { ...text, minLength: 8, maxLength: 64 } }],
        requestBody: asks(object({ cents: number, by: { ...text, enum: ['card', 'cash'] } })),
        responses: { '201': shows(ref('Due')), ...writes, ...conflict },
      },
    },
  },
};

export const allotmentsKeys = { key: 'allot-key-0123456789', other: 'allot-other-0123456789', restricted: 'allot-helper-0123456789' };

/** Departures from the document. */
export type AllotmentsFlaw =
  | 'payment key ignored'
  | 'payment of nothing'
  | 'badge kept'
  | 'removed with dues'
  | 'foreign gardener'
  | 'ended comes back'
  | 'cursor is offset'
  | 'history short'
  | 'helper may move'
  | 'plots stay';

type Row = Record<string, unknown> & { readonly id: number; readonly account: string };

/** Serves the document on a free port until the test is over. Returns its address, and what is there. */
export const allotments = async ({
  flaws = [],
  refusesOdd = false,
}: { readonly flaws?: readonly AllotmentsFlaw[]; readonly refusesOdd?: boolean } = {}): Promise<{
  readonly url: string;
  readonly rows: ReadonlyMap<string, readonly Row[]>;
}> => {
  const rows = new Map<string, Row[]>();
  const removedBadges = new Set<string>();
  const replays = new Map<string, readonly [number, unknown]>();
  const has = (flaw: AllotmentsFlaw): boolean => flaws.includes(flaw);
  let last = 100;
  const all = (kind: string): Row[] => {
    const found = rows.get(kind) ?? [];
    rows.set(kind, found);
    return found;
  };
  const add = (kind: string, account: string, row: object): Row => {
    const made: Row = { ...row, id: (last += 1), account };
    all(kind).push(made);
    return made;
  };
  const hidden = new Set(['account', 'payments']);
  const shown = (row: Row): object => Object.fromEntries(Object.entries(row).filter(([member]) => !hidden.has(member)));
  const isId = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value > 0;
  const isName = (value: unknown): boolean => typeof value === 'string' && value.length > 0 && [...value].length <= 60;
  const url = await serve(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const give = (status: number, value?: unknown, headers: Readonly<Record<string, string>> = {}): void => {
      outgoing.writeHead(status, { ...(value === undefined ? {} : { 'content-type': 'application/json' }), ...headers });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const refuse = (status: number): void =>
      give(status, { error: `refused (${status})` }, status === 401 ? { 'www-authenticate': 'Bearer' } : {});
    const credential = authorizationOf(incoming.headers)
      .replace(/^(?!Bearer ).*/u, '')
      .replace('Bearer ', '');
    const account = credential === allotmentsKeys.other ? 'b' : Object.values(allotmentsKeys).includes(credential) ? 'a' : undefined;
    if (account === undefined) return refuse(401);
    const at = new URL(incoming.url ?? '/', 'http://host');
    const [kind = '', id, below] = at.pathname.split('/').slice(1);
    const method = incoming.method ?? '';
    const isHelper = credential === allotmentsKeys.restricted && method !== 'GET';
    if (isHelper && !(has('helper may move') && below === 'moves')) return refuse(403);
    const byId = (of: string, wanted: unknown): Row | undefined => all(of).find((row) => row.id === wanted && row.account === account);
    const own = id === undefined ? undefined : byId(kind, Number(id));
    const page = (items: readonly Row[]): void => {
      const limit = Number(at.searchParams.get('limit') ?? 10);
      const cursor = at.searchParams.get('cursor');
      if (!Number.isInteger(limit) || limit < 1 || limit > 50) return refuse(400);
      const from = cursor === null ? 0 : Number(cursor);
      if (cursor !== null && (cursor === '' || !Number.isInteger(from))) return refuse(400);
      const rest = has('cursor is offset') ? items.slice(from) : items.filter((row) => cursor === null || row.id < from);
      const results = rest.slice(0, limit);
      const next = has('cursor is offset') ? from + limit : results.at(-1)?.id;
      give(200, { results: results.map(shown), next_cursor: rest.length > limit ? String(next) : null });
    };
    const newest = (of: string, suits: (row: Row) => boolean = () => true): readonly Row[] =>
      all(of)
        .filter((row) => row.account === account && suits(row))
        .toReversed();
    if (method === 'GET' && id === undefined && ['gardens', 'gardeners', 'leases', 'dues'].includes(kind)) return page(newest(kind));
    if (id !== undefined && own === undefined) return refuse(404);
    if (method === 'GET' && below === 'plots' && own) return page(newest('plots', (row) => row['garden_id'] === own.id));
    if (method === 'GET' && own && below === undefined) return give(200, shown(own));
    if (method === 'DELETE' && own && below === undefined && ['gardens', 'gardeners'].includes(kind)) {
      const owes = (due: Row): boolean => due['gardener_id'] === own.id && due['status'] === 'open';
      const leases = (lease: Row): boolean => lease['gardener_id'] === own.id && lease['status'] !== 'ended';
      if (kind === 'gardeners' && (all('leases').some(leases) || (!has('removed with dues') && all('dues').some(owes)))) return refuse(409);
      rows.set(
        kind,
        all(kind).filter((row) => row !== own),
      );
      if (kind === 'gardeners') removedBadges.add(String(own['badge']));
      if (kind === 'gardens' && !has('plots stay')) {
        for (const lease of all('leases')) if (byId('plots', lease['plot_id'])?.['garden_id'] === own.id) lease['status'] = 'ended';
        rows.set(
          'plots',
          all('plots').filter((row) => row['garden_id'] !== own.id),
        );
      }
      return give(204);
    }
    if (!['POST', 'PATCH'].includes(method)) return refuse(404);
    let body: Record<string, unknown>;
    try {
      body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
    } catch {
      return refuse(400);
    }
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return refuse(422);
    const isKnown = (...members: string[]): boolean => !refusesOdd || Object.keys(body).every((member) => members.includes(member));
    const made = (of: string, row: object): void => {
      const one = add(of, account, row);
      give(201, shown(one), { location: `/${of}/${one.id}` });
    };
    if (method === 'PATCH') {
      const dry = body['is_dry'];
      if (kind !== 'plots' || !own || below !== undefined) return refuse(404);
      if ((dry !== undefined && typeof dry !== 'boolean') || !isKnown('is_dry')) return refuse(422);
      if (dry !== undefined) own['is_dry'] = dry;
      return give(200, shown(own));
    }
    if (kind === 'gardens' && id === undefined)
      return isName(body['name']) && isKnown('name') ? made('gardens', { name: body['name'] }) : refuse(422);
    if (kind === 'gardens' && below === 'plots' && own) {
      const { label, is_dry = true } = body;
      if (!isName(label) || typeof is_dry !== 'boolean' || !isKnown('label', 'is_dry')) return refuse(422);
      return made('plots', { garden_id: own.id, label, is_dry });
    }
    if (kind === 'gardeners' && id === undefined) {
      const { badge } = body;
      if (typeof badge !== 'string' || !/^[A-Z0-9]{4,12}$/u.test(badge) || !isName(body['name']) || !isKnown('badge', 'name'))
        return refuse(422);
      const isTaken = all('gardeners').some((row) => row.account === account && row['badge'] === badge);
      if (isTaken || (has('badge kept') && removedBadges.has(badge))) return refuse(409);
      return made('gardeners', { badge, name: body['name'] });
    }
    const gardener = isId(body['gardener_id']) ? all('gardeners').find((row) => row.id === body['gardener_id']) : undefined;
    const isOurs = gardener !== undefined && (gardener.account === account || has('foreign gardener'));
    if (kind === 'leases' && id === undefined) {
      if (!isOurs || !isId(body['plot_id']) || !byId('plots', body['plot_id']) || !isKnown('plot_id', 'gardener_id')) return refuse(422);
      if (all('leases').some((row) => row['plot_id'] === body['plot_id'] && row['status'] !== 'ended')) return refuse(409);
      return made('leases', {
        plot_id: body['plot_id'],
        gardener_id: body['gardener_id'],
        status: 'asked',
        history: [{ status: 'asked' }],
      });
    }
    if (kind === 'leases' && below === 'moves' && own) {
      const { to, reason } = body;
      const isReason = reason === undefined ? to !== 'ended' : typeof reason === 'string' && reason.length > 2 && reason.length < 81;
      if (typeof to !== 'string' || !['running', 'paused', 'ended'].includes(to) || !isReason || !isKnown('to', 'reason'))
        return refuse(422);
      const from: Readonly<Record<string, readonly string[]>> = {
        running: ['asked', 'paused', ...(has('ended comes back') ? ['ended'] : [])],
        paused: ['running'],
        ended: ['asked', 'running', 'paused'],
      };
      if (!from[to]?.includes(String(own['status']))) return refuse(409);
      own['status'] = to;
      if (!has('history short')) own['history'] = [...(own['history'] as readonly object[]), { status: to }];
      return give(200, shown(own));
    }
    if (kind === 'dues' && id === undefined) {
      const { cents } = body;
      if (!isOurs || !isId(cents) || cents < 500 || cents > 5000 || !isKnown('gardener_id', 'cents')) return refuse(422);
      return made('dues', { gardener_id: body['gardener_id'], cents, paid_cents: 0, status: 'open' });
    }
    if (kind === 'dues' && below === 'payments' && own) {
      const { cents } = body;
      const least = has('payment of nothing') ? 0 : 1;
      if (
        typeof cents !== 'number' ||
        !Number.isInteger(cents) ||
        cents < least ||
        !['card', 'cash'].includes(String(body['by'])) ||
        !isKnown('cents', 'by')
      )
        return refuse(422);
      const key = incoming.headers['idempotency-key'];
      const named = `${account} ${own.id} ${String(key)}`;
      const replayed = key === undefined || has('payment key ignored') ? undefined : replays.get(named);
      if (replayed) return give(...replayed);
      const paid = Number(own['paid_cents']) + cents;
      if (own['status'] === 'paid') return refuse(409);
      if (paid > Number(own['cents'])) return refuse(422);
      Object.assign(own, { paid_cents: paid, status: paid === own['cents'] ? 'paid' : 'open' });
      replays.set(named, [201, shown(own)]);
      return give(201, shown(own));
    }
    return refuse(404);
  });
  return { url, rows };
};
