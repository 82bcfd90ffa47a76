import { sentencesOf } from '../../../contract/infer/sentences.ts';
import { parametersIn } from '../../../contract/infer/path-template.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { nodeOf } from '../../../model/location.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { sendCreation } from '../../scenarios/lifecycle/send-creation.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { conditionOf } from '../../scenarios/lifecycle/updated-on-condition.ts';
import { idOfMade, parentOf, roundTrips, type Trip } from '../../subjects/round-trips.ts';
import { valuesInPath } from '../../subjects/sequences.ts';

/** A change that has to name the version that it is about, of a resource that the run can create. */
type Conditional = Subject & { readonly trip: Trip; readonly operation: Operation; readonly field: string };

/** "A house can be set up to demand `If-Match`", "this workspace requires If-Match", "may be required": 428 is for some accounts alone. */
const forSome = new RegExp(
  [
    String.raw`\bcan be (?:set|configured|switched|turned)\b`,
    String.raw`\b(?:may|might|can) (?:demand|require|insist|be (?:demanded|required|enforced))\b`,
    String.raw`\b(?:if|where|when) (?:(?:an?|the|your|this) )?(?:[\w-]+ ){1,3}(?:demands?|requires?|insists?|enforces?|is (?:set|configured|switched|turned))\b`,
    String.raw`\b(?:this|your|some|an?) [\w-]+ (?:demands?|requires?|insists?|enforces?)\b`,
  ].join('|'),
  'iu',
);

/** Does the document leave it to the account, or the server, whether a change without If-Match is answered 428. */
const isForSome = ({ document }: Contract, operation: Operation, field: string): boolean => {
  const info = valueAt(document, '#/info');
  const node = valueAt(document, nodeOf(operation.location));
  const parameter = operation.parameters.find(({ in: where, name }) => where === 'header' && name.toLowerCase() === field.toLowerCase());
  if (parameter?.required === true) return false;
  const refusal = operation.responses.find(({ status }) => status === '428');
  const texts = [info, node, ...[parameter, refusal].flatMap((one) => (one ? [valueAt(document, nodeOf(one.location))] : []))].flatMap(
    (one) => (isObject(one) && typeof one['description'] === 'string' ? [one['description']] : []),
  );
  return texts.flatMap(sentencesOf).some((sentence) => /\b428\b|\bif-match\b|\bconditional\b/iu.test(sentence) && forSome.test(sentence));
};

/** Changes that describe If-Match and the answer 428 to a request without it (RFC 6585, section 3), for everybody. */
const conditional = (contract: Contract): Conditional[] =>
  roundTrips(contract).flatMap((trip) =>
    parentOf(contract, trip)?.isFlat
      ? []
      : [trip.patch, trip.put, trip.remove].flatMap((operation): Conditional[] => {
          const field = operation && conditionOf(operation);
          const isNeeded = operation?.responses.some(({ status }) => status === '428') === true;
          return operation && field !== undefined && isNeeded && !isForSome(contract, operation, field)
            ? [at(operation.location, { trip, operation, field })]
            : [];
        }),
  );

type Unconditional = { readonly creation: Exchange; readonly change: Exchange | undefined };

export const conditionRequired = defineProbe<Conditional, Unconditional>({
  id: 'concurrency/condition-required',
  title: 'A change that has to name an ETag is answered 428 where it names none',
  why: 'A client that forgets the condition overwrites what others saved, which the condition was made to prevent.',
  fix: 'Answer 428 where If-Match is missing, before anything is changed; 412 is for a condition that was sent and does not hold.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: conditional,
  prerequisites: ({ trip }, around) => prerequisitesFor(trip.create, around),
  cost: () => ({ requests: 4, creates: 1 }),
  async run({ trip, operation, field }, session) {
    const creation = await sendCreation(session, usableRequest(session, trip.create, 'unconditional'));
    const id = statusOf(creation) === 202 ? undefined : idOfMade(session.contract, trip, creation);
    if (id === undefined) return { creation, change: undefined };
    const parents = parametersIn(trip.addsTo).map((name) => creation.request.pathValues[name]);
    const request = usableRequest(session, operation, 'unconditional', { pathValues: valuesInPath(operation.path, parents, id) });
    const headers = request.headers.filter(([name]) => name.toLowerCase() !== field.toLowerCase());
    return { creation, change: await session.send({ ...request, headers: [...headers, [field, '']], madeUp: [field] }) };
  },
  judge(_subject, { creation, change }) {
    if (!change) return inconclusive(`The creation was answered ${outcomeOf(creation)}`, [creation]);
    const status = statusOf(change);
    if (status === 428) return pass(1);
    const evidence = [change, creation] as const;
    const finding = { where: 'If-Match', actual: outcomeOf(change) };
    if (isSuccess(change) && status !== 202)
      return unconfirmed(
        fail({ code: 'done-without-condition', expected: '428, because the request has no If-Match', ...finding }, evidence),
      );
    if (status !== 412) return inconclusive(`The request without If-Match was answered ${outcomeOf(change)}`, evidence);
    const expected = '428, because the request has no condition that could fail';
    return unconfirmed(fail({ code: 'no-condition-failed', expected, ...finding }, evidence));
  },
});
