import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const day = { type: 'string', format: 'date' };
const json = (schema: object, more: object = {}) => ({ content: { 'application/json': { schema, ...more } } });
const object = (properties: object) => ({ type: 'object', required: Object.keys(properties), properties });
const links = object({ self: object({ href: text }) });
const fairSlug = { name: 'fair', in: 'path', required: true, schema: text };
const stall = object({ number: { type: 'integer' }, opensAt: { type: 'string', format: 'date-time' } });
const refused = { 404: { description: 'None' }, 422: { description: 'Breaks a rule' } };

/** Fairs that carry no id but their address. `where` and `seen`: what the document says of the times of a stall, and of the plan. */
const documentOf = (where: string, seen: string) => ({
  openapi: '3.1.0',
  info: { title: 'Fairs', version: '1' },
  paths: {
    '/fairs': {
      get: {
        responses: {
          200: {
            description: 'All',
            ...json(
              object({
                _links: links,
                _embedded: object({ fairs: { type: 'array', items: object({ name: text, firstDay: day, lastDay: day, _links: links }) } }),
              }),
            ),
          },
        },
      },
    },
    '/fairs/{fair}/stalls': {
      parameters: [fairSlug],
      post: {
        description: where,
        requestBody: {
          required: true,
          ...json(object({ opensAt: { type: 'string', format: 'date-time' } }), { example: { opensAt: '2026-07-10T10:00:00Z' } }),
        },
        responses: { 201: { description: 'Added', ...json(stall) }, ...refused },
      },
    },
    '/fairs/{fair}/stalls/{number}': {
      parameters: [fairSlug, { name: 'number', in: 'path', required: true, schema: { type: 'integer' } }],
      get: { responses: { 200: { description: 'It', ...json(stall) }, ...refused } },
    },
    '/fairs/{fair}/plan': {
      parameters: [fairSlug],
      get: {
        description: seen,
        parameters: [{ name: 'day', in: 'query', required: true, schema: day }],
        responses: { 200: { description: 'The plan', ...json(object({ day })) }, ...refused },
      },
    },
  },
});

/** The days that a run asks for, in stalls and in plans, of a fair from 3 to 9 May 2031; and what is not right with the service. */
const asked = async (where: string, seen: string): Promise<{ stalls: unknown[]; plans: unknown[]; fails: string[] }> => {
  const [stalls, plans]: [unknown[], unknown[]] = [[], []];
  const kept = new Map<number, object>();
  const fair = { name: 'Spring', firstDay: '2031-05-03', lastDay: '2031-05-09', _links: { self: { href: '/v1/fairs/spring-fair' } } };
  const url = await serve((incoming, outgoing) => {
    let sent = '';
    incoming.on('data', (chunk: Buffer) => (sent += chunk.toString()));
    incoming.on('end', () => {
      const give = (status: number, value: object) =>
        outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
      const { pathname, searchParams } = new URL(incoming.url ?? '', 'http://a');
      if (pathname === '/fairs') return give(200, { _links: { self: { href: '/v1/fairs' } }, _embedded: { fairs: [fair] } });
      const [, which, what, number] = /^\/fairs\/([^/]+)\/([a-z]+)(?:\/(\d+))?$/u.exec(pathname) ?? [];
      if (which !== 'spring-fair') return give(404, { message: 'none' });
      const isIn = (one: unknown): boolean => typeof one === 'string' && one >= '2031-05-03' && one < '2031-05-10';
      if (what === 'plan') {
        const on = searchParams.get('day');
        plans.push(on);
        return isIn(on) ? give(200, { day: on }) : give(422, { message: 'no day of the fair' });
      }
      if (incoming.method !== 'POST') return kept.has(Number(number)) ? give(200, kept.get(Number(number)) ?? {}) : give(404, {});
      const { opensAt } = JSON.parse(sent) as { readonly opensAt?: unknown };
      stalls.push(opensAt);
      if (!isIn(opensAt)) return give(422, { message: 'outside of the fair' });
      const added = { number: kept.size + 1, opensAt };
      kept.set(added.number, added);
      return give(201, added);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(where, seen)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    credentials: [],
    selection: { only: ['status/documented-call'], skip: [] },
  });
  return { stalls, plans, fails: verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'fail' ? [id] : [])) };
};

test('what is below a listed resource takes its address, and lies in its time', async () => {
  const { stalls, plans, fails } = await asked(
    'A stall opens on a full hour. It starts on a day of the fair.',
    'The plan of a day of the fair.',
  );
  expect(fails).toEqual([]);
  expect(stalls).toContainEqual(expect.stringMatching(/^2031-05-0[4-8]T10:00:00Z$/u));
  expect(plans).toContainEqual(expect.stringMatching(/^2031-05-0[4-8]$/u));
});

test('a time that is not said to lie there stays as it is', async () => {
  const { stalls, plans } = await asked('A stall is not open on a day of the fair.', 'The plan of a day.');
  expect(stalls).not.toContainEqual(expect.stringMatching(/^2031/u));
  expect(plans).not.toContainEqual(expect.stringMatching(/^2031/u));
});
