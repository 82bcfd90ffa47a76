import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { tendersDocument, type TendersFault, tendersService } from '../../worlds/tenders.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const judged = async (fault?: TendersFault) => {
  const seen: string[] = [];
  const { verdicts, ended } = await judgeForeign(writeToolDocument(tendersDocument), await serve(tendersService(seen, fault)), {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 200,
    credentials: [],
    selection: { only: ['schema/*', 'status/*', 'lifecycle/*', 'errors/no-failure'], skip: [] },
  });
  return {
    failed: verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'fail' ? [id] : [])),
    exercised: ended.coverage?.exercised,
    seen: new Set(seen),
  };
};

test('a bid is filed with a paper of its own, and awarded once its tender is closed', async () => {
  const { failed, exercised, seen } = await judged();
  expect({ failed, exercised }).toEqual({ failed: [], exercised: 10 });
  expect([...seen]).toEqual(expect.arrayContaining(['PUT tenders status', 'PUT bids filing', 'POST bids award']));
});

test.each<readonly [TendersFault, string]>([
  ['award without words', 'schema/response-body@#/paths/~1bids~1{bidId}~1award/post'],
  ['judge as text', 'schema/response-body@#/paths/~1bids~1{bidId}~1judge/put'],
  ['filing without offer', 'schema/response-body@#/paths/~1bids~1{bidId}~1filing/put'],
])('what is wrong with it then is told: %s', async (fault, id) => {
  expect((await judged(fault)).failed).toContain(id);
});
