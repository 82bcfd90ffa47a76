import { sentencesOf } from '../../contract/infer/sentences.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { descriptionsIn, isType, membersOf } from '../../contract/infer/schema-parts.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { placeIn, roundTrips, type Trip } from './round-trips.ts';

/** A value that the server gives to each resource, and to no other one after the removal of the first, by the words of the document. */
export type ForGood = Subject & { readonly trip: Trip; readonly remove: Operation; readonly member: string; readonly sentence: string };

const neverAgain =
  /\b(?:never|not|cannot|can't)(?: be)?(?: \w+)? (?:re-?(?:used|issued|assigned)|recycled)\b|\b(?:never|not|cannot|can't)(?: be)?(?: \w+)? (?:given|used|issued|assigned|handed|taken)(?: out)? (?:again|anew|twice|a second time)\b|\b(?:stays?|remains?) (?:taken|reserved|used up)\b|\b(?:never|not)(?: be)?(?: \w+)? (?:given|assigned|issued|handed)(?: out)? to (?:another|any other|a second|other)\b|\bno(?:t| other)? \w+ (?:ever )?(?:gets?|has|receives?|is given) (?:it|(?:the|that) (?:same )?\w+) again\b/iu;

const isHedged =
  /\b(?:until|for (?:\d|an?|some)|days?|hours?|months?|years?|may|might|unless|except|within|usually|key|keys|tokens?|request|requests)\b/iu;

/** Does a sentence of a text that is not about one resource alone name this member of this resource. */
const names = (sentence: string, trip: Trip, member: string): boolean => {
  const words = wordsOf(sentence.replaceAll(/[^\p{L}\p{N}_]+/gu, ' ')).map(singular);
  const own = wordsOf(member).map(singular);
  const nouns = nounWordsOf(trip.addsTo);
  const isNamed = words.some((_, n) => own.every((word, m) => words[n + m] === word));
  return isNamed && nouns.length > 0 && nouns.every((word) => words.includes(word));
};

/** Every such value of a contract that is held to the standard requirements, at the creation. */
export const numbersForGood = (contract: Contract): readonly ForGood[] =>
  roundTrips(contract).flatMap((trip) => {
    const { create, read, remove, id } = trip;
    if (!remove || create.method === 'PUT') return [];
    const { document } = contract;
    const place = placeIn(contract, create, id) ?? (read && placeIn(contract, read, id));
    const given = new Set(bodyMembers(contract, create).map(({ name }) => name));
    const textsOf = (one: Operation): readonly string[] => saidIn(valueAt(document, nodeOf(one.location)));
    const said = (texts: readonly string[]): readonly string[] =>
      texts.flatMap(sentencesOf).filter((one) => neverAgain.test(one) && !isHedged.test(one));
    return [...membersOf(document, place?.schema)].flatMap(([member, schema]): ForGood[] => {
      if (given.has(member) || (!isType(document, schema, 'string') && !isType(document, schema, 'integer'))) return [];
      const about = [...textsOf(create), ...textsOf(remove)];
      const words = wordsOf(member).map(singular);
      const isAbout = (one: string): boolean => {
        const all = wordsOf(one.replaceAll(/[^\p{L}\p{N}_]+/gu, ' ')).map(singular);
        return all.some((_, n) => words.every((word, m) => all[n + m] === word));
      };
      const sentence =
        said(descriptionsIn(document, schema))[0] ??
        said(about).find(isAbout) ??
        said(saidIn(document['info'])).find((one) => names(one, trip, member));
      return sentence === undefined ? [] : [at(create.location, { trip, remove, member, sentence })];
    });
  });
