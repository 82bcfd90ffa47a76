import { expect, test } from 'vitest';
import { comparisons, restorings, writtenVersions } from '../../../src/checks/subjects/written-versions.ts';
import { contractIn } from '../../contract/last-contracts.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { type Songs, songsDocument } from '../../worlds/songs.ts';

const read = async (asked: Songs) => {
  const contract = await contractIn(writeToolDocument(songsDocument(asked)));
  return {
    written: writtenVersions(contract).map(({ writing, keep }) => [writing.operation.method, writing.member, keep?.path.split('/').at(-1)]),
    sides: comparisons(contract).flatMap(({ oneSided }) => oneSided.map(({ path, side }) => `${path.join('/')} ${side}`)),
    marks: comparisons(contract).flatMap(({ marked }) => marked.map(({ list, mark }) => `${list}/${mark}`)),
    restored: restorings(contract).map(({ sentence }) => sentence),
  };
};

test('versions are written by a change with an action behind it, or by the change alone', async () => {
  expect((await read({})).written).toEqual([['PATCH', 'text', 'keep']]);
  expect((await read({ isKept: false })).written).toEqual([['PATCH', 'text', undefined]]);
});

const number = { type: 'integer' };
const told = (description: string) => ({ type: 'integer', description });

test.each<readonly [why: string, shown: Readonly<Record<string, object>>, sides: readonly string[]]>([
  ['by names', { added: number, removed: number }, ['added newer', 'removed older']],
  ['by other names', { additions: number, lines_deleted: number }, ['additions newer', 'lines_deleted older']],
  ['by texts', { fresh: told('Lines that are only in `to`'), lost: told('Lines that are only in `from`') }, ['fresh newer', 'lost older']],
  ['inside an object', { summary: { type: 'object', properties: { added: number } } }, ['summary/added newer']],
])('a comparison says what one side alone has: %s', async (_why, compared, sides) => {
  expect((await read({ compared })).sides).toEqual(sides);
});

test('and marks lines', async () => {
  const line = { type: 'object', properties: { op: { type: 'string', enum: ['same', 'add', 'remove'] }, line: { type: 'string' } } };
  expect((await read({ compared: { lines: { type: 'array', items: line } } })).marks).toEqual(['lines/op']);
});

test.each<readonly [why: string, asked: Songs]>([
  ['a text that says the contrary of the name', { compared: { added: told('Lines that are only in `from`') } }],
  ['a text about both sides', { compared: { added: told('Lines to add to `to` to get `from`') } }],
  ['a text about an undoing', { compared: { removed: told('Lines that reverting would remove') } }],
  ['parameters of no sure order', { compared: { added: number, removed: number }, query: ['left', 'right'] }],
  ['a comparison against something', { compared: { added: number, removed: number }, query: ['version', 'against'] }],
  ['counts of both', { compared: { changed: number, total: number } }],
  ['versions without a text of lines', { compared: { added: number, removed: number }, text: { type: 'string', enum: ['a', 'b'] } }],
])('nothing is read of %s', async (_why, asked) => {
  const { sides, marks } = await read(asked);
  expect([...sides, ...marks]).toEqual([]);
});

test.each<readonly [sentence: string, isTold: boolean]>([
  ['A new version with the next number gets the content of the earlier one.', true],
  ['Publishes a new version with the text of the old one.', true],
  ['Goes back to an old version; those behind it are dropped.', false],
  ['Goes back to an old version. No new version is made.', false],
  ['Goes back to an old version. If something has changed since, a new version is made.', false],
  ['Goes back to an old version. `409` if a new version was saved meanwhile.', false],
  ['Goes back to an old version. This may make a new version.', false],
])('an action that goes back is read: %s', async (sentence, isTold) => {
  expect((await read({ restore: sentence })).restored).toEqual(isTold ? [sentence] : []);
});
