import { expect, test } from 'vitest';
import { writeToolDocument } from '../../../worlds/old-dialect.ts';
import { judgeForeign, serve } from '../judge-foreign.ts';

const key = 'atlas-key-0123456789';

const list = {
  get: {
    responses: {
      200: { description: 'All', content: { 'application/json': { schema: { type: 'array', items: { type: 'object' } } } } },
      401: { description: 'No token' },
    },
  },
};

const document = {
  openapi: '3.1.0',
  info: { title: 'Atlas', version: '1' },
  security: [{ token: [] }],
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  paths: { '/maps': list, '/roads': list, '/towns': list },
};

/** The operations of findings at a service that takes the token without its scheme, or behind any word, at some paths. */
const toldWhere = async (looseAt: readonly string[], before = /^$/u): Promise<readonly string[]> => {
  const url = await serve((incoming, outgoing) => {
    const { authorization = '' } = incoming.headers;
    const isLoose = authorization.endsWith(key) && before.test(authorization.slice(0, -key.length));
    const isKnown = authorization === `Bearer ${key}` || (isLoose && looseAt.includes(incoming.url ?? ''));
    const type = { 'content-type': 'application/json' };
    if (!isKnown) outgoing.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
    else outgoing.writeHead(incoming.url !== undefined && incoming.url in document.paths ? 200 : 404, type).end('[]');
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    key,
    selection: { only: ['auth/other-scheme-refused'], skip: [] },
  });
  return verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [`${verdict.finding.operation} ${verdict.finding.code}`] : []));
};

test('a token without its scheme is told at any read that needs nothing else', async () => {
  expect(await toldWhere([])).toEqual([]);
  expect(await toldWhere(['/maps'])).toEqual(['GET /maps credential-no-scheme-accepted']);
  expect(await toldWhere(['/towns'])).toEqual(['GET /towns credential-no-scheme-accepted']);
});

test('a token behind the name of any scheme is told at any read that needs nothing else', async () => {
  const anyWord = /^[A-Z][a-z]+ $/u;
  expect(await toldWhere(['/maps'], anyWord)).toEqual(['GET /maps credential-token-scheme-accepted']);
  expect(await toldWhere(['/towns'], anyWord)).toEqual(['GET /towns credential-token-scheme-accepted']);
});
