import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const text = { type: 'string', minLength: 1, maxLength: 60 };
const stateful = (states: readonly string[], more: object) => ({
  type: 'object',
  required: ['id', 'status'],
  properties: { id: { type: 'string' }, status: { type: 'string', enum: states, readOnly: true }, ...more },
});
const outing = stateful(['planned', 'off'], { place: text });
const signup = stateful(['wanted', 'confirmed', 'cancelled', 'closed'], { outingId: { type: 'string' }, who: text });
const path = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'string' } });
const none = { description: 'None' };
const creation = (required: readonly string[], properties: object, answer: object) => ({
  requestBody: { required: true, content: { 'application/json': { schema: { type: 'object', required, properties } } } },
  responses: { 201: json(answer), 400: none },
});
const item = (answer: object, name: string, told?: string) => ({
  parameters: [path(name)],
  get: { responses: { 200: json(answer), 404: none } },
  delete: { ...(told === undefined ? {} : { description: told }), responses: { 204: { description: 'Gone' }, 404: none } },
});

/** How a signup names its outing: in a member of its own, or in the entries of a list. */
const namings = {
  itself: { outingId: { type: 'string' } },
  inList: {
    lines: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['outingId'],
        properties: { outingId: { type: 'string' }, places: { type: 'integer', minimum: 1 } },
      },
    },
  },
};

type Naming = keyof typeof namings;

/** What tells of the signups: an action on their outing, or its removal. */
type By = 'action' | 'removal';

/** @param told What the action or the removal says. */
const document = (told: string, naming: Naming, by: By) => ({
  openapi: '3.0.3',
  info: { title: 'Outings', version: '1' },
  paths: {
    '/outings': { post: creation(['place'], { place: text }, outing) },
    '/outings/{outingId}': item(outing, 'outingId', by === 'removal' ? told : undefined),
    '/outings/{outingId}/call-off': {
      parameters: [path('outingId')],
      post: { description: by === 'action' ? told : 'Calls it off.', responses: { 200: json(outing), 404: none, 409: none } },
    },
    '/signups': { post: creation([...Object.keys(namings[naming]), 'who'], { ...namings[naming], who: text }, signup) },
    '/signups/{signupId}': item(signup, 'signupId'),
  },
});

type Thing = { readonly id: string; readonly status: string; readonly outingId?: string };

/** @param becomes What the signups become; "gone" where they go with their outing. */
const judged = async (
  told: string,
  becomes: string,
  { naming = 'itself', by = 'action' }: { readonly naming?: Naming; readonly by?: By } = {},
): Promise<string | undefined> => {
  const things = new Map<string, Thing>();
  let next = 0;
  const url = await serve(async (incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, name = '', id = '', action = ''] = (incoming.url ?? '/').split('/');
    if (incoming.method === 'POST' && id === '') {
      const body = await objectBody(incoming);
      const lines: unknown = naming === 'inList' ? body?.['lines'] : [body];
      const named = (Array.isArray(lines) ? (lines as readonly Readonly<Record<string, unknown>>[]) : []).map((one) =>
        String(one['outingId']),
      );
      if (!body || (name === 'signups' && (named.length === 0 || !named.every((one) => things.has(one))))) return give(400, {});
      next += 1;
      const made = {
        ...body,
        ...(name === 'signups' ? { outingId: named[0] } : {}),
        id: `t-${next}`,
        status: name === 'outings' ? 'planned' : 'wanted',
      };
      things.set(made.id, made);
      return give(201, made);
    }
    const found = things.get(id);
    if (!found) return give(404, {});
    const follow = (): void => {
      for (const one of things.values()) {
        if (one.outingId !== id) continue;
        if (becomes === 'gone') things.delete(one.id);
        else things.set(one.id, { ...one, status: becomes });
      }
    };
    if (action === 'call-off') {
      if (found.status === 'off') return give(409, {});
      things.set(id, { ...found, status: 'off' });
      if (by === 'action') follow();
      return give(200, things.get(id));
    }
    if (incoming.method === 'DELETE') {
      things.delete(id);
      if (by === 'removal') follow();
      return give(204);
    }
    return incoming.method === 'GET' ? give(200, found) : give(405, {});
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(told, naming, by)), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 40,
    selection: { only: ['lifecycle/children-follow-action'], skip: [] },
  });
  return verdicts.find((one) => one.case.check === 'lifecycle/children-follow-action')?.verdict.kind;
};

test.concurrent.for<readonly [told: string, becomes: string, expected: string | undefined]>([
  ['Its signups are cancelled too.', 'cancelled', 'pass'],
  ['Its signups are cancelled too.', 'wanted', 'fail'],
  ['Calls the outing off and cancels all its signups.', 'wanted', 'fail'],
  ['Wanted and confirmed signups that name it become `cancelled`.', 'confirmed', 'fail'],
  ['All open signups for the outing are cancelled as well.', 'cancelled', 'pass'],
  ['Cancels every signup of it.', 'wanted', 'fail'],
  ['Confirmed signups are cancelled too.', 'wanted', 'inconclusive'],
  ['Signups may be cancelled too.', 'wanted', undefined],
  ['Its unpaid signups are cancelled.', 'wanted', undefined],
  ['Signups are cancelled within an hour.', 'wanted', undefined],
  ['Its signups are cancelled. Confirmed ones stay as they are.', 'wanted', undefined],
  ['Its signups are cancelled; the ones already confirmed stay.', 'wanted', undefined],
  ['Cancels its signups. The outing remains to be read.', 'wanted', 'fail'],
  ['Cancels its signups. Those of members remain.', 'wanted', undefined],
  ['Its signups are cancelled. A job does that at night.', 'wanted', undefined],
  ['Given `cascade`: its signups are cancelled too.', 'wanted', undefined],
  ['409: its signups are cancelled.', 'wanted', undefined],
  ['Calls it off. Signups are closed.', 'wanted', undefined],
  ['Calls it off. Its signups are closed.', 'wanted', 'fail'],
  ['Refused while signups are confirmed.', 'wanted', undefined],
  ['Informs all who hold signups; nothing of them is cancelled.', 'wanted', undefined],
])(
  'of an action that says "%s", what refers to its resource and becomes %s: %s',
  besideOthers(async ([told, becomes, expected]) => {
    expect(await judged(told, becomes)).toBe(expected);
  }),
);

test.concurrent.for<readonly [told: string, becomes: string, expected: string | undefined]>([
  ['Wanted and confirmed signups that include it are cancelled too.', 'cancelled', 'pass'],
  ['Wanted and confirmed signups that include it are cancelled too.', 'wanted', 'fail'],
  ['Cancels every signup of it.', 'wanted', 'fail'],
  ['Confirmed signups are cancelled too.', 'wanted', 'inconclusive'],
  ['Signups that include it may be cancelled too.', 'wanted', undefined],
])(
  'of an action that says "%s", what names its resource in a list and becomes %s: %s',
  besideOthers(async ([told, becomes, expected]) => {
    expect(await judged(told, becomes, { naming: 'inList' })).toBe(expected);
  }),
);

test.concurrent.for<readonly [told: string, becomes: string, expected: string | undefined]>([
  ["The outing's wanted signups are cancelled. Places count until then.", 'cancelled', 'pass'],
  ["The outing's wanted signups are cancelled. Places count until then.", 'wanted', 'fail'],
  ['Removes the outing and cancels all its signups.', 'wanted', 'fail'],
  // What goes along has no state any more.
  ['Removes the outing and cancels all its signups.', 'gone', 'inconclusive'],
  ["The outing's confirmed signups are cancelled.", 'wanted', 'inconclusive'],
  ["The guide's signups are cancelled.", 'wanted', undefined],
  ["The outing's signups may be cancelled.", 'wanted', undefined],
  ["Refused while the outing's signups are confirmed.", 'wanted', undefined],
  ["The outing's signups are not cancelled.", 'wanted', undefined],
])(
  'of a removal that says "%s", what refers to its resource and becomes %s: %s',
  besideOthers(async ([told, becomes, expected]) => {
    expect(await judged(told, becomes, { by: 'removal' })).toBe(expected);
  }),
);
