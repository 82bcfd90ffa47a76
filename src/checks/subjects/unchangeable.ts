import { sentenceOfFixed } from '../../contract/infer/told-fixed.ts';
import { partsOf } from '../../contract/infer/schema-parts.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { distinctBy } from '../../model/json.ts';
import { at, type Subject } from '../kit/define.ts';
import { roundTrips, type Trip } from './round-trips.ts';

/** A member of the body of a change, or of the creation, whose value stays what the creation gave it, by the words of the document. */
export type Unchangeable = Subject & {
  readonly trip: Trip;
  readonly operation: Operation;
  readonly member: BodyMember;
  readonly sentence: string;
  /** The sentence says with which status another value is refused. */
  readonly isRefused: boolean;
};

const isIgnored = /\bignor/iu;
const refusal = /(?<!\d)4(?:00|03|09|22)(?!\d)|\brefused\b|\brejected\b/u;

const ofMember = (contract: Contract, trip: Trip, operation: Operation, member: BodyMember): string | undefined => {
  const own = [...bodyMembers(contract, trip.create), member]
    .filter(({ name }) => name === member.name)
    .flatMap(({ schema }) => partsOf(contract.document, schema).map(({ description }) => description))
    .filter((one) => typeof one === 'string');
  return sentenceOfFixed(contract, operation, member.name, own);
};

/** The members of the body of a change, and those that only the creation describes. */
const membersFor = (contract: Contract, trip: Trip, operation: Operation): readonly BodyMember[] =>
  distinctBy([...bodyMembers(contract, operation), ...bodyMembers(contract, trip.create)], ({ name }) => name);

/** Every such member of a contract that is held to the standard requirements, at the change that takes it. */
export const unchangeables = (contract: Contract): readonly Unchangeable[] =>
  roundTrips(contract).flatMap((trip) =>
    [trip.patch, trip.put]
      .filter((one) => one !== undefined)
      .flatMap((operation) =>
        membersFor(contract, trip, operation).flatMap((member): Unchangeable[] => {
          const sentence = trip.read === undefined ? undefined : ofMember(contract, trip, operation, member);
          if (sentence === undefined) return [];
          // "The hall cannot be changed, nor can a closed fair (`409`)" gives the status of the second alone.
          const isRefused = refusal.test(sentence.split(/, (?:nor|and neither)\b/iu)[0] ?? '') && !isIgnored.test(sentence);
          return [at(operation.location, { trip, operation, member, sentence, isRefused })];
        }),
      ),
  );
