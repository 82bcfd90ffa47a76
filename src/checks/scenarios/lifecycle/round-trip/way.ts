import { isObject } from '../../../../contract/pointer.ts';
import type { Exchange } from '../../../../model/exchange.ts';
import { isSkipped, orSkipped } from '../../../kit/not-tried.ts';
import type { Session } from '../../../kit/session.ts';
import type { Trip } from '../../../subjects/round-trips.ts';
import type { Resource } from '../../../subjects/shown-resource.ts';
import { holdsValue } from '../../../../model/request.ts';

/** A resource that is followed, and how it is reached. */
export type Way = {
  readonly session: Session;
  readonly trip: Trip;
  /** Values in the path of the creation, of a parent that was made for it. */
  readonly pathValues: Readonly<Record<string, string>>;
  /** The list stands for a read: nothing else shows what a change left. */
  readonly isReadInList?: true;
};

/** The JSON object that a request sent; empty where it sent none. */
export const bodyOf = (exchange: Pick<Exchange, 'request'>): Resource =>
  holdsValue(exchange.request.body) && isObject(exchange.request.body.value) ? exchange.request.body.value : {};

/** The result of a part that need not be possible. */
export const ifTried = async <T>(running: Promise<T>): Promise<T | undefined> => {
  const result = await orSkipped(running);
  return isSkipped(result) ? undefined : result;
};
