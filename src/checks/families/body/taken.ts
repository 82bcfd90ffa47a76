import { sentencesOf, statementsOf } from '../../../contract/infer/sentences.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { nounWordsOf } from '../../../contract/infer/id-names.ts';
import { ignoresLetterCase } from '../../../contract/infer/letter-case.ts';
import { uniqueSentences } from '../../../contract/infer/unique-members.ts';
import { singular } from '../../../contract/infer/singular.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { partsOf } from '../../../contract/infer/schema-parts.ts';
import { nodeOf } from '../../../model/location.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { changesTaking, isDoneAtOnce, taken, type Taken, uniqueOf } from '../../scenarios/bodies/taken.ts';
import { isSame } from '../../subjects/same-value.ts';
import { roundTrips, type Trip } from '../../subjects/round-trips.ts';
import { saidIn } from '../../../contract/said.ts';

/** A creation with values that may be there only once, and the change that could set them again. */
type Taking = Subject & { readonly trip: Trip; readonly unique: readonly string[]; readonly operation: Operation };

/** The statuses by which a value that is taken may be refused: as a conflict, or as any other value that is wrong. */
const refusals = [409, 422, 400];

/** The one of them that an operation describes first; undefined where it describes none. */
const refusalOf = ({ responses }: Operation): number | undefined =>
  refusals.find((one) => responses.some(({ status }) => status === String(one)));

const byChange = (contract: Contract): Taking[] =>
  roundTrips(contract).flatMap((trip) =>
    changesTaking(contract, trip)
      .filter((operation) => refusalOf(operation) !== undefined)
      .map((operation) => at(operation.location, { trip, unique: uniqueOf(contract, trip), operation })),
  );

const saysOnce = /\b(?:unique|taken|same|shared?|another|other|already|on file|in use|exists?|twice|duplicate|at most one)\b/iu;

/** Does the document say of a unique value that its letter case does not count. */
const ignoresCase = (contract: Contract, { create }: Trip, unique: readonly string[]): boolean => {
  const { document } = contract;
  const own = saidIn(valueAt(document, nodeOf(create.location)));
  const ofMembers = bodyMembers(contract, create)
    .filter(({ name }) => unique.includes(name))
    .flatMap(({ schema }) => partsOf(document, schema).map(({ description }) => description));
  const said = [...own, ...ofMembers].filter((text) => typeof text === 'string').flatMap(sentencesOf);
  const asked = create.body?.content[0]?.schema ?? true;
  const isSaid = (sentence: string): boolean => ignoresLetterCase(sentence) && saysOnce.test(sentence);
  return said.some(isSaid) || uniqueSentences(document, create, asked, unique).some(ignoresLetterCase);
};

const inOtherCase = (contract: Contract): Taking[] =>
  roundTrips(contract).flatMap((trip): Taking[] => {
    const unique = uniqueOf(contract, trip);
    const isSaid = unique.length === 1 && refusalOf(trip.create) !== undefined && ignoresCase(contract, trip, unique);
    return isSaid ? [at(trip.create.location, { trip, unique, operation: trip.create })] : [];
  });

const again = String.raw`(?:again|anew|by another|by others|by somebody else)`;

/** A sentence that says that a value is free again: "The plate may be registered again", "its name can be reused", "frees its code". */
const saysFree = new RegExp(
  String.raw`\b(?:can|may|could) (?:then |afterwards? )?be (?:\w+ )?(?:used|registered|taken|chosen|given|assigned|added) (?:once )?${again}|\b(?:can|may) (?:then )?be re-?used\b|\b(?:is|are|becomes?) (?:then )?(?:reusable|free again|available again|freed|released)\b|\bfrees? (?:up )?(?:the|its|their)\b`,
  'iu',
);

const denied = /\b(?:not|never|cannot|no longer|only|unless|except|until|after (?:\d|an?|some)|days?|hours?|months?|may be refused)\b/iu;

/** A sentence that says that a value stays taken: "is never given out again, not even after a deletion", "codes are not reused", "its name stays taken". */
const saysKept = new RegExp(
  String.raw`\b(?:never|not|cannot|can't|no longer)(?: \w+){0,2} (?:given|used|issued|assigned|registered|handed|taken)(?: out)? (?:once )?${again}|\b(?:never|not|cannot|can't)(?: be)? (?:re-?(?:used|issued|assigned)|recycled)\b|\b(?:stays?|remains?) (?:taken|reserved|in use|blocked|occupied)\b|\b(?:does|do) not (?:free|release) (?:up )?(?:the|its|their)\b|\bunique\b[^.;]*\b(?:including|even|also|too)\b[^.;]*\b(?:deleted|removed)\b`,
  'iu',
);

/** Words by which it is so for some time, or for some. */
const keptForAWhile = /\b(?:until|for (?:\d|an?|some|the next)|days?|hours?|months?|years?|may|might|unless|only|except|while|within)\b/iu;

/** Does a sentence about a removal, in the words of the removal or of the creation, say something of the one unique value of a resource. */
const saysOfRemoved = (
  contract: Contract,
  { create, remove }: Trip,
  unique: readonly string[],
  isSaid: (sentence: string) => boolean,
): boolean => {
  const [name] = unique;
  if (remove === undefined || name === undefined || unique.length !== 1) return false;
  const words = wordsOf(name).map(singular);
  const ofMember = bodyMembers(contract, create)
    .filter((one) => one.name === name)
    .flatMap(({ schema }) => partsOf(contract.document, schema).map(({ description }) => description));
  const texts = [create, remove].map((operation) => saidIn(valueAt(contract.document, nodeOf(operation.location))));
  const sentences = (said: readonly unknown[]): readonly string[] => said.filter((text) => typeof text === 'string').flatMap(statementsOf);
  const isAbout = (sentence: string): boolean => words.every((word) => wordsOf(sentence).map(singular).includes(word));
  const isOfRemoval = (sentence: string): boolean => /\b(?:remov|delet)\w*/iu.test(sentence);
  // The introduction speaks of all resources: the sentence has to name this one.
  const nouns = nounWordsOf(create.path);
  const isOfThis = (sentence: string): boolean => nouns.length > 0 && nouns.every((word) => wordsOf(sentence).map(singular).includes(word));
  const [ofCreation = [], ofRemoval = []] = texts;
  return (
    sentences(saidIn(contract.document['info'])).some((one) => isSaid(one) && isAbout(one) && isOfRemoval(one) && isOfThis(one)) ||
    sentences(ofRemoval).some((one) => isSaid(one) && isAbout(one)) ||
    sentences(ofCreation).some((one) => isSaid(one) && isAbout(one) && isOfRemoval(one)) ||
    sentences(ofMember).some((one) => isSaid(one) && isOfRemoval(one))
  );
};

/** Does the document say of a removal that the unique value of what was removed is free again. */
const freesValue = (contract: Contract, trip: Trip, unique: readonly string[]): boolean =>
  saysOfRemoved(contract, trip, unique, (sentence) => saysFree.test(sentence) && !denied.test(sentence));

/** Does it say that the value stays taken. */
const keepsValue = (contract: Contract, trip: Trip, unique: readonly string[]): boolean =>
  saysOfRemoved(contract, trip, unique, (sentence) => saysKept.test(sentence) && !keptForAWhile.test(sentence));

const afterRemoval = (contract: Contract, says: typeof freesValue): Taking[] =>
  roundTrips(contract).flatMap((trip): Taking[] => {
    const unique = uniqueOf(contract, trip);
    return trip.remove && says(contract, trip, unique) ? [at(trip.remove.location, { trip, unique, operation: trip.create })] : [];
  });

/** What they have in common. */
const common = {
  phase: 'mutate',
  stage: 'using',
  exclusive: 'collection',
  prerequisites: ({ trip }: Taking, around: Parameters<typeof prerequisitesFor>[1]) => prerequisitesFor(trip.create, around),
  cost: () => ({ requests: 12, creates: 2 }),
} as const;

const named = (unique: readonly string[]): string => unique.map((name) => `"${name}"`).join(' and ');

export const takenByChange = defineProbe<Taking, Taken>({
  id: 'body/taken-value-not-set',
  title: 'A change does not give a resource the unique value of another one',
  why: 'Whoever looks a resource up by its name finds two of them, and takes one for the other.',
  fix: 'Compare with all other resources at each change as well, for example by a unique index, and refuse it as at a creation.',
  ...common,
  over: byChange,
  run: ({ trip, operation: { method } }, session) =>
    session.run(taken, { operation: trip.create.key, by: method === 'PUT' ? 'PUT' : 'PATCH' }),
  judge({ unique, operation }, { first, change }) {
    if (!change)
      return inconclusive(`The creation was answered ${outcomeOf(first.exchange)}, or no second one was made beside it`, [first.exchange]);
    const status = statusOf(change.exchange) ?? 0;
    if (refusals.includes(status)) return pass(1);
    const read = change.looks.findLast(({ word }) => word === 'read');
    const isSet = read !== undefined && unique.every((name) => isSame(read.resource[name], first.body[name]));
    if (!isDoneAtOnce(change.exchange) || !isSet)
      return inconclusive(`${operation.key} was answered ${outcomeOf(change.exchange)}, and the value is not shown`, [
        change.exchange,
        first.exchange,
      ]);
    const expected = `${refusalOf(operation)} to ${operation.key} with the ${named(unique)} of another resource`;
    const finding = {
      code: 'taken-value-set',
      where: 'request body',
      expected,
      actual: `${outcomeOf(change.exchange)}, and a read shows it`,
    };
    return unconfirmed(fail(finding, [change.exchange, read.exchange, first.exchange]));
  },
});

export const takenInOtherCase = defineProbe<Taking, Taken>({
  id: 'body/taken-in-other-case-refused',
  title: 'A unique value is refused in another letter case too, where the document says that case does not count',
  why: 'Two accounts with one address in two spellings are one person with two passwords.',
  fix: 'Compare unique values in one letter case, for example by an index of the lower case.',
  ...common,
  over: inOtherCase,
  run: ({ trip }, session) => session.run(taken, { operation: trip.create.key, by: 'case' }),
  judge({ unique, operation }, { first, otherCase }) {
    if (!otherCase)
      return inconclusive(`The creation was answered ${outcomeOf(first.exchange)}, or its value has no letters`, [first.exchange]);
    const status = statusOf(otherCase) ?? 0;
    if (status === refusalOf(operation)) return pass(1);
    if (!isDoneAtOnce(otherCase))
      return inconclusive(`The second creation was answered ${outcomeOf(otherCase)}`, [otherCase, first.exchange]);
    const expected = `${refusalOf(operation)}, because ${named(unique)} is taken in another letter case`;
    return unconfirmed(
      fail({ code: 'other-case-accepted', where: 'request body', expected, actual: outcomeOf(otherCase) }, [otherCase, first.exchange]),
    );
  },
});

export const freeAfterRemoval = defineProbe<Taking, Taken>({
  id: 'body/removed-value-free-again',
  title: 'The unique value of what was removed can be given again, where the document says so',
  why: 'Who removed something by mistake, or follows its owner, can never register it again.',
  fix: 'Compare unique values with what is there only, and not with what is marked as removed.',
  ...common,
  over: (contract) => afterRemoval(contract, freesValue),
  run: ({ trip }, session) => session.run(taken, { operation: trip.create.key, by: 'removal' }),
  judge({ unique, operation }, { first, anew }) {
    if (!anew)
      return inconclusive(`The creation was answered ${outcomeOf(first.exchange)}, or what it made was not removed`, [first.exchange]);
    const { exchange, removal } = anew;
    if (isSuccess(exchange)) return pass(1);
    if (statusOf(exchange) !== refusalOf(operation))
      return inconclusive(`The creation after the removal was answered ${outcomeOf(exchange)}`, [exchange, removal]);
    const expected = `a success of ${operation.key} with the ${named(unique)} of what was removed`;
    return unconfirmed(
      fail({ code: 'removed-value-taken', where: 'request body', expected, actual: outcomeOf(exchange) }, [
        exchange,
        removal,
        first.exchange,
      ]),
    );
  },
});

export const keptAfterRemoval = defineProbe<Taking, Taken>({
  id: 'body/removed-value-stays-taken',
  title: 'The unique value of what was removed cannot be given again, where the document says so',
  why: 'An old reference leads to something else than what it was written down for.',
  fix: 'Keep the values of what was removed, and refuse each that was given before.',
  ...common,
  over: (contract) => afterRemoval(contract, keepsValue),
  run: ({ trip }, session) => session.run(taken, { operation: trip.create.key, by: 'removal' }),
  judge({ unique, operation }, { first, anew }) {
    if (!anew)
      return inconclusive(`The creation was answered ${outcomeOf(first.exchange)}, or what it made was not removed`, [first.exchange]);
    const { exchange, removal } = anew;
    if ([400, 409, 422].includes(statusOf(exchange) ?? 0)) return pass(1);
    if (!isSuccess(exchange) || statusOf(exchange) === 202)
      return inconclusive(`The creation after the removal was answered ${outcomeOf(exchange)}`, [exchange, removal]);
    const expected = `a refusal of ${operation.key} with the ${named(unique)} of what was removed`;
    return unconfirmed(
      fail({ code: 'removed-value-given-again', where: 'request body', expected, actual: outcomeOf(exchange) }, [
        exchange,
        removal,
        first.exchange,
      ]),
    );
  },
});
