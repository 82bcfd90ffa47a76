import { describedLists } from '../../../../contract/infer/conventions/collection.ts';
import { membersOf, partsOf } from '../../../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../../../contract/infer/sentences.ts';
import { wordsOf } from '../../../../contract/infer/words.ts';
import type { Contract, Schema } from '../../../../contract/model.ts';
import { valueAt } from '../../../../contract/pointer.ts';
import { saidIn, saidOfTags } from '../../../../contract/said.ts';
import { nodeOf } from '../../../../model/location.ts';
import type { Finding } from '../../../../model/verdict.ts';
import { fail } from '../../../kit/define.ts';
import type { Look } from '../../../scenarios/lifecycle/round-trip/results.ts';
import { placeIn, type Trip } from '../../../subjects/round-trips.ts';
import { defineTripCheck, joined, type Judged, none } from './trip-check.ts';

/** Words of members that open something to whoever has their value. */
const secretWords: ReadonlySet<string> = new Set('secret password passphrase token'.split(' '));

/** The described schema of the resource in later answers: in the read, or in the list where no operation reads one. */
const laterSchema = (contract: Contract, { read, list, id }: Trip): Schema | undefined =>
  read
    ? placeIn(contract, read, id)?.schema
    : describedLists(contract).find(({ operation }) => operation.key === list?.operation.key)?.item;

/** Words by which a value is shown at one time alone: "shown once", "only in this answer", "in this answer alone", "never again". */
const once =
  /\b(?:shown|given|returned|printed|visible|revealed|told|sent|displayed|disclosed)\b[^.;]*\b(?:(?:only |just |exactly )?once|only (?:here|now|in (?:this|the) (?:answer|response))|(?:here|now|(?:in|by|with) (?:this|that|the) (?:one |first )?(?:answer|response|reply)(?: to (?:the|its) (?:creation|request))?) (?:only|alone)(?! (?:if|when|where|while|for|to|with)\b))\b|\bnever (?:shown |returned |given |visible |displayed )?again\b/iu;

/** Words by which it may come again. */
const again = /\b(?:unless|except|until|may|might|can be (?:shown|read|fetched|retrieved|requested)|on request)\b/iu;

/** Does the document say of a member, in its own words, those of the creation or of its tags, that it is shown once. */
const isToldOnce = (contract: Contract, { create }: Trip, name: string, schema: Schema | undefined): boolean => {
  const { document } = contract;
  const node = valueAt(document, nodeOf(create.location));
  const isSaid = (sentence: string): boolean => once.test(sentence) && !again.test(sentence);
  const ofMember = partsOf(document, schema).flatMap(({ description }) =>
    typeof description === 'string' ? sentencesOf(description) : [],
  );
  const around = [...saidIn(node), ...saidOfTags(document, node)].flatMap(sentencesOf);
  const isNamed = (sentence: string): boolean => wordsOf(name).every((word) => wordsOf(sentence).includes(word));
  return ofMember.some(isSaid) || around.some((sentence) => isNamed(sentence) && isSaid(sentence));
};

/** Members like a secret, or told to be shown once, that the answer to a creation describes, and later ones do not. */
const shownOnce = (contract: Contract, trip: Trip): readonly string[] => {
  const { document } = contract;
  const [created, shown] = [placeIn(contract, trip.create, trip.id), laterSchema(contract, trip)];
  if (!created || shown === undefined) return [];
  const later = membersOf(document, shown);
  return [...membersOf(document, created.schema)].flatMap(([name, schema]) => {
    const isSecret = secretWords.has(wordsOf(name).at(-1) ?? '') || isToldOnce(contract, trip, name, schema);
    return !later.has(name) && isSecret ? [name] : [];
  });
};

const findingOf = (name: string, { word }: Look): Omit<Finding, 'exchanges' | 'operation'> => ({
  code: 'secret-shown-again',
  where: `/${name}, ${word}`,
  expected: 'no such member: only the answer to the creation describes it',
  actual: 'the same value as in the answer to the creation',
});

export const secretShownOnce = defineTripCheck({
  id: 'lifecycle/secret-shown-once',
  title: 'A secret that only the answer to a creation describes is shown by no later answer',
  why: 'Whoever may read the resource can sign in its name, and logs and caches keep what was to be shown once.',
  fix: 'Store a digest of the secret, and leave it out of every answer but that of the creation.',
  suits: (trip, contract) => shownOnce(contract, trip).length > 0,
  judge(trip, { whole, listed, item, earlier }, contract) {
    const answer = whole?.looks.find(({ word }) => word === 'answer') ?? earlier?.answer;
    if (!answer) return none;
    const later = [
      ...(whole?.looks.filter(({ word }) => word === 'read') ?? []),
      ...(listed ? [listed.item] : []),
      ...(item ? [item] : []),
      ...(earlier?.later ?? []),
    ];
    return joined(
      shownOnce(contract, trip).flatMap((name): Judged[] => {
        if (typeof answer.resource[name] !== 'string' || later.length === 0) return [];
        const shownAgain = later.filter(({ resource }) => resource[name] === answer.resource[name]).slice(0, earlier ? 2 : 1);
        return [{ times: 1, broken: shownAgain.map((look) => fail(findingOf(name, look), [look.exchange, answer.exchange])) }];
      }),
    );
  },
});
