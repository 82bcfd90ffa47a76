import { queryAsked } from '../../kit/asking.ts';
import { isCall } from '../../kit/service.ts';
import type { Call, Layer, State } from '../call.ts';
import { lists } from '../operations.ts';

/** Changes the query of calls to some lists. */
export const listAsked = (
  changes: (call: Call) => Readonly<Record<string, string | undefined>> | undefined,
  keys: readonly string[] = lists,
): Layer => queryAsked<State>((call) => (isCall(call, ...keys) ? changes(call) : undefined));
