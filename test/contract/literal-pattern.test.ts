import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { checks } from '../../src/checks/index.ts';
import { literalPattern } from '../../src/contract/pattern/literal-pattern.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { madeTarget } from '../model/made-target.ts';
import { writeToolDocument } from '../worlds/old-dialect.ts';
import { contractIn } from './last-contracts.ts';

test('a literal pattern matches its text and no other, with each flag', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 8 }), fc.string({ unit: 'binary', maxLength: 8 }), (text, other) => {
      for (const flags of ['', 'u']) {
        const pattern = new RegExp(`^${literalPattern(text)}$`, flags);
        expect(pattern.test(text)).toBe(true);
        expect(pattern.test(other)).toBe(other === text);
      }
    }),
  );
});

test('names and values with signs of regular expressions are planned as any others', async () => {
  const text = { type: 'string' };
  const states = { ...text, enum: ['in-progress', 'done (late)', 'on hold?'] };
  const entry = { type: 'object', properties: { state: states, at: { ...text, format: 'date-time' } } };
  const job = {
    type: 'object',
    required: ['id'],
    properties: {
      id: text,
      name: text,
      state: states,
      'updated[at]': { ...text, format: 'date-time', readOnly: true },
      history: { type: 'array', items: entry, description: 'Every state that the job came to, oldest first: `in-progress` first.' },
    },
  };
  const content = (schema: object) => ({ content: { 'application/json': { schema } } });
  const answer = (status: number, schema: object) => ({ responses: { [status]: { description: 'It', ...content(schema) } } });
  const asked = { requestBody: content({ type: 'object', required: ['name'], properties: { name: text, 'shift-id': text } }) };
  const shift = { type: 'object', required: ['id'], properties: { id: text, name: text } };
  const collection = (path: string, schema: object, remove: object) => ({
    [path]: {
      get: {
        parameters: [{ name: 'cursor', in: 'query', schema: text, description: 'Taken from `next[`.' }],
        ...answer(200, { type: 'object', properties: { items: { type: 'array', items: schema }, 'next[': text } }),
      },
      post: { ...asked, ...answer(201, schema) },
    },
    [`${path}/{id}`]: {
      parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
      get: answer(200, schema),
      patch: { description: 'A change that changes nothing leaves updated[at] as it was.', ...asked, ...answer(200, schema) },
      delete: { responses: { 204: { description: 'Gone' } }, ...remove },
    },
  });
  const moving = {
    description: 'With `move-to[id]` the jobs of the shift move there.',
    parameters: [{ name: 'move-to[id]', in: 'query', schema: text, description: 'The shift to which its jobs are moved.' }],
  };
  const file = writeToolDocument({
    openapi: '3.1.0',
    info: { title: 'Jobs', version: '1', description: '`next[` is a reference of the next page.' },
    paths: { ...collection('/jobs', job, {}), ...collection('/shifts', shift, moving) },
  });
  const contract = await contractIn(file);
  const target = madeTarget({ name: 'jobs', contract: file, baseUrl: 'http://127.0.0.1:9', allow: ['mutation'], maxCreates: 20 });
  expect(makePlan({ contract, target, checks, seed: 1 }).cases.length).toBeGreaterThan(100);
});
