import { describedLists } from '../../../../contract/infer/conventions/collection.ts';
import { membersOf } from '../../../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../../../contract/infer/words.ts';
import type { Contract, Schema } from '../../../../contract/model.ts';
import { fail } from '../../../kit/define.ts';
import { placeIn, type Trip } from '../../../subjects/round-trips.ts';
import { defineTripCheck, joined, type Judged, none } from './trip-check.ts';

/** Words of members that open something to whoever has their value. */
const secretWords: ReadonlySet<string> = new Set('secret password passphrase token'.split(' '));

/** The described schema of the resource in later answers: in the read, or in the list where no operation reads one. */
const laterSchema = (contract: Contract, { read, list, id }: Trip): Schema | undefined =>
  read
    ? placeIn(contract, read, id)?.schema
    : describedLists(contract).find(({ operation }) => operation.key === list?.operation.key)?.item;

/** Members like a secret that the answer to a creation describes, and later ones do not. */
const shownOnce = (contract: Contract, trip: Trip): readonly string[] => {
  const { document } = contract;
  const [created, shown] = [placeIn(contract, trip.create, trip.id), laterSchema(contract, trip)];
  if (!created || shown === undefined) return [];
  const later = membersOf(document, shown);
  return [...membersOf(document, created.schema).keys()].filter((name) => !later.has(name) && secretWords.has(wordsOf(name).at(-1) ?? ''));
};

export const secretShownOnce = defineTripCheck({
  id: 'lifecycle/secret-shown-once',
  title: 'A secret that only the answer to a creation describes is shown by no later answer',
  why: 'Whoever may read the resource can sign in its name, and logs and caches keep what was to be shown once.',
  fix: 'Store a digest of the secret, and leave it out of every answer but that of the creation.',
  suits: (trip, contract) => shownOnce(contract, trip).length > 0,
  judge(trip, { whole, listed, item }, contract) {
    const answer = whole?.looks.find(({ word }) => word === 'answer');
    if (!answer) return none;
    const later = [
      ...(whole?.looks.filter(({ word }) => word === 'read') ?? []),
      ...(listed ? [listed.item] : []),
      ...(item ? [item] : []),
    ];
    return joined(
      shownOnce(contract, trip).flatMap((name): Judged[] => {
        if (typeof answer.resource[name] !== 'string' || later.length === 0) return [];
        const again = later.find(({ resource }) => resource[name] === answer.resource[name]);
        if (!again) return [{ times: 1, broken: [] }];
        const finding = {
          code: 'secret-shown-again',
          where: `/${name}, ${again.word}`,
          expected: 'no such member: only the answer to the creation describes it',
          actual: 'the same value as in the answer to the creation',
        };
        return [{ times: 1, broken: [fail(finding, [again.exchange, answer.exchange])] }];
      }),
    );
  },
});
