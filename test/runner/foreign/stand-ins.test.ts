import { expect } from 'vitest';
import { testBeside as test } from '../../beside-others.ts';
import { roomTokens, ReadingRoom, readingRoomDocument } from '../../worlds/reading-room.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const { key, ...others } = roomTokens;

const judged = async (room: ReadingRoom, given: readonly ('restricted' | 'other')[], only: readonly string[] = []) => {
  const url = await serve((incoming, outgoing) => room.answer(incoming, outgoing));
  const { events, verdicts } = await judgeForeign(writeDocument(readingRoomDocument), url, {
    selection: { only, skip: [] },
    allow: ['mutation', 'permanent', 'destructive'],
    key,
    secrets: Object.fromEntries(given.map((name) => [name, others[name]])),
    credentials: ['key', ...given],
  });
  expect(verdicts.filter(({ verdict }) => verdict.kind === 'broken')).toEqual([]);
  const told = verdicts.flatMap(({ case: { check }, verdict }) =>
    verdict.kind === 'fail' ? [`${check} ${verdict.finding.operation} ${verdict.finding.actual}`] : [],
  );
  return { told, events, verdicts };
};

const calls = ({ log }: ReadingRoom, who: string, what: string): readonly string[] =>
  log.filter((line) => line.startsWith(`${who} ${what}`) && /20\d$/u.test(line));

test('what the key may not create is created by a member, who then lists, reads and removes it; nothing is told, and nothing is left', async () => {
  const room = new ReadingRoom();
  const { told, verdicts } = await judged(room, ['restricted']);
  expect(told).toEqual([]);
  expect(calls(room, 'restricted', 'POST /loans').length).toBeGreaterThan(3);
  expect(calls(room, 'restricted', 'GET /loans/').length).toBeGreaterThan(0);
  expect([...room.loans.values()]).toEqual([]);
  expect([...room.books.values()]).toEqual([]);
  const passed = verdicts.filter(({ verdict }) => verdict.kind === 'pass').map(({ id }) => id);
  expect(passed.filter((id) => /^lifecycle\/sent-is-shown@.*~1loans/u.test(id))).not.toEqual([]);
});

test('a defect behind such a creation is told only where a member is given', async () => {
  const withMember = await judged(new ReadingRoom({ losesNotes: true }), ['restricted']);
  expect(withMember.told.filter((one) => /loans/u.test(one))).not.toEqual([]);
  const room = new ReadingRoom({ losesNotes: true });
  expect((await judged(room, [])).told).toEqual([]);
  expect(calls(room, 'restricted', '')).toEqual([]);
});

test('another account is still kept from what a member made, and the ledger tells whose it is', async () => {
  const room = new ReadingRoom();
  const { told } = await judged(room, ['restricted', 'other'], ['* /loans*']);
  expect(told.filter((one) => /loans/u.test(one))).toEqual([]);
  expect(calls(room, 'restricted', 'POST /loans').length).toBeGreaterThan(0);
  expect([...room.loans.values()]).toEqual([]);
});
