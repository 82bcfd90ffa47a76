import { describe, expect, test } from 'vitest';
import { updateMask } from '../../../src/checks/subjects/update-masks.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string', minLength: 1, maxLength: 60 };
const settable = { label: text, colour: text, keeper: text };
const buoy = { type: 'object', required: ['id', ...Object.keys(settable)], properties: { id: { type: 'string' }, ...settable } };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });

/** Buoys whose changes have a parameter. */
const documentWith = (description: string, parameter: object) => ({
  openapi: '3.1.0',
  info: { title: 'Buoys', version: '1' },
  paths: {
    '/buoys': {
      get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: buoy }) } } },
      post: {
        requestBody: { required: true, ...json({ type: 'object', required: Object.keys(settable), properties: settable }) },
        responses: { 201: { description: 'New', ...json(buoy) }, 400: { description: 'Wrong' } },
      },
    },
    '/buoys/{buoyId}': {
      parameters: [{ name: 'buoyId', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: { description: 'It', ...json(buoy) }, 404: { description: 'None' } } },
      patch: {
        description,
        parameters: [{ in: 'query', schema: { type: 'string' }, ...parameter }],
        requestBody: { required: true, ...json({ type: 'object', properties: settable }) },
        responses: { 200: { description: 'It', ...json(buoy) }, 400: { description: 'Wrong' }, 404: { description: 'None' } },
      },
      delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
    },
  },
});

/** Does a document say that a parameter of a change names what the change takes. */
const isMask = async (name: string, ofChange: string, ofParameter?: string): Promise<boolean> => {
  const parameter = { name, ...(ofParameter === undefined ? {} : { description: ofParameter }) };
  const contract = await loadContract(writeToolDocument(documentWith(ofChange, parameter)));
  const change = contract.operations.find(({ method }) => method === 'PATCH');
  return change !== undefined && updateMask(contract, change) !== undefined;
};

test.for<readonly [string, string, string?]>([
  ['updateMask', '`updateMask` names the members to take from the body. What the body holds beyond the mask is left alone.'],
  ['update_mask', 'Changes a buoy.', 'The fields to update, separated by commas.'],
  ['fields', 'Changes a buoy.', 'Only these fields are changed; everything else in the body is ignored.'],
  ['fieldMask', 'The field mask says which fields are written.'],
  ['mask', 'Changes a buoy.', 'Limits the change to the members that are named here.'],
  ['only', 'With `only`, all other members of the body stay as they are.'],
])('%s is a mask: %s %s', async ([name, ofChange, ofParameter]) => {
  expect(await isMask(name, ofChange, ofParameter)).toBe(true);
});

test.for<readonly [string, string, string?]>([
  ['fields', 'Changes a buoy.', 'The fields to return.'],
  ['fields', 'Changes a buoy.', 'Limits what the update sends back to the named members.'],
  ['fields', 'Changes a buoy.', 'Narrows what you get back from the change to these members.'],
  ['fields', 'Changes a buoy.', 'The fields to update in the search index.'],
  ['fields', 'Changes a buoy.', 'Only these fields are written to the log.'],
  ['fields', 'Changes a buoy.', 'Fields that are to be set to their defaults.'],
  ['fields', 'Changes a buoy.', 'Names fields to update beside those of the body.'],
  ['only', 'Changes a buoy.', 'The other members keep their visibility.'],
  ['mask', 'Changes a buoy.', 'By default limits the update to the label.'],
  ['mask', 'Changes a buoy. With a mask, fields not mentioned are not set back.', 'A mask.'],
  ['fields', 'Changes a buoy. Other members stay as they are.', 'Names of members, separated by commas.'],
  ['updateMask', 'Changes a buoy.'],
  ['mask', 'Changes a buoy.', 'Masks the name of the keeper in the log.'],
  ['updateMask', 'Changes a buoy.', 'A hint which fields are changed; others may be taken too.'],
  ['reason', 'Changes a buoy.', 'Only these fields are changed.'],
])('%s is no mask: %s %s', async ([name, ofChange, ofParameter]) => {
  expect(await isMask(name, ofChange, ofParameter)).toBe(false);
});

type Habit = 'keeps to it' | 'ignores it' | 'refuses more than it names';

const judged = async (habit: Habit): Promise<readonly string[]> => {
  const buoys = new Map<string, Readonly<Record<string, unknown>>>();
  let made = 0;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const [, root, id] = pathname.split('/');
    if (root !== 'buoys' || (id !== undefined && !buoys.has(id))) return give(404);
    if (incoming.method === 'GET') return give(200, id === undefined ? [...buoys.values()] : buoys.get(id));
    if (incoming.method === 'DELETE') return give(buoys.delete(id ?? '') ? 204 : 404);
    void objectBody(incoming).then((sent = {}) => {
      const named = searchParams.get('updateMask')?.split(',');
      const entries = Object.entries(sent).filter(([name]) => Object.hasOwn(settable, name));
      if (entries.some(([, value]) => typeof value !== 'string' || value === '' || value.length > 60)) return give(400);
      if (named && habit === 'refuses more than it names' && entries.some(([name]) => !named.includes(name))) return give(400);
      const taken = entries.filter(([name]) => named === undefined || habit === 'ignores it' || named.includes(name));
      if (id === undefined && entries.length < 3) return give(400);
      const own = id ?? `b${++made}`;
      buoys.set(own, { ...buoys.get(own), ...Object.fromEntries(taken), id: own });
      return give(id === undefined ? 201 : 200, buoys.get(own));
    });
  });
  const document = documentWith('`updateMask` names the members to take from the body.', { name: 'updateMask' });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation'],
    maxCreates: 20,
    credentials: [],
    selection: { only: ['lifecycle/mask-kept'], skip: [] },
  });
  return verdicts
    .filter(({ verdict: { kind } }) => kind !== 'skipped')
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

describe('a change with a mask', () => {
  test.concurrent.for<readonly [Habit, readonly string[]]>([
    ['keeps to it', ['pass']],
    ['ignores it', ['mask-not-kept']],
    ['refuses more than it names', ['inconclusive']],
  ])(
    'that %s',
    besideOthers(async ([habit, expected]) => {
      expect(await judged(habit)).toEqual(expected);
    }),
  );
});
