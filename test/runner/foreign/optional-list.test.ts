import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const documentOf = (required: readonly string[]) => {
  const rules = { type: 'array', items: { type: 'object', properties: { id: { type: 'string' } } } };
  const schema = { type: 'object', required, properties: { rules } };
  return {
    openapi: '3.1.0',
    info: { title: 'Rules', version: '1' },
    paths: { '/rules': { get: { responses: { 200: { description: 'rules', content: { 'application/json': { schema } } } } } } },
  };
};

const failed = async (body: string, required: readonly string[] = []): Promise<string[]> => {
  const url = await serve((incoming, outgoing) => {
    const isKnown = incoming.url?.split('?')[0] === '/rules';
    outgoing.writeHead(isKnown ? 200 : 404, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(isKnown ? body : '{}');
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(required)), url);
  return verdicts.flatMap(({ case: { requirement }, verdict }) => (verdict.kind === 'fail' ? [requirement] : []));
};

test('a list that the document calls optional may be left out', async () => {
  expect(await failed('{}')).not.toContain('CONV-17-INFERRED');
  expect(await failed('{"error":"none"}')).toContain('CONV-17-INFERRED');
  expect(await failed('{}', ['rules'])).toContain('OAS-3');
});
