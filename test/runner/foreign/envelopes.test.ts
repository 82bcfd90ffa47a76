import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const whole = { type: 'integer' };
const state = { type: 'string', enum: ['open', 'shut'] };
const object = (properties: object): object => ({ type: 'object', required: Object.keys(properties), properties });
const query = (name: string, schema: object, more: object = {}) => ({ name, in: 'query', schema, ...more });
const limit = { type: 'integer', minimum: 1, maximum: 20, default: 5 };

const gates = Array.from({ length: 13 }, (_, n) => ({ id: `g-${40 + n}`, state: n % 3 === 0 ? 'shut' : 'open', number: n }));
type Gate = (typeof gates)[number];

/** What a service may do wrong. */
type Habits = {
  readonly select: (all: readonly Gate[], asked: string) => readonly Gate[];
  /** Where the page after an item begins. */
  readonly behind: (index: number) => number;
};

const usual: Habits = { select: (all, asked) => all.filter((one) => one.state === asked), behind: (index) => index + 1 };

const judged = async (
  document: object,
  answer: (asked: URLSearchParams) => readonly [type: string, body: unknown],
): Promise<readonly string[]> => {
  const url = await serve((incoming, outgoing) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    if (pathname !== '/gates') return outgoing.writeHead(404).end();
    const [type, body] = answer(searchParams);
    return outgoing.writeHead(200, { 'content-type': type }).end(JSON.stringify(body));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url);
  return verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'fail' ? [id.split('@')[0] ?? ''] : []));
};

const documentOf = (type: string, body: object, parameters: readonly object[]): object => ({
  openapi: '3.1.0',
  info: { title: 'Gates', version: '1' },
  paths: { '/gates': { get: { parameters, responses: { 200: { description: 'gates', content: { [type]: { schema: body } } } } } } },
});

/** JSON:API with cursors in links. */
const jsonApi = (habits: Partial<Habits> = {}): Promise<readonly string[]> => {
  const { select, behind } = { ...usual, ...habits };
  const item = object({ type: { const: 'gates' }, id: text, attributes: object({ state, number: whole }) });
  const body = object({
    data: { type: 'array', items: item },
    links: { type: 'object', properties: { next: { type: ['string', 'null'] } } },
  });
  const type = 'application/vnd.api+json';
  const parameters = [query('filter[state]', state), query('page[cursor]', text), query('page[size]', limit)];
  return judged(documentOf(type, body, parameters), (asked) => {
    const wanted = asked.get('filter[state]');
    const all = wanted === null ? gates : select(gates, wanted);
    const after = asked.get('page[cursor]');
    const from = after === null ? 0 : behind(all.findIndex(({ id }) => id === after));
    const page = all.slice(from, from + Number(asked.get('page[size]') ?? 5));
    const next = new URLSearchParams(asked);
    next.set('page[cursor]', page.at(-1)?.id ?? '');
    const isLast = from + page.length >= all.length;
    const data = page.map(({ id, ...attributes }) => ({ type: 'gates', id, attributes }));
    return [type, { data, links: { next: isLast ? null : `/gates?${next.toString()}` } }];
  });
};

/** Pages behind the id of an item, and a filter in a deep object. */
const behindItems = (habits: Partial<Habits> = {}): Promise<readonly string[]> => {
  const { select, behind } = { ...usual, ...habits };
  const body = object({ data: { type: 'array', items: object({ id: text, state, number: whole }) }, has_more: { type: 'boolean' } });
  const parameters = [
    query('filter', { type: 'object', properties: { state } }, { style: 'deepObject' }),
    query('starting_after', text, { description: 'The ID of the last gate of the page before' }),
    query('limit', limit),
  ];
  return judged(documentOf('application/json', body, parameters), (asked) => {
    const wanted = asked.get('filter[state]');
    const all = wanted === null ? gates : select(gates, wanted);
    const after = asked.get('starting_after');
    const from = after === null ? 0 : behind(all.findIndex(({ id }) => id === after));
    const data = all.slice(from, from + Number(asked.get('limit') ?? 5));
    return ['application/json', { data, has_more: from + data.length < all.length }];
  });
};

describe.each([
  ['JSON:API', jsonApi],
  ['pages behind an item', behindItems],
])('%s', (_, run) => {
  test('are accused of nothing where they are right', async () => {
    expect(await run()).toEqual([]);
  });

  test('are judged where a filter has no effect', async () => {
    const fails = await run({ select: (all) => all });
    expect(fails.filter((one) => one.startsWith('filtering/'))).not.toEqual([]);
  });

  test('are judged where a page leaves out an item', async () => {
    const fails = await run({ behind: (index) => index + 2 });
    expect(fails.filter((one) => one.startsWith('pagination/'))).not.toEqual([]);
  });
});
