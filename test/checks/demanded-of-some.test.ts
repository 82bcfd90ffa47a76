import { expect, test } from 'vitest';
import { demandedBy, noteDemanded } from '../../src/checks/requests/demanded.ts';
import type { Session } from '../../src/checks/kit/session.ts';
import { bayContract, bayDocument, does, requestFor } from '../generators/bay-contract.ts';
import { exchangeOf } from './support/exchange.ts';

const key = 'POST /visits';
const text = { type: 'string' };

const contractOfVisits = () =>
  bayContract(
    bayDocument({
      '/visits': {
        post: does({
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['kind'],
                  properties: { kind: { type: 'string', enum: ['plain', 'guided', 'night'] }, guide: text, lamp: text },
                },
              },
            },
          },
        }),
      },
    }),
  );

test('what an answer demands of bodies of one kind is not sent with another kind that was accepted without it', async () => {
  const contract = await contractOfVisits();
  const session = { contract } as Session;
  const note = (value: object, status: number, answer?: object): void => {
    const request = requestFor(contract, key);
    const { body } = request;
    const sent = body?.kind === 'json' ? { ...request, body: { ...body, value } } : request;
    noteDemanded(
      session,
      exchangeOf(sent, { status, headers: [['content-type', 'application/json']], ...(answer && { text: JSON.stringify(answer) }) }),
    );
  };
  note({ kind: 'plain' }, 200);
  note({ kind: 'guided' }, 422, { errors: [{ pointer: '/guide', message: 'is missing' }] });
  const asked = demandedBy(session);
  expect([...asked(key)]).toEqual(['guide']);
  expect([...asked(key, { kind: 'guided' })]).toEqual(['guide']);
  // Nothing is known of this one: it is likelier that it is demanded of all.
  expect([...asked(key, { kind: 'night' })]).toEqual(['guide']);
  expect([...asked(key, { kind: 'plain' })]).toEqual([]);
  note({ kind: 'night' }, 200);
  expect([...asked(key, { kind: 'night' })]).toEqual([]);
});
