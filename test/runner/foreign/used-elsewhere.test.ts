import { expect, test } from 'vitest';
import { cardsDocument, type CardsFault, cardsService } from '../../worlds/reading-cards.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const judged = async (only: readonly string[], fault?: CardsFault) => {
  const seen: string[] = [];
  const { answer, left } = cardsService(seen, fault);
  const { verdicts, ended } = await judgeForeign(writeToolDocument(cardsDocument), await serve(answer), {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 200,
    credentials: [],
    ...(only.length === 0 ? {} : { selection: { only, skip: [] } }),
  });
  return {
    failed: verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'fail' ? [id] : [])),
    exercised: ended.coverage?.exercised,
    accepted: new Set(seen),
    left: left(),
  };
};

const calls = ['status/documented-call', 'schema/response-body'];

test('what is created below one thing, and used at a path of its own, is paid, paused, let in and given back; nothing else is', async () => {
  const { failed, exercised, accepted, left } = await judged([]);
  expect({ failed, exercised, left }).toEqual({ failed: [], exercised: 10, left: 0 });
  expect([...accepted].filter((one) => one.startsWith('foreign'))).toEqual([]);
});

test.each<readonly [CardsFault, string]>([
  ['card without due', 'schema/response-body@#/paths/~1patrons~1{patron_id}~1cards/post'],
  ['pause as text', 'schema/response-body@#/paths/~1cards~1{card_id}~1pause/put'],
  ['place without patron', 'schema/response-body@#/paths/~1readings~1{reading_id}~1places/post'],
])('what is wrong with it is told: %s', async (fault, id) => {
  expect((await judged(calls, fault)).failed).toContain(id);
});
