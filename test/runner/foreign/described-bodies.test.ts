import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const error = json({ type: 'object', properties: { message: { type: 'string' } } });

/** A harbour's list of cranes, and the weather, which may be unknown. */
const document = {
  openapi: '3.0.3',
  info: { title: 'Cranes', version: '1' },
  paths: {
    '/cranes': {
      get: { responses: { 200: json({ type: 'array', items: { type: 'object', properties: { id: { type: 'string' } } } }) } },
    },
    '/cranes/{id}': {
      get: {
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        responses: { 200: json({ type: 'object' }), 404: error },
      },
    },
    '/weather': { get: { responses: { 200: json({ type: 'object' }), 204: { description: 'Unknown' } } } },
  },
};

const told = async (habits: { readonly crane?: string; readonly unknown?: string; readonly weather?: readonly [number, string] }) => {
  const url = await serve((incoming, outgoing) => {
    const { pathname } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const end = (status: number, text: string): void => {
      outgoing.writeHead(status, text === '' ? {} : { 'content-type': 'application/json' }).end(incoming.method === 'HEAD' ? '' : text);
    };
    if (pathname === '/cranes') return end(200, '[{"id":"c1"},{"id":"c2"}]');
    if (/^\/cranes\/c[12]$/u.test(pathname)) return end(200, habits.crane ?? '{"id":"c1"}');
    if (pathname === '/weather') return end(...(habits.weather ?? [200, '{"wind":4}']));
    return end(404, habits.unknown ?? '{"message":"No such crane"}');
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url);
  return verdicts.flatMap(({ case: { level, requirement }, verdict }) => (verdict.kind === 'fail' ? [`${level} ${requirement}`] : []));
};

describe('the bodies that a document describes', () => {
  test('are there at a conformant server, and a 204 has none', async () => {
    expect(await told({})).toEqual([]);
    expect(await told({ weather: [204, ''] })).toEqual([]);
  });

  test('are missed in a success', async () => {
    expect(await told({ crane: '' })).toContain('must OAS-52');
    expect(await told({ weather: [200, ''] })).toContain('must OAS-52');
  });

  test('are missed in an error, which only warns', async () => {
    expect(await told({ unknown: '' })).toEqual(['should OAS-53']);
  });
});
