import { isSuccess, statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import { otherSetsOf } from '../../../generators/example-sets.ts';
import { requestBodies } from '../../../generators/request-body.ts';
import { validRequest } from '../../../generators/valid-request.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { sendCreation } from '../lifecycle/send-creation.ts';
import { makingFor } from '../../requests/usable-request.ts';

/** The most other media types that are tried. */
const mostTypes = 4;

/** The media types of the successes of an operation, as declared. */
export const successTypes = ({ responses }: Operation): readonly string[] =>
  responses.filter(({ status }) => status.startsWith('2')).flatMap(({ content }) => content.map(({ mediaType }) => mediaType));

const withAccept = (request: PlannedRequest, mediaType: string): PlannedRequest => ({
  ...request,
  headers: [...request.headers.filter(([name]) => name.toLowerCase() !== 'accept'), ['accept', mediaType]],
});

/** The same request with each other media type that the document declares for what a status blames (RFC 9110, sections 15.5.7 and 15.5.16). */
const inOtherTypes = (session: Session, operation: Operation, request: PlannedRequest, status: number | undefined): PlannedRequest[] => {
  if (status === 406) return [...new Set([...successTypes(operation), '*/*'])].map((type) => withAccept(request, type));
  if (status !== 415 || request.body === undefined) return [];
  const [, ...others] = requestBodies(operation, makingFor(session, 'plain'));
  return others.map(({ body, madeUp }) => ({ ...request, body, madeUp: [...new Set([...(request.madeUp ?? []), ...madeUp])] }));
};

/** Sends a request; where its media type is refused with 406 or 415, also with the other declared ones, until one is accepted. */
export const sendInDeclaredTypes = async (session: Session, operation: Operation, request: PlannedRequest): Promise<Exchange> => {
  const first = await sendCreation(session, request);
  for (const other of inOtherTypes(session, operation, request, statusOf(first)).slice(0, mostTypes)) {
    const exchange = await sendCreation(session, other);
    if (isSuccess(exchange)) return exchange;
  }
  return first;
};

/** One request for each further set of examples that a document prints for an operation; none where it prints one. */
export const otherExamples = defineScenario<{ readonly operation: string }, readonly Exchange[]>({
  id: 'other-examples',
  async run(session, { operation: key }) {
    const { contract } = session;
    const operation = operationOf(contract, key);
    const exchanges: Exchange[] = [];
    for (const exampleSet of otherSetsOf(contract, operation)) {
      const made = validRequest(operation, { ...makingFor(session, `example-${exampleSet}`), exampleSet });
      if (made.kind === 'missing') continue;
      const sent = await orSkipped(session.send(made.request));
      if ('sent' in sent) exchanges.push(sent);
    }
    return exchanges;
  },
});
