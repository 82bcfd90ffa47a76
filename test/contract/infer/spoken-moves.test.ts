import { expect, test } from 'vitest';
import { spokenMoves } from '../../../src/contract/infer/spoken-moves.ts';

const states = ['new', 'in_repair', 'repaired', 'given_back'];
const read = (text: string): readonly string[] => spokenMoves(text, states).map(({ from, to }) => `${from}>${to}`);
const all = ['new>in_repair', 'in_repair>new', 'in_repair>repaired', 'repaired>given_back'];

test.each([
  'Moves: new to in repair, in repair to new or repaired, repaired to given back; others are a `409`.',
  'The status changes: `new` to `in_repair`; `in_repair` to `new` or `repaired`; `repaired` to `given_back`; anything else is a 422.',
  'Changes a bicycle. New to in repair, in repair to new or repaired, and repaired to given back. Other moves are refused with 409.',
  'Allowed transitions of a bicycle: from new to in repair, from in repair to new or repaired, from repaired to given back, all others fail with `409`.',
  'Steps: new to in_repair, in_repair to new, repaired, repaired to given_back - no others.',
  'Status: new to in repair, in repair to either new or repaired, repaired to given back; nothing else is possible.',
  'Moves: new to in repair; in repair to new, repaired; repaired to given back. Every other move is answered with a conflict (409).',
])('a list of moves in plain words is read: %s', (text) => {
  expect(read(text)).toEqual(all);
});

test.each([
  'Moves: new to in repair, in repair to new or repaired.',
  'Moves: new to in repair, in repair to repaired; others are for mechanics.',
  'Moves: new to in repair, in repair to repaired; others get a 403.',
  'Moves: new to in repair, in repair to repaired by the owner; others are a 409.',
  'Moves: new to in repair, in repair to sold; others are a 409.',
  'For bicycles on loan: new to in repair, in repair to repaired; others are a 409.',
  'Usually: new to in repair, in repair to repaired; others are a 409.',
  'Moves: new to in repair, in repair to repaired; others are a 409 for guests.',
  'Moves: new to in repair, in repair to repaired; others may be a 409.',
  'Moves: new to new, new to in repair; others are a 409.',
  'New bicycles come from our shop, others are refused.',
])('what is no whole list of the only moves is left: %s', (text) => {
  expect(read(text)).toEqual([]);
});
