import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

const text = { type: 'string' };
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const none = { description: 'None' };
const print = { $ref: '#/components/schemas/Print' };
const inPath = { name: 'printId', in: 'path', required: true, schema: text };

/** Prints, which a press works off by itself within a second and a half. */
const documentWith = (ofCancel: string): object => ({
  openapi: '3.0.3',
  info: { title: 'Prints', version: '1' },
  security: [{ key: [] }],
  components: {
    securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    schemas: {
      Print: {
        type: 'object',
        required: ['id', 'name', 'state'],
        properties: {
          id: { ...text, readOnly: true },
          name: text,
          state: { ...text, enum: ['queued', 'running', 'dried', 'cancelled', 'swept'], readOnly: true },
        },
      },
    },
  },
  paths: {
    '/prints': {
      get: { responses: { 200: shows({ type: 'array', items: print }) } },
      post: {
        requestBody: {
          required: true,
          content: {
            'application/json': { schema: { type: 'object', required: ['name'], properties: { name: { ...text, maxLength: 90 } } } },
          },
        },
        responses: { 201: shows(print), 422: none },
      },
    },
    '/prints/{printId}': {
      parameters: [inPath],
      get: { responses: { 200: shows(print), 404: none } },
      delete: { responses: { 204: none, 404: none } },
    },
    '/prints/{printId}/cancel': {
      parameters: [inPath],
      post: { description: ofCancel, responses: { 200: shows(print), 404: none, 409: none } },
    },
  },
});

/** What a server does that somebody else wrote. */
type Habit = 'stops' | 'sweeps up later' | 'goes on as queued' | 'dries it all the same';

const stateAfter: Readonly<Record<Habit, string>> = {
  stops: 'cancelled',
  'sweeps up later': 'swept',
  'goes on as queued': 'running',
  'dries it all the same': 'dried',
};

const told = async (habit: Habit, ofCancel = 'Stops a print that is `queued` or `running`.') => {
  const prints = new Map<string, { readonly name: string; readonly at: number; cancelledAt?: number }>();
  let last = 0;
  const shown = (id: string): object => {
    const { name = '', at = 0, cancelledAt } = prints.get(id) ?? {};
    const age = Date.now() - at;
    const own = age < 700 ? 'queued' : age < 1500 ? 'running' : 'dried';
    const state = cancelledAt === undefined ? own : Date.now() - cancelledAt < 1500 ? 'cancelled' : stateAfter[habit];
    return { id, name, state };
  };
  const answer = (method: string, [root, id, verb]: readonly string[], given: Readonly<Record<string, unknown>>): Answer => {
    if (root !== 'prints') return [404];
    if (id === undefined) {
      if (method === 'GET') return [200, [...prints.keys()].map(shown)];
      if (typeof given['name'] !== 'string') return [422];
      const made = `print-${(last += 1)}`;
      prints.set(made, { name: given['name'], at: Date.now() });
      return [201, shown(made)];
    }
    const found = prints.get(id);
    if (!found) return [404];
    if (verb === undefined && method === 'GET') return [200, shown(id)];
    if (verb === undefined) return [prints.delete(id) ? 204 : 404];
    if (found.cancelledAt !== undefined || Date.now() - found.at >= 1500) return [409];
    found.cancelledAt = Date.now();
    return [200, shown(id)];
  };
  const { verdicts } = await judgeForeign(writeToolDocument(documentWith(ofCancel)), await serveAnswers(answer), {
    allow: ['mutation', 'destructive'],
    maxCreates: 20,
    selection: { only: ['lifecycle/action-shown'], skip: [] },
  });
  return verdicts
    .filter(({ id }) => id.startsWith('lifecycle/action-shown@'))
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

const isFinal = 'Only a `queued` or `running` print can be cancelled. `cancelled` is final.';

describe.concurrent('a work that was given up while it went on', () => {
  test.for<[Habit, string | undefined, string]>([
    ['goes on as queued', undefined, 'given-up-and-on'],
    ['dries it all the same', isFinal, 'given-up-and-on'],
    ['sweeps up later', isFinal, 'given-up-and-on'],
    ['goes on as queued', 'Tries to stop a print. It may be too late for that.', 'pass'],
    ['stops', undefined, 'pass'],
    ['stops', isFinal, 'pass'],
    ['sweeps up later', undefined, 'pass'],
  ])(
    'by a server that %s (%s)',
    besideOthers(async ([habit, ofCancel, expected]) => {
      expect(await told(habit, ofCancel)).toEqual([expected]);
    }),
  );
});
