import { idNames, nounWordsOf } from '../../contract/infer/id-names.ts';
import { singular } from '../../contract/infer/singular.ts';
import { type NamedThing, type OnceFor, toldOnceFor } from '../../contract/infer/told-once-for.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { at, type Subject } from '../kit/define.ts';
import { conflictTexts, ownTexts } from './conflicts.ts';
import { roundTrips, type Trip } from './round-trips.ts';

/** A creation of which the document says that there is one for some of the things which it names together. */
export type MadeOnceFor = Subject & OnceFor & { readonly trip: Trip };

const idWords: ReadonlySet<string> = new Set('id uuid key code no number slug ref reference'.split(' '));

/** What a creation names: by members that end with a word for an id, and by the collections in its path. */
const namedBy = (contract: Contract, create: Operation): readonly NamedThing[] => {
  const ofBody = bodyMembers(contract, create).flatMap(({ name }): readonly NamedThing[] => {
    const words = wordsOf(name);
    const noun = words.slice(0, -1).join(' ');
    return words.length > 1 && idWords.has(words.at(-1) ?? '') ? [{ noun, member: name }] : [];
  });
  const ofPath = [...create.path.matchAll(/[^/]+(?=\/\{)/gu)].flatMap(([segment]): readonly NamedThing[] => {
    const words = nounWordsOf(`/${segment}`);
    return words.length === 0 ? [] : [{ noun: words.join(' '), member: undefined }];
  });
  const all = [...ofBody, ...ofPath];
  // Of two addresses either may be meant.
  return all.filter(({ noun }) => noun !== '' && all.filter((one) => one.noun === noun).length === 1);
};

/** Every such creation of a contract that is held to the standard requirements. */
export const madeOnceFor = (contract: Contract): readonly MadeOnceFor[] =>
  roundTrips(contract).flatMap((trip): readonly MadeOnceFor[] => {
    const { create } = trip;
    const named = create.method === 'POST' && create.responses.some(({ status }) => status === '409') ? namedBy(contract, create) : [];
    const made = nounWordsOf(trip.addsTo).at(-1) ?? '';
    if (made === '' || named.length === 0) return [];
    const conflicts = conflictTexts(contract, create);
    const told = toldOnceFor([...ownTexts(contract, create), ...conflicts.map((text) => `409: ${text}`)], named, singular(made));
    return told === undefined || isIdOf(trip, told) ? [] : [at(create.location, { ...told, trip })];
  });

/** Is one of the things what is created itself: its own id is another matter. */
const isIdOf = ({ addsTo, id }: Trip, { things }: OnceFor): boolean =>
  things.some(({ member }) => member !== undefined && (member === id || idNames({ name: addsTo, idParameter: id }).includes(member)));
