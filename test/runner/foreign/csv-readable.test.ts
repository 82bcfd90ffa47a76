import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const json = (schema: object) => ({ 'application/json': { schema } });

/** Voyages of a ship, told as JSON and as CSV, which are no list of resources. */
const documentOf = (said: string, types: object) => ({
  openapi: '3.1.0',
  info: { title: 'Ships', version: '1' },
  paths: {
    '/log': {
      get: {
        description: said,
        responses: { 200: { description: 'The log', content: { ...types, 'text/csv': { schema: { type: 'string' } } } } },
      },
    },
  },
});

const judged = async (file: string, said = 'As JSON, or as `text/csv` (RFC 4180).', types: object = json({ type: 'object' })) => {
  const url = await serve((incoming, outgoing) => {
    const isKnown = incoming.url?.split('?')[0] === '/log';
    const asksJson = 'application/json' in types && incoming.headers.accept?.includes('text/csv') !== true;
    const type = !isKnown || asksJson ? 'application/json' : 'text/csv; charset=utf-8';
    outgoing.writeHead(isKnown ? 200 : 404, { 'content-type': type }).end(type === 'application/json' ? '{"voyages":[]}' : file);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(said, types)), url, {
    selection: { only: ['headers/csv-readable', 'headers/type-negotiated', 'status/documented-call'], skip: [] },
  });
  return verdicts
    .filter((one) => one.case.check === 'headers/csv-readable')
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

test.each<readonly [string, string]>([
  ['day,port,remark\r\n1,Bergen,8" of water, rising\r\n', 'csv-unreadable'],
  ['day,port,remark\r\n1,Bergen,calm, then wind\r\n', 'rows-uneven'],
  ['day,port,remark\r\n1,Bergen,"8"" of water, rising"\r\n', 'pass'],
  ['day,port,remark\n1,Bergen,"two\nlines"\n\n', 'pass'],
  ['"day","port","remark"\r\n"1","Bergen",""', 'pass'],
  ['\uFEFFday,port,remark\r\n1,Bergen,\r\n', 'pass'],
  ['day,port,remark\r\n', 'inconclusive'],
  ['"day";"port";"remark"\r\n"1";"Bergen";"calm, then wind"\r\n', 'inconclusive'],
])('a file that is promised as in RFC 4180 is read: %j', async (file, expected) => {
  expect(await judged(file)).toEqual([expected]);
  expect(await judged(file, 'The log. Quoting as in RFC 4180.', {})).toEqual([expected]);
});

test('rows of another form that the text speaks of are no mistake, and without the promise nothing is judged', async () => {
  const file = 'day,port,miles\r\n1,Bergen,40\r\ntotal,40\r\n';
  expect(await judged(file)).toEqual(['rows-uneven']);
  expect(await judged(file, 'As JSON, or as `text/csv` (RFC 4180) with a total row.')).not.toContain('rows-uneven');
  expect(await judged(file, 'As JSON or CSV.')).toEqual([]);
});
