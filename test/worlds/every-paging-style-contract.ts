import { checks } from '../../src/checks/index.ts';
import { requirement, writeContract } from '../contract/support.ts';

const text = { type: 'string' };
const query = (name: string, schema: object = text, more: object = {}): object => ({ name, in: 'query', schema, ...more });
const reading = { 'x-inferred': true, 'x-inferred-reason': 'Nothing is printed about it, and this is the plain reading.' };
const answer = { '200': { description: 'An answer.', content: { 'application/json': {} } } };
const body = (member: string): string => `$response.body#/${member}`;

/** A library whose lists have every kind of pages and every kind of filter. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Books', version: '1' },
  'x-requirement': ['B-1'],
  security: [{ token: [] }],
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  'x-assay': { resources: { book: { create: 'addBook', list: 'listBooks', remove: 'none', id: '/isbn', name: '/title' } } },
  paths: {
    '/books': {
      get: {
        operationId: 'listBooks',
        'x-assay': {
          collection: { items: body('books') },
          pagination: {
            anyOf: [
              {
                kind: 'page',
                page: '$request.query.sheet',
                limit: '$request.query.height',
                number: body('sheet'),
                size: body('height'),
                total: body('all'),
              },
              { kind: 'cursor', cursor: '$request.query.mark', limit: '$request.query.take', next: body('mark') },
            ],
          },
          filters: { shelf: { at: '/shelf' }, author: { at: '/author' }, since: { at: '/added', compare: 'after' }, mood: {} },
          ordering: { by: '/added', direction: 'descending', stable: {} },
        },
        parameters: [
          query('sheet', { type: 'integer' }),
          query('height', { type: 'integer', default: 10, maximum: 50 }),
          query('mark'),
          query('take', { type: 'integer', default: 10, maximum: 50 }),
          query('shelf'),
          query('author'),
          query('since', { type: 'string', format: 'date' }),
          query('mood', text, reading),
        ],
        responses: answer,
      },
      post: {
        operationId: 'addBook',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { type: 'object', required: ['title'], properties: { title: { type: 'string', 'x-assay': { fresh: true } } } },
            },
          },
        },
        responses: { '201': { description: 'The book.' } },
      },
    },
    '/visits': {
      get: {
        operationId: 'listVisits',
        'x-assay': {
          collection: { items: body('visits') },
          filters: { from: { at: '/time', compare: 'after' }, to: { at: '/time', compare: 'before' } },
        },
        parameters: [query('from'), query('to'), query('take', { type: 'integer' })],
        responses: answer,
      },
    },
    '/takings': {
      get: {
        operationId: 'takings',
        'x-assay': { filters: { from: { compare: 'after' }, to: { compare: 'before' } } },
        parameters: [
          query('from', text, { required: true, example: '2031-01-01' }),
          query('to', text, { required: true, example: '2031-01-02' }),
        ],
        responses: answer,
      },
    },
  },
};

/** Writes the library's contract, whose one requirement every check about lists decides. Gives the path of its document. */
export const writeBooks = (): string => {
  const families = /^(pagination|ordering|filtering)\/|^(schema\/listed-once|status\/list-served|query\/odd-values-recorded)$/;
  const ids = checks.map(({ id }) => id).filter((id) => families.test(id));
  return writeContract(document, [requirement('B-1', ids, { area: 'pagination' })]);
};
