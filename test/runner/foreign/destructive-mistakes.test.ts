import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { Permission } from '../../../src/model/target.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const key = 'barges-key-0123456789';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const status = (...statuses: number[]) => Object.fromEntries(statuses.map((one) => [one, { description: 'Refused' }]));
const bargesWith = (id: object) => {
  const barge = { type: 'object', required: ['id', 'name'], properties: { id, name: { type: 'string' } } };
  return {
    openapi: '3.1.0',
    info: { title: 'Barges', version: '1', description: 'A request without a token, or with an unknown one, is answered 401.' },
    security: [{ token: [] }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/barges': {
        get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: barge }) }, ...status(401) } },
        post: {
          requestBody: {
            required: true,
            ...json({ type: 'object', required: ['name'], properties: { name: { type: 'string', minLength: 1, maxLength: 80 } } }),
          },
          responses: { 201: { description: 'd', ...json(barge) }, ...status(400, 401, 422) },
        },
      },
      '/barges/{bargeId}': {
        parameters: [{ name: 'bargeId', in: 'path', required: true, schema: id }],
        get: { responses: { 200: { description: 'd', ...json(barge) }, ...status(401, 404) } },
        delete: { responses: { 204: { description: 'Gone' }, ...status(401, 404) } },
      },
      '/barges/{bargeId}/load': {
        parameters: [{ name: 'bargeId', in: 'path', required: true, schema: id }],
        post: {
          summary: 'Load goods',
          requestBody: {
            required: true,
            ...json({
              type: 'object',
              required: ['goods', 'tons'],
              properties: {
                goods: { type: 'string', enum: ['sand', 'grain'] },
                tons: { type: 'integer', minimum: 1, maximum: 500 },
                lid: { type: 'string', maxLength: 10 },
              },
            }),
          },
          responses: { 200: { description: 'd', ...json(barge) }, ...status(400, 401, 404, 422) },
        },
      },
      '/tides': {
        post: {
          summary: 'Tell a tide',
          requestBody: {
            required: true,
            ...json({ type: 'object', required: ['metres'], properties: { metres: { type: 'number', minimum: 0, maximum: 20 } } }),
          },
          responses: { 200: { description: 'd' }, ...status(400, 401, 422) },
        },
      },
      '/letters/send': {
        post: {
          summary: 'Send letters to everybody on the quay',
          requestBody: {
            required: true,
            ...json({ type: 'object', required: ['to'], properties: { to: { type: 'string', minLength: 1 } } }),
          },
          responses: { 200: { description: 'd' }, ...status(400, 401, 422) },
        },
      },
    },
  };
};

type Body = Readonly<Record<string, unknown>>;

/** What a broken service takes that it should refuse. */
type Way = 'load-unchecked' | 'load-text-body' | 'tide-unchecked' | 'tide-open' | 'load-any-token' | 'load-forbids';

const isLoad = ({ goods, tons }: Body): boolean =>
  (goods === 'sand' || goods === 'grain') && Number.isInteger(tons) && Number(tons) >= 1 && Number(tons) <= 500;

const isTide = ({ metres }: Body): boolean => typeof metres === 'number' && metres >= 0 && metres <= 20;

const judged = async (
  way?: Way,
  { allow = ['mutation', 'permanent', 'destructive'], isCounted = false }: { allow?: readonly Permission[]; isCounted?: boolean } = {},
) => {
  const names = new Map<string, string>([[isCounted ? '1' : 'theirs', 'of somebody else']]);
  const shown = (id: string, name: string) => ({ id: isCounted ? Number(id) : id, name });
  const asked: { readonly line: string; readonly body: Body | undefined; readonly token: string }[] = [];
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await objectBody(incoming);
    const path = (incoming.url ?? '').replace(/\?.*$/u, '');
    const line = `${incoming.method} ${path}`;
    const token = incoming.headers.authorization ?? '';
    asked.push({ line, body, token });
    const give = (code: number, value?: unknown): void => {
      outgoing.writeHead(code, {
        'content-type': 'application/json',
        ...(code === 401 ? { 'www-authenticate': 'Bearer' } : {}),
      });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, collection = '', id, action] = path.split('/');
    const isOpen = (way === 'tide-open' && collection === 'tides') || (way === 'load-any-token' && action === 'load' && token !== '');
    if (token !== `Bearer ${key}` && !isOpen) return give(way === 'load-forbids' && action === 'load' ? 403 : 401, { title: 'No token' });
    if (collection === 'tides') {
      if (body === undefined) return give(400, { title: 'No JSON' });
      return way === 'tide-unchecked' || isTide(body) ? give(200, {}) : give(422, { title: 'No tide' });
    }
    if (collection === 'letters') return body === undefined ? give(400, {}) : give(typeof body['to'] === 'string' ? 200 : 422, {});
    if (collection !== 'barges') return give(404, { title: 'Nothing' });
    if (id === undefined && incoming.method === 'GET')
      return give(
        200,
        [...names].map(([one, name]) => shown(one, name)),
      );
    if (id === undefined) {
      if (body === undefined) return give(400, { title: 'No JSON' });
      const { name } = body;
      if (typeof name !== 'string' || name === '' || [...name].length > 80) return give(422, { title: 'No name' });
      const made = isCounted ? String(asked.length + 100) : `barge-${names.size}-${asked.length}`;
      names.set(made, name);
      return give(201, shown(made, name));
    }
    const name = names.get(id);
    if (name === undefined) return give(404, { title: 'Nothing' });
    if (action === 'load') {
      if (body === undefined) return give(way === 'load-text-body' ? 200 : 400, shown(id, name));
      return way === 'load-unchecked' || isLoad(body) ? give(200, shown(id, name)) : give(422, { title: 'No load' });
    }
    if (incoming.method === 'DELETE') names.delete(id);
    return incoming.method === 'DELETE' ? give(204) : give(200, shown(id, name));
  };
  const url = await serve((incoming, outgoing) => void answer(incoming, outgoing));
  const { verdicts } = await judgeForeign(writeToolDocument(bargesWith({ type: isCounted ? 'integer' : 'string' })), url, {
    allow,
    maxCreates: 60,
    key,
    selection: { only: ['auth/**', 'body/**'], skip: [] },
  });
  const told = verdicts.flatMap(({ case: { check }, verdict }) =>
    verdict.kind === 'fail' ? [`${check} ${verdict.finding.operation}`] : [],
  );
  return { told, asked, left: [...names.keys()] };
};

const at = (path: string) => (one: { readonly line: string }) => new RegExp(`^POST /${path}$`, 'u').test(one.line);

describe('an operation that may change anything', () => {
  test('is sent with mistakes where that is allowed, on resources of the run alone', async () => {
    const { told, asked, left } = await judged();
    expect(told).toEqual([]);
    expect(left).toEqual(['theirs']);
    const loads = asked.filter(at('barges/.+/load'));
    expect(loads.some(({ body, token }) => token !== '' && body !== undefined && !isLoad(body))).toBe(true);
    expect(loads.some(({ token }) => token === '')).toBe(true);
    expect(loads.some(({ line }) => line.includes('theirs'))).toBe(false);
    expect(asked.filter(at('tides')).some(({ body }) => body !== undefined && !isTide(body))).toBe(true);
  });

  test('is not sent with a mistake in its body where it might then be about everybody', async () => {
    const { asked } = await judged();
    const letters = asked.filter((one) => at('letters/send')(one) && one.token === `Bearer ${key}`);
    expect(letters.every(({ body }) => typeof body?.['to'] === 'string')).toBe(true);
  });

  test('is not sent at all without the permission', async () => {
    const { told, asked } = await judged('load-unchecked', { allow: ['mutation', 'permanent'] });
    expect(told).toEqual([]);
    expect(asked.filter((one) => at('barges/.+/load')(one) || at('tides')(one) || at('letters/send')(one))).toEqual([]);
  });

  test.each<readonly [string, Way, string]>([
    ['takes any values', 'load-unchecked', 'body/breach-refused POST /barges/{bargeId}/load'],
    ['takes what is no JSON', 'load-text-body', 'body/unparsable-refused POST /barges/{bargeId}/load'],
    ['takes any number', 'tide-unchecked', 'body/breach-refused POST /tides'],
    ['asks for no token', 'tide-open', 'auth/missing-credential-refused POST /tides'],
    ['answers 403 where nobody has a token', 'load-forbids', 'auth/refused-as-described POST /barges/{bargeId}/load'],
    ['takes any token', 'load-any-token', 'auth/unknown-credential-refused POST /barges/{bargeId}/load'],
  ])('is told of where it %s', async (_what, way, finding) => {
    expect((await judged(way)).told).toContain(finding);
  });

  test.each<readonly [string, Way | undefined, readonly string[]]>([
    ['is told of where it takes any token', 'load-any-token', ['auth/unknown-credential-refused POST /barges/{bargeId}/load']],
    ['is told of nothing where it takes no such token', undefined, []],
  ])('is tried on resources of the run alone where a made-up number may name another one, and %s', async (_what, way, findings) => {
    const { told, asked, left } = await judged(way, { isCounted: true });
    expect(told).toEqual(findings);
    expect(left).toEqual(['1']);
    const loads = asked.filter(at('barges/.+/load'));
    expect(loads.some(({ token }) => token !== '' && token !== `Bearer ${key}`)).toBe(true);
    expect(loads.some(({ line }) => line === 'POST /barges/1/load')).toBe(false);
  });
});
