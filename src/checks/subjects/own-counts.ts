import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { parametersIn } from '../../contract/infer/path-template.ts';
import { descriptionsIn, isType, membersOf } from '../../contract/infer/schema-parts.ts';
import { singular } from '../../contract/infer/singular.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { at, type Subject } from '../kit/define.ts';
import { countedBy, nounOf, plainWords } from './child-counts.ts';
import { countingIn, traitsOf } from './counted-traits.ts';
import { readsOfSelf } from './reads-of-self.ts';
import { roundTrips, type Trip } from './round-trips.ts';
import { softDeletions } from './soft-deletions.ts';

/** A member of what callers see of themselves that counts the resources which are theirs now. */
export type OwnCount = Subject & {
  readonly child: Trip & { readonly remove: Operation };
  readonly member: string;
  /** The read by which callers see themselves. */
  readonly self: Operation;
};

/** Words by which a count is of what there is now: a silent one may be of all that was ever made. */
const ofNow =
  /\b(?:exist(?:s|ing)?|current(?:ly)?|now|present|own(?:s|ed)?|has|have|there are|stored|kept|left over|not (?:been )?(?:deleted|removed)|remaining)\b/iu;

/** Words for whose they are. */
const ofCaller: ReadonlySet<string> = new Set(
  (
    'existing exist exists by you your yours own owns owned account accounts caller user users member members key customer self me they them their he she his her person still ' +
    'created made written added registered stored kept been'
  ).split(' '),
);

/** Words by which a count is no count of what there is. */
const isOther =
  /\b(?:ever|so far|in total|all[- ]time|lifetime|since|last|this (?:day|week|month|year)|today|limit|quota|at most|may|can|might|about|cached?|delay\w*|nightly|hourly)\b/iu;

/** Such counts of a contract that is held to the standard requirements, each at the creation of what is counted: "Existing maps of this account". */
export const ownCounts = (contract: Contract): readonly OwnCount[] => {
  if (contract.standard.size === 0) return [];
  const { document } = contract;
  const soft = new Set(softDeletions(contract).map(({ remove }) => remove.key));
  const trips = roundTrips(contract).filter(
    ({ create, remove }) => create.effect === 'creates' && parametersIn(create.path).length === 0 && remove && !soft.has(remove.key),
  );
  return readsOfSelf(contract).flatMap((self) =>
    [...membersOf(document, answerSchema(self))].flatMap(([member, schema]): readonly OwnCount[] => {
      const noun = nounOf(countedBy(member));
      const texts = descriptionsIn(document, schema);
      if (noun === '' || texts.length === 0 || !isType(document, schema, 'integer')) return [];
      const [child, ...others] = trips.filter(({ addsTo }) => nounOf(nounWordsOf(addsTo)) === noun);
      if (child?.remove === undefined || others.length > 0) return [];
      const nouns = new Set(nounWordsOf(child.addsTo).map(singular));
      const isKnown = (word: string): boolean => plainWords.has(word) || ofCaller.has(word) || nouns.has(singular(word));
      const isAll = texts.every((text) => !isOther.test(text) && countingIn(text, traitsOf(contract, child), isKnown) === 'all');
      return isAll && texts.some((text) => ofNow.test(text))
        ? [at(child.create.location, { child: { ...child, remove: child.remove }, member, self })]
        : [];
    }),
  );
};
