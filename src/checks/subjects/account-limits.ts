import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { parametersIn } from '../../contract/infer/path-template.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn, saidOfTags } from '../../contract/said.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { roundTrips, type Trip } from './round-trips.ts';
import { isHolder, roomOfAccount, roomPerhaps, type Surplus, surplusOfAccount } from './told-rooms.ts';

/** A kind of resource of which the document says how many one account may have at a time. */
export type AccountLimit = Subject & {
  readonly trip: Trip & { readonly remove: NonNullable<Trip['remove']> };
  readonly most: number;
  readonly surplus: Surplus;
};

const refusing: ReadonlySet<string> = new Set(['400', '403', '409', '422', '4XX', 'default']);

type Told = { readonly certain: number | undefined; readonly perhaps: number | undefined; readonly surplus: Surplus };

/** What a document says of how many resources of a kind one account may have. */
const toldOf = (contract: Contract, { create, addsTo }: Trip): Told => {
  const { document } = contract;
  const words = nounWordsOf(addsTo);
  const noun = words.at(-1) ?? '';
  const isRefused = create.responses.some(({ status }) => refusing.has(status));
  if (noun === '' || !isRefused || create.effect !== 'creates' || parametersIn(create.path).length > 0)
    return { certain: undefined, perhaps: undefined, surplus: undefined };
  const node = valueAt(document, nodeOf(create.location));
  const saidOf = (responses: typeof create.responses): readonly string[] =>
    responses.flatMap(({ location }) => saidIn(valueAt(document, nodeOf(location))));
  const texts = [
    ...saidIn(node),
    ...saidOf(create.responses),
    ...(isObject(node) ? saidOfTags(document, node) : []),
    ...saidIn(document['info']),
  ];
  const others = new Set(contract.operations.flatMap(({ path }) => nounWordsOf(path).slice(-1)).filter((one) => one !== noun));
  // Where a body names a team, what a team may have is not what the caller may.
  const named = bodyMembers(contract, create).flatMap((member) => wordsOf(member.name).filter((word) => isHolder(word)));
  const refusals = saidOf(create.responses.filter(({ status }) => refusing.has(status)));
  return {
    certain: roomOfAccount(texts, words, new Set([...others, ...named])),
    perhaps: roomPerhaps(texts, noun, others),
    surplus: surplusOfAccount(texts, noun, others, refusals),
  };
};

const known = new WeakMap<Contract, readonly AccountLimit[]>();

/**
 * The kinds of resources of a contract that is held to the standard requirements of which one account may have a number at a time ("An account has five subscriptions at
 * most"), each at its creation: those that are created below nothing else, and removed again. Not those that make way for new ones: one more would take what was there before
 * the run.
 */
export const accountLimits = (contract: Contract): readonly AccountLimit[] => {
  const found =
    known.get(contract) ??
    roundTrips(contract).flatMap(({ ...trip }): readonly AccountLimit[] => {
      const { create, remove } = trip;
      const { certain, surplus } = toldOf(contract, trip);
      if (!remove || certain === undefined || surplus === 'makes-way') return [];
      return [at(create.location, { trip: { ...trip, remove }, most: certain, surplus })];
    });
  known.set(contract, found);
  return found;
};

/** How many resources of a creation any account may have, even if the document says that of some alone; undefined where it says nothing of that. */
export const limitOfAccount = (contract: Contract, operation: string): number | undefined =>
  roundTrips(contract)
    .filter(({ create }) => create.key === operation)
    .map((trip) => toldOf(contract, trip).perhaps)
    .find((most) => most !== undefined);
