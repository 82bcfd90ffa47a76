import { expect, test } from 'vitest';
import { wayBetween } from '../../../src/checks/subjects/action-states.ts';
import { inferredNamed } from '../../../src/contract/infer/covering.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const states = ['DRAFT', 'OPEN', 'CLOSED'];
const ref = { $ref: '#/components/schemas/Tender' };
const json = (schema: Json): Json => ({ content: { 'application/json': { schema } } });
const shown = (description = 'd'): Json => ({ description, ...json(ref) });
const inPath = { parameters: [{ name: 'tenderId', in: 'path', required: true, schema: text }] };
const refused = { 409: { description: 'Not in this state' } };
const state = { type: 'object', required: ['status'], properties: { status: { ...text, enum: ['OPEN', 'CLOSED'] } } };

/** The operations that bring a tender from its first state to another one. */
const wayTo = async (to: string, paths: Json): Promise<readonly string[] | undefined> => {
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Tenders', version: '1' },
      paths: {
        '/tenders': { post: { requestBody: json({ type: 'object', properties: { title: text } }), responses: { 201: shown() } } },
        '/tenders/{tenderId}': { ...inPath, get: { responses: { 200: shown() } }, delete: { responses: { 204: { description: 'gone' } } } },
        ...paths,
      },
      components: {
        schemas: { Tender: { type: 'object', properties: { id: text, title: text, status: { ...text, enum: states, readOnly: true } } } },
      },
    }),
  );
  const type = inferredNamed(contract, '/tenders');
  const way = type && wayBetween(contract, type, 'DRAFT', [to]);
  return way?.by.map(({ operation, set }) => `${operation.key}${set ? ` ${Object.values(set).join()}` : ''}`);
};

const settable = (description: string): Json => ({
  '/tenders/{tenderId}/status': {
    ...inPath,
    put: {
      summary: 'Open or close',
      description,
      requestBody: { required: true, ...json(state) },
      responses: { 200: shown(), ...refused },
    },
  },
});
const put = 'PUT /tenders/{tenderId}/status';

test.each<readonly [string, string, readonly string[]]>([
  ['A tender is DRAFT, then OPEN, then CLOSED; any other change is a conflict.', 'CLOSED', [`${put} OPEN`, `${put} CLOSED`]],
  ['A tender is `draft`, then `open` and then `closed`.', 'CLOSED', [`${put} OPEN`, `${put} CLOSED`]],
  ['A tender is DRAFT, then OPEN, then CLOSED; any other change is a conflict.', 'OPEN', [`${put} OPEN`]],
  ['Any change is possible.', 'CLOSED', [`${put} CLOSED`]],
])('a PUT of the state right below a resource brings it there: "%s" %s', async (said, to, way) => {
  expect(await wayTo(to, settable(said))).toEqual(way);
});

const acts = (description: string, success: string, more: Json = {}): Json => ({
  '/tenders/{tenderId}/release': {
    ...inPath,
    put: {
      description,
      requestBody: { required: true, ...json({ type: 'object', properties: { reason: text } }) },
      responses: { 200: { ...shown(success), ...more }, ...refused },
    },
  },
});

test.each<readonly [string, string]>([
  ['The tender must be DRAFT.', 'Tender, status OPEN'],
  ['The tender must be DRAFT or CLOSED.', 'Released, tender OPEN'],
  ['Releases it.', 'The tender is now OPEN'],
])('an action whose success names the state leads there: "%s" "%s"', async (said, success) => {
  expect(await wayTo('OPEN', acts(said, success))).toEqual(['PUT /tenders/{tenderId}/release']);
});

test.each<readonly [string, string, Json, string]>([
  ['from another state', 'Tender, status OPEN', {}, 'The tender must be CLOSED.'],
  ['to more than one state', 'Tender, status OPEN, tender CLOSED', {}, 'Releases it.'],
  ['to the state of what it answers with', 'Notice, status OPEN', json({ type: 'object', properties: { code: text } }), 'Releases it.'],
  ['to one on a condition', 'Tender, which may be OPEN', {}, 'Releases it.'],
])('an action that leads %s is no way', async (_what, success, more, said) => {
  expect(await wayTo('OPEN', acts(said, success, more))).toBeUndefined();
});
