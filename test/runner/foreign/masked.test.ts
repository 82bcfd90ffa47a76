import { expect, test } from 'vitest';
import { judgeForeign, serve } from './judge-foreign.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const ticket = {
  type: 'object',
  required: ['token', 'cloth'],
  properties: { token: { type: 'string', maxLength: 4 }, cloth: { type: 'string', enum: ['wool', 'silk'] } },
  anyOf: [{ properties: { token: { pattern: '^tk' } } }],
};
const described = { responses: { '200': { description: 'Ticket', content: { 'application/json': { schema: ticket } } } } };

/** A document about a cloakroom: each answer issues a token, and its schema cannot be judged behind a mask. */
const document = {
  openapi: '3.0.3',
  info: { title: 'Cloakroom', version: '1' },
  paths: { '/good': { get: described }, '/bad': { get: described } },
};

test('the schema of a masked value is reported as not judged, and the values beside it are judged', async () => {
  const url = await serve((incoming, outgoing) => {
    const cloth = { '/good': 'wool', '/bad': 'felt' }[incoming.url ?? ''];
    if (cloth === undefined) return outgoing.writeHead(404).end();
    return outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ token: 'Qx71-Vb90-Zt35-Kw82', cloth }));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url);
  const of = (path: string) => verdicts.find(({ id }) => id === `schema/response-body@#/paths/~1${path}/get`)?.verdict;
  const hidden = expect.stringContaining('properties/token (maxLength): the value contained a secret');
  expect(of('good')).toMatchObject({ kind: 'pass', untried: expect.arrayContaining([hidden]) });
  expect(of('bad')).toMatchObject({ kind: 'fail', finding: { where: '#/cloth' } });
});
