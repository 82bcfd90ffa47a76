import { isSuccess } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { CredentialName } from '../../../model/request.ts';
import { mainEndpoint } from '../../../model/sink.ts';
import { NotTried, Undecidable } from '../../kit/define.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { defineScenario, type Session, type SessionSink } from '../../kit/session.ts';
import { requestAsSet } from '../../requests/request-as-set.ts';
import { registrationOf } from '../../subjects/registration.ts';

/** The sink. @throws {NotTried} where the target has none. */
export const sinkOf = ({ sink }: Session): SessionSink => {
  if (sink === undefined) throw new NotTried('missing-prerequisite', 'needs webhooks.listen: nothing receives the events of the target');
  return sink;
};

/** A new endpoint is greeted within so many milliseconds, if it is. */
const greetingMs = 500;

/** The registration of an endpoint of its own. */
export type Registered = { readonly endpoint: string; readonly exchange: Exchange };

/** Registers an endpoint for every event, by the operation that the document has for it; undefined where it has none. */
export const registered = defineScenario<{ readonly credential: CredentialName }, Registered | undefined>({
  id: 'registered-endpoint',
  async run(session, { credential }) {
    const registration = registrationOf(session.contract);
    if (registration === undefined || !isAllowed(registration.operation, session.target)) return undefined;
    const endpoint = session.fresh(`hook-${credential}`);
    const settings = [...registration.all, { member: registration.member, value: sinkOf(session).url(endpoint) }];
    const request = requestAsSet(session, { operation: registration.operation.key, settings, purpose: `hook-${credential}` });
    const exchange = await session.send({ ...request, credential: { kind: 'valid', name: credential } });
    // Many services greet a new endpoint, which is no event.
    if (isSuccess(exchange)) await sinkOf(session).until(() => false, greetingMs, 'a new endpoint may be greeted');
    return { endpoint, exchange };
  },
});

/**
 * The endpoint to which the events of the run's own account are delivered: one that the run registers, where the document has an operation for it, else
 * that of the operator.
 * @throws {Undecidable} where the registration fails.
 */
export const ownEndpoint = async (session: Session): Promise<string> => {
  const own = await session.run(registered, { credential: 'key' });
  if (own === undefined) return mainEndpoint;
  if (!isSuccess(own.exchange)) throw new Undecidable('The endpoint of the run could not be registered', [own.exchange]);
  return own.endpoint;
};

/** Everything that was delivered to an endpoint. */
export const deliveriesTo = (session: Session, endpoint: string): readonly Exchange[] =>
  sinkOf(session)
    .deliveries()
    .filter(({ delivery }) => delivery?.endpoint === endpoint);
