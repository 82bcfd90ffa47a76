import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import type { Answer } from './serve-answers.ts';

const text = { type: 'string' };
const whole = { type: 'integer' };
const object = (properties: object, required: readonly string[] = []): object => ({ type: 'object', properties, required });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const states = ['draft', 'sent', 'void'] as const;
const kinds = ['open', 'settled'] as const;
const order = object({ id: text, status: { ...text, enum: states } }, ['id', 'status']);
const claim = object({ id: text, status: { ...text, enum: kinds } }, ['id', 'status']);
const byState = 'One member per status, also for those that occur zero times.';

type Said = { readonly figures?: string; readonly byState?: string; readonly open?: string; readonly claims?: string };

const documentWith = (said: Said): object => {
  const figures = object({
    ordersByStatus: { ...object({ draft: whole, sent: whole, void: whole }), description: said.byState ?? byState },
    openClaims: { ...whole, ...(said.open === undefined ? {} : { description: said.open }) },
  });
  const list = (item: object, description: string, values: readonly string[]): object => ({
    get: {
      description,
      parameters: [{ name: 'status', in: 'query', schema: { ...text, enum: values } }],
      responses: { '200': shows({ type: 'array', items: item }) },
    },
  });
  return {
    openapi: '3.0.3',
    info: { title: 'Orders', version: '1' },
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/orders': list(order, 'Void orders are left out as long as you do not ask for them with `status`.', states),
      '/claims': list(claim, said.claims ?? 'All claims.', kinds),
      '/account/summary': {
        get: {
          description: said.figures ?? 'Counts orders by status. Deleted orders no longer count.',
          responses: { '200': shows(figures) },
        },
      },
    },
  };
};

type Habit = 'counts' | 'forgets the void ones' | 'counts all claims' | 'ignores the filter';

const service =
  (habit: Habit) =>
  (root: string | undefined, query: URLSearchParams): Answer => {
    const orders = ['draft', 'sent', 'sent', 'void'].map((status, n) => ({ id: `o${n}`, status }));
    const claims = ['open', 'settled', 'settled'].map((status, n) => ({ id: `c${n}`, status }));
    const count = (items: readonly { status: string }[], state: string): number => items.filter(({ status }) => status === state).length;
    if (root === 'account') {
      const ofVoid = habit === 'forgets the void ones' ? 0 : count(orders, 'void');
      const ordersByStatus = { draft: count(orders, 'draft'), sent: count(orders, 'sent'), void: ofVoid };
      return [200, { ordersByStatus, openClaims: habit === 'counts all claims' ? claims.length : count(claims, 'open') }];
    }
    const wanted = habit === 'ignores the filter' ? null : query.get('status');
    if (root === 'claims') return [200, claims.filter(({ status }) => wanted === null || status === wanted)];
    if (root !== 'orders') return [404];
    return [200, orders.filter(({ status }) => (wanted === null ? status !== 'void' : status === wanted))];
  };

const judged = async (habit: Habit, said: Said = {}): Promise<readonly string[]> => {
  const answer = service(habit);
  const url = await serve((incoming, outgoing) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://host.invalid');
    const [status, value] = answer(pathname.split('/')[1], searchParams);
    outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value ?? {}));
  });
  const { verdicts } = await judgeForeign(writeDocument(documentWith(said)), url, {
    http: { timeoutMs: 10_000, headers: {} },
    selection: { only: ['pagination/summary-agrees'], skip: [] },
  });
  return verdicts
    .filter(({ verdict: { kind } }) => kind !== 'skipped')
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.where : verdict.kind))
    .toSorted();
};

describe('figures about several lists', () => {
  test.concurrent.for<readonly [Habit, readonly string[]]>([
    ['counts', ['pass', 'pass']],
    ['forgets the void ones', ['/ordersByStatus/void', 'pass']],
    ['counts all claims', ['/openClaims', 'pass']],
    ['ignores the filter', ['inconclusive', 'inconclusive']],
  ])(
    'are compared with what each list shows: a service that %s',
    { timeout: 60_000 },
    besideOthers(async ([habit, expected]) => {
      expect(await judged(habit)).toEqual(expected);
    }),
  );

  test.concurrent.for<readonly [Habit, Said, readonly string[]]>([
    ['forgets the void ones', { byState: 'Orders of the last 30 days.' }, ['pass']],
    ['counts all claims', { open: 'Claims that were open today.' }, ['pass']],
    ['counts all claims', { figures: 'The figures are refreshed nightly.' }, []],
  ])(
    'are not judged where a text says something else: %s, %o',
    { timeout: 60_000 },
    besideOthers(async ([habit, said, expected]) => {
      expect(await judged(habit, said)).toEqual(expected);
    }),
  );
});
