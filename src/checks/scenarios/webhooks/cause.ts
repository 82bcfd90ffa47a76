import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { DeliveryConvention } from '../../../contract/x-assay/delivery.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried, Undecidable } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { sendCreation } from '../lifecycle/send-creation.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { causeOf } from '../../subjects/deliveries.ts';

/**
 * Makes the target send an event: by the request of the config, else by a creation.
 * @throws {Undecidable} where the target does not do it.
 */
export const causeEvent = async (session: Session, convention: DeliveryConvention | undefined, label: string): Promise<Exchange> => {
  const operation = causeOf(session, convention);
  if (operation === undefined)
    throw new NotTried('missing-prerequisite', 'needs webhooks.trigger.operation: what makes the target send an event');
  const { trigger } = session.target.webhooks ?? {};
  const given = trigger?.body === undefined ? {} : { body: { kind: 'json' as const, value: trigger.body } };
  const exchange = await sendCreation(session, usableRequest(session, operation, label, given));
  if (!isSuccess(exchange))
    throw new Undecidable(`${operation.key}, which should cause an event, was answered ${outcomeOf(exchange)}`, [exchange]);
  return exchange;
};
