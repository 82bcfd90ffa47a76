import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const text = { type: 'string', maxLength: 80 };
const ledgerId = { name: 'ledgerId', in: 'path', required: true, schema: { type: 'string' } };
const refusal = { description: 'Refused' };
const takes = (required: readonly string[], properties: object) => ({
  required: true,
  content: { 'application/json': { schema: { type: 'object', required, properties } } },
});
const ledger = { type: 'object', required: ['id', 'title'], properties: { id: { type: 'string' }, title: text } };
const posting = {
  type: 'object',
  required: ['number', 'cents'],
  properties: { number: { type: 'integer' }, cents: { type: 'integer', minimum: 1, maximum: 9000 } },
};

const documentWith = (said: string) => ({
  openapi: '3.1.0',
  info: { title: 'Ledgers', version: '1' },
  tags: [{ name: 'Postings', description: said }],
  paths: {
    '/ledgers': {
      get: { responses: { 200: json({ type: 'array', items: ledger }) } },
      post: { requestBody: takes(['title'], { title: text }), responses: { 201: json(ledger), 422: refusal } },
    },
    '/ledgers/{ledgerId}': { parameters: [ledgerId], get: { responses: { 200: json(ledger), 404: refusal } } },
    '/ledgers/{ledgerId}/postings': {
      parameters: [ledgerId],
      get: { tags: ['Postings'], responses: { 200: json({ type: 'array', items: posting }), 404: refusal } },
      post: {
        tags: ['Postings'],
        description: 'Adds a posting.',
        requestBody: takes(['cents'], { cents: posting.properties.cents }),
        responses: { 201: json(posting), 404: refusal, 422: refusal },
      },
    },
  },
});

type Habit = 'right' | 'used up by refusals' | 'one for all ledgers' | 'by two' | 'from nought' | 'twice';

/** What is told of the numbers of a service with a habit. */
const judged = async (habit: Habit, said = 'Postings are numbered 1, 2, 3 … within their ledger, without gaps.') => {
  const ledgers = new Map<string, { readonly title: string; last: number; readonly postings: { number: number; cents: number }[] }>();
  let overall = 0;
  const numberFor = (one: { last: number }): number => {
    overall += 1;
    one.last += habit === 'by two' ? 2 : 1;
    if (habit === 'one for all ledgers') return overall;
    if (habit === 'twice') return Math.ceil(one.last / 2);
    return habit === 'from nought' ? one.last - 1 : one.last;
  };
  const open = (id: string, title: string, postings: number): void => {
    const made = { title, last: 0, postings: [] as { number: number; cents: number }[] };
    for (let n = 1; n <= postings; n++) made.postings.push({ number: numberFor(made), cents: 10 * n });
    ledgers.set(id, made);
  };
  open('old', 'Old', 1);
  open('older', 'Older', 1);
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await objectBody(incoming);
    const give = (code: number, value: unknown): void => {
      outgoing.writeHead(code, { 'content-type': 'application/json' });
      outgoing.end(JSON.stringify(value));
    };
    const [, collection, id, below] = (incoming.url ?? '').replace(/\?.*$/u, '').split('/');
    const shown = (one: string) => ({ id: one, title: ledgers.get(one)?.title });
    if (collection !== 'ledgers') return give(404, {});
    if (id === undefined && incoming.method === 'GET') return give(200, [...ledgers.keys()].map(shown));
    if (id === undefined && incoming.method === 'POST') {
      const title = body?.['title'];
      if (typeof title !== 'string' || title.length > 80) return give(422, {});
      const made = `ledger-${ledgers.size}-x`;
      open(made, title, 0);
      return give(201, shown(made));
    }
    const one = ledgers.get(id ?? '');
    if (one === undefined || id === undefined) return give(404, {});
    if (incoming.method === 'GET') return below === undefined ? give(200, shown(id)) : give(200, one.postings);
    if (incoming.method !== 'POST' || below !== 'postings') return give(405, {});
    const cents = body?.['cents'];
    const isGood = typeof cents === 'number' && Number.isInteger(cents) && cents >= 1 && cents <= 9000;
    if (!isGood && habit === 'used up by refusals') numberFor(one);
    if (!isGood) return give(422, {});
    const made = { number: numberFor(one), cents };
    one.postings.push(made);
    return give(201, made);
  };
  const url = await serve((incoming, outgoing) => void answer(incoming, outgoing));
  const { verdicts } = await judgeForeign(writeToolDocument(documentWith(said)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 80,
    selection: { only: ['lifecycle/numbers-without-gaps', 'body/*', 'pagination/*', 'ordering/*'], skip: [] },
  });
  const own = verdicts.filter(({ case: { check } }) => check === 'lifecycle/numbers-without-gaps');
  return own.map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

describe('numbers without gaps', () => {
  test.concurrent.for<readonly [Habit, string]>([
    ['right', 'pass'],
    ['used up by refusals', 'first-number'],
    ['one for all ledgers', 'first-number'],
    ['by two', 'first-number'],
    ['from nought', 'first-number'],
    ['twice', 'number-twice'],
  ])(
    '%s',
    besideOthers(async ([habit, found]: readonly [Habit, string]) => {
      expect(await judged(habit)).toEqual([found]);
    }),
  );

  test.concurrent(
    'nothing is said of numbers that count for all ledgers together',
    besideOthers(async () => {
      expect(await judged('one for all ledgers', 'Postings are numbered without gaps.')).toEqual([]);
    }),
  );
});
