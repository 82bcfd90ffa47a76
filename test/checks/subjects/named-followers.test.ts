import { describe, expect, test } from 'vitest';
import { namedFollowers } from '../../../src/checks/subjects/named-followers.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { canoesDocument, type SaidOfCanoes } from '../../worlds/canoes.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const read = async (said: SaidOfCanoes) =>
  namedFollowers(await loadContract(writeToolDocument(canoesDocument(said)))).flatMap(({ outcomes }) =>
    outcomes.map(({ state, reported }) => (reported ? [state, reported.settings] : state)),
  );

describe('what an action does to what its resource names', () => {
  test.each<readonly [string, readonly unknown[]]>([
    ['The canoe becomes `lent`.', ['lent']],
    ['Its canoe goes back to `free`.', ['free']],
    ['Sets the canoe to `lent`.', ['lent']],
    ['Marks the canoe as `free` again.', ['free']],
    ['Tells the crew, and the canoe is set back to free.', ['free']],
    ['The canoe becomes `free`, or goes to `repair` when a `severe` damage was reported.', ['free', ['repair', { grade: 'severe' }]]],
    ['The canoe becomes free, or goes to repair if damages were reported.', ['free', ['repair', {}]]],
    ['Puts the canoe back to `free`, or it becomes `repair` once a damage of grade `severe` was noted.', []],
    ['The canoe becomes `free` unless it needs repair.', []],
    ['The canoe may become `free`.', []],
    ['The canoe becomes `free` within an hour.', []],
    ['The canoe becomes `free`, or goes to `repair` when the crew asks for it.', []],
    ['The canoe becomes `free`. Canoes of members stay `lent`, however; it remains theirs.', []],
    ['The canoe must be `free`.', []],
    ['The canoe is `lent` from now on.', ['lent']],
    ['From then on the canoe is `free`.', ['free']],
    ['Only while the canoe is `lent` (409 otherwise). The canoe is then `free` again.', ['free']],
    ['The canoe takes over the hours of the trip and is `free` again, unless it was sent to `repair` in the meantime.', ['free']],
    ['The canoe gets its paddles back and goes to `repair`.', ['repair']],
    ['The canoe is `lent`.', []],
    ['The canoe is `lent` again when the crew is late.', []],
    ['The canoe is `free` again, unless it was sent to `repair`.', []],
    ['The canoe takes five people and is not `free` from now on.', []],
    ['The canoe of the crew is `free` from now on.', []],
    ['The boathouse becomes `free`.', []],
    ['The canoe becomes `dry`.', []],
    ['When the loan is finished, the canoe becomes `free`.', ['free']],
    ['When as many loans are finished as the canoe has seats, the canoe becomes `free`.', []],
    ['Once the loan is paid, the canoe becomes `free`.', []],
    ['If nobody waits for it, the canoe becomes `free`.', []],
    ['When as many crews are back as the canoe has seats, the canoe becomes `free`.', []],
    ['Once all crews are back, the canoe becomes `free`.', []],
    ['If the trip was the last one of the day, its canoe goes back to `free`.', []],
  ])('"%s"', async (finish, expected) => {
    expect(await read({ finish })).toEqual(expected);
  });
});
