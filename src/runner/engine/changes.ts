import { isSafe, methodOf } from '../../checks/kit/reach.ts';
import { filledSegments } from '../../contract/infer/path-template.ts';
import { isClientError, isSuccess, outcomeOf } from '../../contract/message.ts';
import type { Operation } from '../../contract/model.ts';
import type { ChangeEvent } from '../../model/event.ts';
import type { Exchange } from '../../model/exchange.ts';

/** The effect of an unsafe request that created nothing. */
export type Change = Omit<ChangeEvent, 'type'>;

/** What an unsafe request changed, or may have changed; undefined where it was refused or is safe. A creation has its own event. */
export const changeBy = (exchange: Exchange, operation: Operation | undefined): Change | undefined => {
  const { request } = exchange;
  const method = methodOf(request);
  if (
    (isSafe(method) && (operation === undefined || operation.effect === 'safe')) ||
    isClientError(exchange) ||
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
