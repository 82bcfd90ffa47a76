import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const problem = {
  type: 'object',
  required: ['title', 'status'],
  properties: { type: { type: 'string' }, title: { type: 'string' }, status: { type: 'integer' } },
};
const fault = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});
const lamp = { type: 'object', properties: { id: { type: 'string' } } };

const document = (description: string) => ({
  openapi: '3.1.0',
  info: { title: 'Lamps', version: '1', description },
  components: { schemas: { Problem: problem } },
  paths: {
    '/lamps': {
      get: {
        responses: {
          200: { description: 'All', content: { 'application/json': { schema: { type: 'array', items: lamp } } } },
          400: fault('Wrong'),
        },
      },
    },
    '/lamps/{lampId}': {
      get: {
        parameters: [{ name: 'lampId', in: 'path', required: true, schema: { type: 'string' } }],
        responses: { 200: { description: 'It', content: { 'application/json': { schema: lamp } } }, 404: fault('None') },
      },
    },
  },
});

const promised = 'Lamps of a town. Every error is answered as a problem document (RFC 9457).';

type Answer = readonly [status: number, type: string, body: string];

const right: Answer = [404, 'application/problem+json', '{"title":"None","status":404}'];

const judged = async (description: string, answer: Answer): Promise<readonly string[]> => {
  const url = await serve((incoming, outgoing) => {
    const [path] = (incoming.url ?? '').split('?');
    const [status, type, body] =
      path === '/lamps' ? [200, 'application/json', '[]'] : /^\/lamps\/[^/]+$/u.test(path ?? '') ? right : answer;
    outgoing.writeHead(status, type === '' ? {} : { 'content-type': type }).end(body);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(description)), url, {
    credentials: [],
    selection: { only: ['errors/unknown-path-alike'], skip: [] },
  });
  return verdicts.filter(({ case: { check } }) => check === 'errors/unknown-path-alike').map(({ verdict }) => verdict.kind);
};

test.each<readonly [string, string, Answer, readonly string[]]>([
  ['in that form passes', promised, right, ['pass']],
  ['in that form with another type of JSON passes', promised, [404, 'application/json', right[2]], ['pass']],
  ['as a page fails', promised, [404, 'text/html', '<h1>Not Found</h1>'], ['fail']],
  ['with nothing fails', promised, [404, '', ''], ['fail']],
  ['in another form of JSON fails', promised, [404, 'application/json', '{"detail":"Not Found"}'], ['fail']],
  ['for a credential decides nothing', promised, [401, 'text/html', '<h1>Who?</h1>'], ['inconclusive']],
  ['as a page is not judged where nothing is promised', 'Lamps of a town.', [404, 'text/html', '<h1>Not Found</h1>'], []],
  ...[
    '**Errors** are JSON of the shape `Problem`.',
    '## Errors\nErrors always have the same body, see `Problem`.',
    '**Errors.** Error responses come as JSON.',
  ].flatMap((told): readonly (readonly [string, string, Answer, readonly string[]])[] => [
    [`in the form of "${told}" passes`, told, right, ['pass']],
    [`as a page against "${told}" fails`, told, [404, 'text/html', '<h1>Not Found</h1>'], ['fail']],
  ]),
  ...['Errors of the search are JSON.', 'Errors are JSON or a page, as the client accepts.', 'Errors can come as JSON.'].map(
    (told): readonly [string, string, Answer, readonly string[]] => [
      `as a page is not judged beside "${told}"`,
      told,
      [404, 'text/html', '<h1>Not Found</h1>'],
      [],
    ],
  ),
  [
    'as a page is not judged where the document leaves unknown paths out',
    'Every error except those of unknown paths is a problem document.',
    [404, 'text/html', '<h1>Not Found</h1>'],
    [],
  ],
])('an unknown path that is answered %s', async (_what, description, answer, expected) => {
  expect(await judged(description, answer)).toEqual(expected);
});
