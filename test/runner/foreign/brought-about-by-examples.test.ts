import { expect, test } from 'vitest';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

const text = { type: 'string', minLength: 1, maxLength: 60 };
const json = (schema: object) => ({ description: 'It', content: { 'application/json': { schema } } });
const object = (properties: object) => ({ type: 'object', properties, required: Object.keys(properties) });
const none = { description: 'None' };

/** Deposits of which large ones open a check, and a check can freeze the locker that the deposit is in. */
const documentWith = (locker: object): object => {
  const check = object({ id: text, deposit_id: text, locker: text });
  const asked = object({ locker: { ...text, ...locker }, amount: { type: 'number', minimum: 0 } });
  return {
    openapi: '3.0.3',
    info: { title: 'Lockers', version: '1' },
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/deposits': {
        post: {
          description: 'Deposits over 5000 open a check.',
          requestBody: { required: true, content: { 'application/json': { schema: asked } } },
          responses: { '201': json(object({ id: text, locker: text })), '422': none },
        },
      },
      '/checks': { get: { responses: { '200': json(object({ checks: { type: 'array', items: check } })) } } },
      '/checks/{checkId}/freeze': {
        parameters: [{ name: 'checkId', in: 'path', required: true, schema: text }],
        post: { description: 'Freezes the locker.', responses: { '200': json(check), '404': none } },
      },
    },
  };
};

/** The lockers that a run freezes. */
const frozenBy = async (locker: object): Promise<readonly string[]> => {
  const checks: { id: string; deposit_id: string; locker: string }[] = [];
  const frozen: string[] = [];
  let last = 0;
  const url = await serveAnswers((method, [root, id, tail], given): Answer => {
    if (root === 'checks' && id === undefined) return [200, { checks }];
    if (root === 'checks') {
      const check = checks.find((one) => one.id === id);
      if (!check || tail !== 'freeze' || method !== 'POST') return [404];
      frozen.push(check.locker);
      return [200, check];
    }
    if (root !== 'deposits' || method !== 'POST') return [404];
    const { locker: named, amount } = given;
    if (typeof named !== 'string' || named === '' || typeof amount !== 'number') return [422];
    const deposit_id = `deposit-${(last += 1)}-of-the-day`;
    if (amount > 5000) checks.unshift({ id: `check-${last}`, deposit_id, locker: named });
    return [201, { id: deposit_id, locker: named }];
  });
  await judgeForeign(writeDocument(documentWith(locker)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 40,
    selection: { only: ['status/documented-call'], skip: [] },
  });
  return frozen;
};

test('what comes about for a name that the run makes up is acted on', async () => {
  expect((await frozenBy({})).length).toBeGreaterThan(0);
});

test('what the document gives as an example may be somebody’s, for whom nothing is brought about and acted on', async () => {
  expect(await frozenBy({ example: 'L-204' })).toEqual([]);
  expect(await frozenBy({ default: 'L-204' })).toEqual([]);
});
