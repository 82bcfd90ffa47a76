import { isSafe, methodOf } from '../../checks/kit/reach.ts';
import { filledSegments } from '../../contract/infer/path-template.ts';
import { isSuccess, outcomeOf } from '../../contract/message.ts';
import type { Operation } from '../../contract/model.ts';
import type { ChangeEvent } from '../../model/event.ts';
import type { Exchange } from '../../model/exchange.ts';
import { isErrorResponse } from './creations.ts';

/** What an unsafe request did that created nothing. */
export type Change = Omit<ChangeEvent, 'type'>;

/**
 * What an unsafe request did over there, or may have done; undefined where it was refused or is no such request. A creation is told of by
 * its own event.
 */
export const changeBy = (exchange: Exchange, operation: Operation | undefined): Change | undefined => {
  const { request } = exchange;
  const method = methodOf(request);
  if (
    (isSafe(method) && (operation === undefined || operation.effect === 'safe')) ||
    isErrorResponse(exchange) ||
    operation?.effect === 'creates' ||
    operation?.effect === 'creates-permanently'
  )
    return undefined;
  const isPlain = operation?.effect === 'changes';
  return {
    operation: operation?.key ?? `${method} ${request.path}`,
    kind: !isPlain ? 'called' : method === 'DELETE' ? 'removed' : 'changed',
    what: `/${(filledSegments(request.path, request.pathValues) ?? []).join('/')}`,
    outcome: outcomeOf(exchange),
    isSure: isSuccess(exchange),
  };
};
