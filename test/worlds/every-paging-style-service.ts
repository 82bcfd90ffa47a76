import type { PlannedRequest } from '../../src/model/request.ts';
import type { Reply } from '../checks/support/exchange.ts';
import { queryOf } from './parcels/service.ts';

export type ResourceType = { readonly id: string; readonly name: string; readonly status: string; readonly created_at: string };

/** Ways of paging of a service, and the further members of its pages. */
export type Mode = 'page' | 'cursor' | 'both' | 'page with a cursor that is null' | 'cursor with numbers';

export type Twisted = {
  readonly mode?: Mode;
  readonly count?: number;
  /** Changes one answer after the request was read correctly. */
  readonly twist?: (seen: Seen) => Partial<Seen> & { readonly reply?: Reply };
  /** The answer to a number after the last page. */
  readonly beyond?: 'empty' | 404 | 'last page';
  /** Are values that cannot be read ignored. */
  readonly lenient?: boolean;
};

/** One read of the list: its request and its answer. */
export type Seen = {
  readonly all: readonly ResourceType[];
  readonly size: number;
  readonly start: number;
  readonly page: number;
  readonly items: readonly ResourceType[];
  readonly meta: Readonly<Record<string, unknown>>;
  readonly by: 'page' | 'cursor';
  readonly request: PlannedRequest;
};

const hour = 3_600_000;
const newest = Date.parse('2031-03-09T12:00:00Z');

/** The newest first, an hour apart. */
export const resourcesOf = (count: number): ResourceType[] =>
  Array.from({ length: count }, (_, n) => ({
    id: `res_${String.fromCodePoint(97 + (n % 26))}${n}`,
    name: `Thing ${(n * 7) % 100}`,
    status: n % 3 === 0 ? 'provisioning' : 'active',
    created_at: new Date(newest - n * hour).toISOString(),
  }));

const refused: Reply = { status: 400, json: { error: 'Bad Request' } };

const numberIn = (request: PlannedRequest, name: string): number | undefined | 'refused' => {
  const text = queryOf(request, name);
  if (text === undefined) return undefined;
  return /^-?\d+$/.test(text) ? Number(text) : 'refused';
};

/** A service with a list in pages: counted, with cursors, or both. */
export const resourceService = ({ mode = 'page', count = 12, twist = () => ({}), beyond = 'empty', lenient = false }: Twisted = {}) => {
  const resources = resourcesOf(count);
  return (request: PlannedRequest): Reply => {
    if (request.operation === 'POST /resources') {
      const sent = request.body?.kind === 'json' ? (request.body.value as Partial<ResourceType>) : {};
      const made = {
        id: `res_new${resources.length}`,
        name: sent.name ?? '',
        status: 'provisioning',
        created_at: new Date(newest + resources.length * hour).toISOString(),
      };
      resources.unshift(made);
      return { status: 201, json: made };
    }
    if (request.operation !== 'GET /resources') return { status: 404, json: { error: 'Not Found' } };
    const isByPage = mode === 'page' || mode === 'page with a cursor that is null';
    const asksCursor = queryOf(request, 'cursor') !== undefined || queryOf(request, 'limit') !== undefined;
    const by = mode === 'both' ? (asksCursor ? 'cursor' : 'page') : isByPage ? 'page' : 'cursor';
    const known = (value: number | undefined | 'refused') => (value === 'refused' && lenient ? undefined : value);
    const size = known(numberIn(request, by === 'page' ? 'per_page' : 'limit'));
    const page = by === 'page' ? known(numberIn(request, 'page')) : undefined;
    const given = by === 'cursor' ? queryOf(request, 'cursor') : undefined;
    const cursor = given !== undefined && !given.startsWith('at-') && lenient ? undefined : given;
    if (size === 'refused' || page === 'refused') return refused;
    if (cursor !== undefined && !cursor.startsWith('at-')) return refused;
    const length = Math.min(100, Math.max(1, size ?? 25));
    const number = Math.max(1, page ?? 1);
    const wanted =
      by === 'page' ? (number - 1) * length : cursor === undefined ? 0 : resources.findIndex(({ id }) => id === cursor.slice(3)) + 1;
    const isBeyond = by === 'page' && number > 1 && wanted >= resources.length;
    if (isBeyond && beyond === 404) return { status: 404, json: { error: 'Not Found' } };
    const start = isBeyond && beyond === 'last page' ? Math.floor((resources.length - 1) / length) * length : wanted;
    const items = resources.slice(start, start + length);
    const follows = start + length < resources.length;
    const counted = { page: number, per_page: length, total: resources.length };
    const next = { next_cursor: follows ? `at-${items.at(-1)?.id ?? ''}` : null };
    const meta = {
      page: counted,
      cursor: next,
      both: { ...counted, ...next },
      'page with a cursor that is null': { ...counted, next_cursor: null },
      'cursor with numbers': { ...counted, page: 1, ...next },
    }[mode];
    const seen: Seen = { all: resources, size: length, start, page: number, items, meta, by, request };
    const { reply, ...changed } = twist(seen);
    const shown = { ...seen, ...changed };
    return reply ?? { status: 200, json: { data: shown.items, meta: shown.meta } };
  };
};
