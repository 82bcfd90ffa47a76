import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };

/** Trains, and what a refused request for them is answered, with what the document says of the list of its reasons. */
const documentOf = (said: string) => {
  const problem = {
    type: 'object',
    required: ['kind', 'reasons'],
    properties: {
      kind: { ...text, enum: ['bad_day', 'no_such_thing'] },
      reasons: { type: 'array', items: { type: 'object', properties: { what: text } }, description: `What is wrong. ${said}` },
    },
  };
  const answer = (description: string, schema: object) => ({ description, content: { 'application/json': { schema } } });
  const body = { type: 'object', required: ['problem'], properties: { problem } };
  const train = { type: 'object', required: ['id'], properties: { id: text } };
  return {
    openapi: '3.1.0',
    info: { title: 'Trains', version: '1' },
    paths: {
      '/trains': {
        get: {
          parameters: [{ name: 'day', in: 'query', schema: { type: 'string', format: 'date' } }],
          responses: { 200: answer('All', { type: 'array', items: train }), 422: answer('Wrong', body) },
        },
      },
      '/trains/{id}': {
        parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
        get: { responses: { 200: answer('It', train), 404: answer('None', body) } },
      },
    },
  };
};

const judged = async (said: string, reasons: (kind: string) => readonly object[]): Promise<readonly string[]> => {
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const day = searchParams.get('day');
    const refused = (status: number, kind: string): void => give(status, { problem: { kind, reasons: reasons(kind) } });
    if (pathname !== '/trains') return pathname === '/trains/t1' ? give(200, { id: 't1' }) : refused(404, 'no_such_thing');
    return day !== null && Number.isNaN(Date.parse(day)) ? refused(422, 'bad_day') : give(200, [{ id: 't1' }]);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(said)), url, {
    selection: { only: ['schema/told-entries-there', 'query/breach-refused', 'errors/unknown-id-refused'], skip: [] },
  });
  return verdicts
    .filter((one) => one.case.check === 'schema/told-entries-there')
    .map(({ verdict }) => (verdict.kind === 'fail' ? `${verdict.finding.code} ${verdict.finding.where}` : verdict.kind));
};

test.each([
  'At least one for `bad_day`.',
  'Has at least one entry if `kind` is `bad_day`.',
  'Never empty when the kind is "bad_day".',
  'At least one entry with 422.',
])('a list without the entry that its description promises is told: %s', async (said) => {
  expect(await judged(said, () => [])).toContain('told-entry-lacking #/problem/reasons');
  // In answers of other kinds it may be empty.
  expect(await judged(said, (kind) => (kind === 'bad_day' ? [{ what: 'day' }] : []))).toContain('pass');
  expect(await judged(said, (kind) => (kind === 'bad_day' ? [{ what: 'day' }] : []))).not.toContain('told-entry-lacking #/problem/reasons');
  expect(await judged(said, () => [{ what: 'day' }, { what: 'id' }])).toContain('pass');
});

test.each([
  'Usually at least one for `bad_day`.',
  'At least one for `late_train`.',
  'At least one for `bad_day` in most cases.',
  'At least one for each member that is wrong.',
  'At most one for `bad_day`.',
])('nothing is told of what a description leaves open: %s', async (said) => {
  expect(await judged(said, () => [])).toEqual([]);
});
