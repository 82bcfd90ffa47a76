import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { serveAnswers } from './serve-answers.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const none = { description: 'None' };
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const slot = { type: 'object', required: ['id', 'vetId', 'note'], properties: { id: text, vetId: text, note: text } };

/** Slots of vets, whom a list shows and nobody creates. */
const document = (vet: Json): object => ({
  openapi: '3.0.3',
  info: { title: 'Slots', version: '1' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/vets': {
      get: {
        responses: { '200': shows({ type: 'array', items: { type: 'object', required: ['id'], properties: { id: text, ...vet } } }) },
      },
    },
    '/slots': {
      get: { responses: { '200': shows({ type: 'array', items: slot }) } },
      post: {
        requestBody: {
          required: true,
          content: {
            'application/json': { schema: { type: 'object', required: ['vetId', 'note'], properties: { vetId: text, note: text } } },
          },
        },
        responses: { '201': shows(slot), '409': none, '422': none },
      },
    },
    '/slots/{slotId}': {
      parameters: [{ name: 'slotId', in: 'path', required: true, schema: text }],
      get: { responses: { '200': shows(slot), '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
  },
});

/** Judges a service that shows slots, or does not find them, and takes slots of its last vet alone. */
const judged = async (members: Json, vets: readonly Json[], hidesSlots: boolean) => {
  const slots = new Map<string, Json>();
  let last = 0;
  const url = await serveAnswers((method, [root, id], given) => {
    if (root === 'vets') return method === 'GET' ? [200, vets] : [405];
    if (root !== 'slots') return [404];
    const found = slots.get(id ?? '');
    if (id !== undefined && !found) return [404];
    if (found && id !== undefined)
      return method === 'GET' ? (hidesSlots ? [404] : [200, found]) : method === 'DELETE' ? [slots.delete(id) ? 204 : 404] : [405];
    if (method === 'GET') return [200, [...slots.values()]];
    const { vetId, note } = given;
    if (typeof note !== 'string' || !vets.some((one) => one['id'] === vetId)) return [422];
    if (vetId !== vets.at(-1)?.['id']) return [409];
    const made = { id: `slot-${(last += 1)}-k`, vetId, note };
    slots.set(made.id, made);
    return [201, made];
  });
  const { verdicts } = await judgeForeign(writeDocument(document(members)), url, {
    allow: ['mutation', 'destructive'],
    selection: { only: ['lifecycle/created-is-readable'], skip: [] },
  });
  const kinds = verdicts.flatMap(({ case: { check }, verdict }) => (check === 'lifecycle/created-is-readable' ? [verdict.kind] : []));
  return { verdicts: kinds, left: slots.size };
};

const flag = { type: 'boolean' };

test.concurrent.for<readonly [string, Json, Json, Json]>([
  ['not active', { active: flag }, { active: false }, { active: true }],
  ['retired', { status: text }, { status: 'retired' }, { status: 'working' }],
  ['archived', { isArchived: flag }, { isArchived: true }, { isArchived: false }],
])(
  'of the things in a list one is named that is in use: not the one that is %s',
  besideOthers(async ([, members, out, used]) => {
    const vets = [
      { id: 'vet-a', ...out },
      { id: 'vet-b', ...used },
    ];
    expect(await judged(members, vets, false)).toEqual({ verdicts: ['pass'], left: 0 });
    expect(await judged(members, vets, true)).toEqual({ verdicts: ['fail'], left: 0 });
  }),
);

test(
  'where all are out of use, one of them is named',
  besideOthers(async () => {
    expect((await judged({ active: flag }, [{ id: 'vet-a', active: false }], false)).verdicts).toEqual(['pass']);
  }),
);
