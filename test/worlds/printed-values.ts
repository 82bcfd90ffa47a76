import { checks } from '../../src/checks/index.ts';
import { requirement, writeContract } from '../contract/support.ts';

const text = { type: 'string' };
const answer = (schema?: object): object => ({ description: 'An answer.', content: { 'application/json': schema ? { schema } : {} } });
const id = { name: 'id', in: 'path', required: true } as const;

const box = {
  type: 'object',
  properties: {
    id: text,
    shelf: { ...text, 'x-assay': { refers: 'shelf' } },
    state: text,
    colour: { ...text, examples: ['red', 'green'] },
    code: { ...text, 'x-assay': { forms: { word: '^[a-z]+$' } } },
  },
};

/** The answer for the printed kind of shelf. */
const printedKind = { properties: { label: { const: 'Oak' }, boards: { items: { type: 'string' } } } };

/** Shelves with boxes on them: the requirements of the shipped contracts about values and references, with other names. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Shelves', version: '1' },
  'x-requirement': ['S-1'],
  servers: [{ url: 'https://shelves.example' }],
  security: [{ token: [] }],
  components: {
    securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    schemas: {
      Moment: {
        type: 'string',
        pattern: '^[0-9T:-]+Z?$',
        'x-requirement': ['S-MOMENT'],
        allOf: [{ pattern: 'Z$', 'x-requirement': ['S-ZONE'] }],
      },
    },
  },
  'x-assay': {
    members: { put_at: { $ref: '#/components/schemas/Moment' } },
    resources: {
      shelf: { create: 'addShelf', read: 'showShelf', remove: 'none', shown: { create: '$response.body' }, id: '/id', name: '/name' },
      box: { create: 'addBox', list: 'showBoxes', remove: 'none', shown: { create: '$response.body' }, id: '/id', state: '/state' },
    },
    fixtures: { fullBox: { description: 'A box that can be emptied.' } },
  },
  paths: {
    '/shelves': {
      post: {
        operationId: 'addShelf',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { type: 'object', required: ['kind'], properties: { name: { ...text, 'x-assay': { fresh: true } }, kind: text } },
            },
          },
        },
        responses: {
          '201': answer({
            type: 'object',
            properties: {
              id: text,
              kind: {
                'x-assay': {
                  forSent: { at: '$request.body#/kind', value: 'oak', shows: printedKind },
                  figures: { in: '/name', form: '(?<width>[0-9]+)x(?<depth>[0-9]+)$' },
                },
              },
            },
          }),
        },
      },
    },
    '/shelves/{id}': { get: { operationId: 'showShelf', parameters: [{ ...id, schema: text }], responses: { '200': answer() } } },
    '/boxes': {
      get: {
        operationId: 'showBoxes',
        'x-assay': {
          collection: { items: ['$response.body#/boxes', '$response.body'] },
          filters: { shelf: { at: '/shelf' } },
        },
        parameters: [{ name: 'shelf', in: 'query', schema: text }],
        responses: {
          '200': {
            ...answer({ type: 'object', properties: { boxes: { type: 'array', items: box } } }),
            links: { empty: { operationId: 'emptyBox', parameters: { id: '$response.body#/boxes/0/id' } } },
          },
        },
      },
      post: {
        operationId: 'addBox',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { type: 'object', required: ['colour'], properties: { colour: { ...text, examples: ['red'] } } },
            },
          },
        },
        responses: { '201': answer(box) },
      },
    },
    '/boxes/{id}/empty': {
      post: {
        operationId: 'emptyBox',
        parameters: [{ ...id, schema: { ...text, 'x-assay': { fixture: 'fullBox' } } }],
        'x-assay': { action: { from: 'full' } },
        responses: { '2XX': { description: 'Emptied' } },
      },
    },
  },
};

/** Writes the contract of the shelves, whose requirements every check decides. Gives the path of its document. */
export const writeShelves = (): string => {
  const all = checks.map(({ id: check }) => check);
  return writeContract(document, [
    requirement('S-1', all),
    requirement('S-MOMENT', ['schema/named-members']),
    requirement('S-ZONE', ['schema/named-members']),
  ]);
};
