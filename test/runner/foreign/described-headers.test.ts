import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { schema: { type: 'string' } };
const body = { content: { 'application/json': { schema: { type: 'array', items: { type: 'object' } } } } };

/** A harbour's list of ships with headers, of which one comes with each answer. */
const document = {
  openapi: '3.0.3',
  info: { title: 'Ships', version: '1' },
  paths: {
    '/ships': {
      get: {
        description: 'Ships in the order of arrival. The same request after the last voyage is answered with `Voyage-Over: true`.',
        parameters: [{ name: 'flag', in: 'query', schema: { type: 'string', enum: ['red', 'blue', 'green'] } }],
        responses: {
          200: {
            description: 'All ships',
            headers: {
              'X-Ship-Count': { description: 'How many ships there are.', schema: { type: 'integer' } },
              'X-Fog': { ...text, description: 'Sent only when there is fog.' },
              'X-Request-Id': text,
              'Voyage-Over': text,
              'List-Replayed': text,
            },
            ...body,
          },
        },
      },
    },
  },
};

const told = async (headers: (turn: number) => Readonly<Record<string, string>>) => {
  let turn = 0;
  const url = await serve((incoming, outgoing) => {
    const isThere = new URL(incoming.url ?? '/', 'http://127.0.0.1').pathname === '/ships';
    outgoing.writeHead(isThere ? 200 : 404, isThere ? { 'content-type': 'application/json', ...headers(turn++) } : {});
    outgoing.end(incoming.method === 'HEAD' || !isThere ? '' : '[]');
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url);
  return verdicts.flatMap(({ case: { requirement }, verdict }) =>
    requirement === 'OAS-54' && verdict.kind === 'fail' ? [`${verdict.finding.where}: ${verdict.finding.actual}`] : [],
  );
};

describe('a header that is described for a success', () => {
  test('comes with it, in any letter case, and sometimes is enough', async () => {
    expect(await told(() => ({ 'x-ship-count': '0' }))).toEqual([]);
    expect(await told((turn): Record<string, string> => (turn % 2 === 0 ? { 'x-ship-count': '0' } : {}))).toEqual([]);
  });

  test('is missed where it never comes, but not one with a condition or of a gateway', async () => {
    expect(await told(() => ({}))).toEqual([expect.stringMatching(/^X-Ship-Count: no such field in \d+ answers$/u)]);
  });
});
