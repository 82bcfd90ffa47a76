import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const lantern = { type: 'object', required: ['id'], properties: { id: text } };
const page = {
  type: 'object',
  required: ['data', 'has_more'],
  properties: { data: { type: 'array', items: lantern }, has_more: { type: 'boolean' } },
};

/** A list of lanterns whose pages begin after the lantern of an id. */
const documentOf = (said: string) => ({
  openapi: '3.0.3',
  info: { title: 'Lanterns', version: '1' },
  paths: {
    '/lanterns': {
      get: {
        parameters: [
          { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 100, default: 10 } },
          { name: 'starting_after', in: 'query', description: said, schema: text },
        ],
        responses: {
          200: { description: 'A page', content: { 'application/json': { schema: page } } },
          400: { description: 'Wrong' },
        },
      },
    },
  },
});

const lanterns = Array.from({ length: 12 }, (_, n) => ({ id: `lantern-${n + 10}` }));

const told = async (said: string, unknown: 'refused' | 'empty' | 'first'): Promise<readonly string[]> => {
  const url = await serve((incoming, outgoing) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://lanterns');
    const give = (status: number, value: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    if (pathname !== '/lanterns') return give(404, {});
    const [after, limit] = [searchParams.get('starting_after'), Number(searchParams.get('limit') ?? 10)];
    const at = lanterns.findIndex(({ id }) => id === after);
    if (after !== null && at < 0 && unknown !== 'first')
      return unknown === 'refused' ? give(400, {}) : give(200, { data: [], has_more: false });
    const data = lanterns.slice(at + 1, at + 1 + limit);
    return give(200, { data, has_more: at + 1 + limit < lanterns.length });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(said)), url, {
    credentials: [],
    selection: { only: ['pagination/made-up-cursor-refused'], skip: [] },
  });
  return verdicts.flatMap(({ verdict }) =>
    verdict.kind === 'fail' ? [verdict.finding.code] : verdict.kind === 'skipped' ? [] : [verdict.kind],
  );
};

const after = 'Id of a lantern of this list; the page starts after it.';

test.concurrent.for<readonly [string, 'refused' | 'empty' | 'first', readonly string[]]>([
  [`${after} An unknown id is answered 400.`, 'refused', ['pass']],
  [`${after} An unknown id is answered 400.`, 'empty', ['made-up-cursor-accepted']],
  [`${after} An unknown id is answered 400.`, 'first', ['made-up-cursor-accepted']],
  [after, 'refused', []],
  [after, 'empty', []],
])(
  'an id that no page showed: "%s", and it is answered as %s',
  besideOthers(async ([said, unknown, expected]) => {
    expect(await told(said, unknown)).toEqual(expected);
  }),
);
