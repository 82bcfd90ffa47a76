import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { parametersIn } from '../../contract/infer/path-template.ts';
import type { Contract } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn, saidOfTags } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { roundTrips, type Trip } from './round-trips.ts';
import { type RoomOfAccount, roomOfAccount } from './told-rooms.ts';

/** A kind of resource of which the document says how many one account may have at a time. */
export type AccountLimit = Subject & { readonly trip: Trip & { readonly remove: NonNullable<Trip['remove']> } } & RoomOfAccount;

const refusing: ReadonlySet<string> = new Set(['400', '403', '409', '422', '4XX', 'default']);

const known = new WeakMap<Contract, readonly AccountLimit[]>();

/**
 * The kinds of resources of a contract that is held to the standard requirements of which one account may have a number at a time ("An account has five subscriptions at
 * most"), each at its creation: those that are created below nothing else, and removed again. Not those that make way for new ones: one more would take what was there before
 * the run.
 */
export const accountLimits = (contract: Contract): readonly AccountLimit[] =>
  limitsIn(contract).filter(({ surplus }) => surplus !== 'makes-way');

const limitsIn = (contract: Contract): readonly AccountLimit[] => {
  const { document } = contract;
  const found =
    known.get(contract) ??
    roundTrips(contract).flatMap(({ ...trip }): readonly AccountLimit[] => {
      const { create, remove, addsTo } = trip;
      const noun = nounWordsOf(addsTo).at(-1) ?? '';
      const isRefused = create.responses.some(({ status }) => refusing.has(status));
      if (!remove || noun === '' || !isRefused || create.effect !== 'creates' || parametersIn(create.path).length > 0) return [];
      const node = valueAt(document, nodeOf(create.location));
      const saidOf = (responses: typeof create.responses): readonly string[] =>
        responses.flatMap(({ location }) => saidIn(valueAt(document, nodeOf(location))));
      const texts = [
        ...saidIn(node),
        ...saidOf(create.responses),
        ...(isObject(node) ? saidOfTags(document, node) : []),
        ...saidIn(document['info']),
      ];
      const nouns = new Set(contract.operations.flatMap(({ path }) => nounWordsOf(path).slice(-1)));
      const others = new Set([...nouns].filter((one) => one !== noun));
      const room = roomOfAccount(texts, noun, others, saidOf(create.responses.filter(({ status }) => refusing.has(status))));
      return room === undefined ? [] : [at(create.location, { trip: { ...trip, remove }, ...room })];
    });
  known.set(contract, found);
  return found;
};

/** How many resources of a creation one account may have; undefined where the document says nothing of that. */
export const limitOfAccount = (contract: Contract, operation: string): number | undefined =>
  limitsIn(contract).find(({ trip }) => trip.create.key === operation)?.most;
