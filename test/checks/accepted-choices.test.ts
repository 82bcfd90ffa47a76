import { expect, test } from 'vitest';
import { choicesOf, noteChoices } from '../../src/checks/requests/accepted-choices.ts';
import type { Session } from '../../src/checks/kit/session.ts';
import type { PlannedRequest } from '../../src/model/request.ts';
import { bayContract, bayDocument, does, requestFor } from '../generators/bay-contract.ts';
import { exchangeOf } from './support/exchange.ts';

const key = 'POST /moves';
const text = { type: 'string' };

const contractOfMoves = () =>
  bayContract(
    bayDocument({
      '/moves': {
        post: does({
          description: 'The kind says what is given (otherwise 422):\n\n- `in`: `to` only\n- `out`: `from` only',
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['kind'],
                  properties: { kind: { type: 'string', enum: ['in', 'out'] }, from: text, to: text },
                },
                example: { kind: 'out', from: 'A' },
              },
            },
          },
        }),
      },
    }),
  );

const bodyOf = ({ body }: PlannedRequest): unknown => (body?.kind === 'json' ? body.value : undefined);

test('a body chooses what was accepted, where its own choice was refused and never accepted', async () => {
  const contract = await contractOfMoves();
  const session = { contract } as Session;
  const made = (): PlannedRequest => requestFor(contract, key, { accepted: choicesOf(session) });
  const note = (value: object, status: number, faults: PlannedRequest['faults'] = []): void => {
    const request = { ...requestFor(contract, key), faults };
    const { body } = request;
    const sent = body?.kind === 'json' ? { ...request, body: { ...body, value } } : request;
    noteChoices(session, exchangeOf(sent, { status }));
  };
  const usual = { kind: 'out', from: 'A' };
  expect(bodyOf(made())).toEqual(usual);
  note(usual, 409);
  // Nothing else is known to be accepted yet.
  expect(bodyOf(made())).toEqual(usual);
  note({ kind: 'in', to: 'B' }, 200, ['value-unusable']);
  expect(bodyOf(made())).toEqual(usual);
  note({ kind: 'in', to: 'B' }, 200);
  expect(bodyOf(made())).toEqual({ kind: 'in', to: expect.any(String) });
  note(usual, 200);
  expect(bodyOf(made())).toEqual(usual);
});
