import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { parametersIn } from '../../contract/infer/path-template.ts';
import type { Contract } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn, saidOfTags } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { roundTrips, type Trip } from './round-trips.ts';
import { roomOfAccount } from './told-rooms.ts';

/** A kind of resource of which the document says how many one account may have at a time. */
export type AccountLimit = Subject & { readonly trip: Trip & { readonly remove: NonNullable<Trip['remove']> }; readonly most: number };

const refusing: ReadonlySet<string> = new Set(['400', '403', '409', '422', '4XX', 'default']);

const known = new WeakMap<Contract, readonly AccountLimit[]>();

/**
 * The kinds of resources of a contract that is held to the standard requirements of which one account may have a number at a time ("An account has five subscriptions at
 * most"), each at its creation: those that are created below nothing else, and removed again.
 */
export const accountLimits = (contract: Contract): readonly AccountLimit[] => {
  const { document } = contract;
  const found =
    known.get(contract) ??
    roundTrips(contract).flatMap(({ ...trip }): readonly AccountLimit[] => {
      const { create, remove, addsTo } = trip;
      const noun = nounWordsOf(addsTo).at(-1) ?? '';
      const isRefused = create.responses.some(({ status }) => refusing.has(status));
      if (!remove || noun === '' || !isRefused || create.effect !== 'creates' || parametersIn(create.path).length > 0) return [];
      const node = valueAt(document, nodeOf(create.location));
      const texts = [
        ...saidIn(node),
        ...create.responses.flatMap(({ location }) => saidIn(valueAt(document, nodeOf(location)))),
        ...(isObject(node) ? saidOfTags(document, node) : []),
        ...saidIn(document['info']),
      ];
      const nouns = new Set(contract.operations.flatMap(({ path }) => nounWordsOf(path).slice(-1)));
      const most = roomOfAccount(texts, noun, new Set([...nouns].filter((one) => one !== noun)));
      return most === undefined ? [] : [at(create.location, { trip: { ...trip, remove }, most })];
    });
  known.set(contract, found);
  return found;
};

/** How many resources of a creation one account may have; undefined where the document says nothing of that. */
export const limitOfAccount = (contract: Contract, operation: string): number | undefined =>
  accountLimits(contract).find(({ trip }) => trip.create.key === operation)?.most;
