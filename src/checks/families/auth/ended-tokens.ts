import { tokenSchemes } from '../../../contract/admission.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { smallRead } from '../../requests/small-read.ts';
import { parentValues } from '../../scenarios/lifecycle/round-trip/parents.ts';
import { make, onItem } from '../../scenarios/lifecycle/round-trip/steps.ts';
import type { Way } from '../../scenarios/lifecycle/round-trip/way.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { type EndedToken, endedTokens } from '../../subjects/ended-tokens.ts';
import { resourceIn } from '../../subjects/round-trips.ts';

/** Most reads, texts of the answer and schemes that are tried until the new credential opens something. */
const most = { reads: 4, texts: 3, schemes: 2 } as const;

/** The longest wait in milliseconds until a credential that was ended is refused: not every part of a service knows at once. */
const longestMs = 10_000;

/** How a text of the recorded answer stands for what the service issued. */
const issuedText = /^\[(issued-\d+)\]$/u;

type Opened = { readonly request: PlannedRequest; readonly exchange: Exchange };

type Result = {
  readonly made: Exchange;
  readonly opened: Opened | undefined;
  /** The same read with a credential that nobody issued. */
  readonly unknown: Exchange | undefined;
  readonly ended: Exchange | undefined;
  readonly after: Exchange | undefined;
};

/** The handles of what the service issued with a resource, likeliest first. */
export const handlesIn = (resource: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.values(resource)
    .flatMap((value) => (typeof value === 'string' ? (issuedText.exec(value)?.[1] ?? []) : []))
    .slice(-most.texts)
    .toReversed();

/** The reads that a credential may open, each with one of the schemes that take a token. */
const readsWith = (session: Session): readonly { readonly read: Operation; readonly scheme: string }[] =>
  parameterlessReads(session.contract)
    .slice(0, most.reads)
    .flatMap((read) =>
      tokenSchemes(session.contract, read)
        .slice(0, most.schemes)
        .map((scheme) => ({ read, scheme })),
    );

/** Looks for a read that succeeds with what was issued. */
const openedBy = async (session: Session, handles: readonly string[]): Promise<Opened | undefined> => {
  for (const { read, scheme } of readsWith(session)) {
    for (const handle of handles) {
      const request: PlannedRequest = { ...smallRead(session, read), credential: { kind: 'issued', handle, scheme } };
      const exchange = await session.send(request);
      if (isSuccess(exchange)) return { request, exchange };
    }
  }
  return undefined;
};

export const endedTokenRefused = defineProbe<EndedToken, Result>({
  id: 'auth/ended-token-refused',
  title: 'A credential that the run had issued is refused after the operation of which the document says that it ends it',
  why: 'Somebody revokes a token because somebody else has it, and that one goes on reading.',
  fix: 'Look up whether the token was ended on every request, and drop it from every cache in the transaction that ends it.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => [...endedTokens(contract)],
  prerequisites: ({ trip, end }, around) => [...prerequisitesFor(trip.create, around), ...permissionsFor(end)],
  cost: () => ({ requests: 40, creates: 1 }),
  async run({ trip, end }, session) {
    const way: Way = { session, trip, pathValues: await parentValues(session, trip) };
    const { id, exchange: made } = await make(way, 'ended', (base) => base);
    const none: Result = { made, opened: undefined, unknown: undefined, ended: undefined, after: undefined };
    const resource = resourceIn(session.contract, trip.create, made, trip.id);
    if (id === undefined || resource === undefined) return none;
    const opened = await openedBy(session, handlesIn(resource));
    if (!opened) return none;
    const { request } = opened;
    const scheme = 'scheme' in request.credential ? request.credential.scheme : undefined;
    const value = `ct_invalid_${session.hex('ended-token', 32)}`;
    const unknown = await session.send({
      ...request,
      credential: { kind: 'made-up', value, ...(scheme === undefined ? {} : { scheme }) },
      faults: ['credential-invalid'],
    });
    if (isSuccess(unknown)) return { ...none, opened, unknown };
    const ended = await onItem(way, end, made, id);
    if (!isSuccess(ended) || statusOf(ended) === 202) return { ...none, opened, unknown, ended };
    let after: Exchange | undefined;
    await until(session, { withinMs: longestMs, why: 'the credential is to be refused' }, async () => {
      after = await session.send({ ...request, faults: ['credential-invalid'] });
      return isSuccess(after) ? undefined : true;
    });
    return { made, opened, unknown, ended, after };
  },
  judge({ end }, { made, opened, unknown, ended, after }) {
    if (!opened) return inconclusive('No text of the answer to the creation opened a read as a credential', [made]);
    if (unknown && isSuccess(unknown)) return inconclusive('The read takes any credential', [unknown, opened.exchange]);
    if (!ended || !after)
      return inconclusive(`The operation that ends the credential was answered ${outcomeOf(ended ?? made)}`, [ended ?? made]);
    if ([401, 403].includes(statusOf(after) ?? 0)) return pass(1);
    if (!isSuccess(after)) return inconclusive(`The read was answered ${outcomeOf(after)}`, [after, ended]);
    const finding = {
      code: 'ended-token-accepted',
      where: 'credential',
      expected: `401 to ${opened.request.operation ?? 'a read'} with the credential after ${end.key} was answered ${outcomeOf(ended)}, as the document says`,
      actual: `status ${outcomeOf(after)}, ${longestMs / 1000} s later`,
    };
    return unconfirmed(fail(finding, [after, ended, opened.exchange, made]));
  },
});
