import { isActing } from '../../contract/infer/acting.ts';
import { isDirectlyBelow, isSamePath } from '../../contract/infer/path-template.ts';
import { partsOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { spanNames } from '../../contract/infer/span-names.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { roundTrips, type Trip } from './round-trips.ts';

/** An action, or a removal, whose text says that the time which its resource has for itself is free again. */
export type FreedTime = Subject & {
  readonly trip: Trip;
  readonly operation: Operation;
  /** The members with the begin and the end of the time. */
  readonly begin: string;
  readonly end: string;
  readonly sentence: string;
};

const frees =
  /\b(?:free|available|bookable|vacant) again\b|\b(?:are|is|gets?|become) (?:released|freed)\b|\b(?:releases|frees)\b|\b(?:can|may) be (?:booked|reserved|rented|hired|taken|let|given)\b[^.;]*\bagain\b|\bno longer (?:blocks?|holds?|takes?|occup(?:y|ies))\b/iu;

/** Words by which it holds for some, or later. */
const limits =
  /\b(?:if|unless|only|might|could|except|not|never|optionally|when|until|within|hours?|minutes?|soon|later|eventually|partly|some|half)\b/iu;

const sentenceOf = ({ document }: Contract, { location }: Operation): string | undefined =>
  saidIn(valueAt(document, nodeOf(location)))
    .flatMap(sentencesOf)
    .flatMap((one) => one.split('; '))
    .find((one) => frees.test(one) && !limits.test(one));

/** The begin and the end of the one time that a creation has to name. */
const timeOf = (contract: Contract, { create }: Trip): readonly [begin: string, end: string] | undefined => {
  const times = bodyMembers(contract, create).filter(
    ({ required, schema }) =>
      required && partsOf(contract.document, schema).some(({ format }) => format === 'date' || format === 'date-time'),
  );
  const [span, ...others] = spanNames(times.map(({ name }) => name));
  return others.length === 0 ? span : undefined;
};

/** Every such action and removal of a contract that is held to the standard requirements. */
export const freedTimes = (contract: Contract): readonly FreedTime[] =>
  roundTrips(contract).flatMap((trip) => {
    const span = timeOf(contract, trip);
    if (!span) return [];
    return contract.operations.flatMap((operation): readonly FreedTime[] => {
      const isAction = isActing(operation) && isDirectlyBelow(operation.path, trip.itemPath) && operation.effect !== 'safe';
      const isRemoval = operation.method === 'DELETE' && isSamePath(operation.path, trip.itemPath);
      const isUsable = operation.unsupported === undefined && operation.inferred?.reaches === undefined;
      const sentence = (isAction || isRemoval) && isUsable ? sentenceOf(contract, operation) : undefined;
      return sentence === undefined ? [] : [at(operation.location, { trip, operation, begin: span[0], end: span[1], sentence })];
    });
  });
