import { sentencesOf } from '../../../contract/infer/sentences.ts';
import { beginsWith, endsInParameter, parametersIn } from '../../../contract/infer/path-template.ts';
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

/** A change that has to name the version that it is about, of a resource that the run can create, or of a part of it. */
type Conditional = Subject & { readonly trip: Trip; readonly operation: Operation; readonly field: string; readonly isOfPart: boolean };

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

/** The changes of what a resource has once, below its path: `PUT /devices/{deviceId}/config/desired`. Only those that nobody may make without a condition. */
const partChanges = ({ operations }: Contract, { itemPath }: Trip): readonly Operation[] =>
  operations.filter(
    ({ method, path, parameters }) =>
      (method === 'PUT' || method === 'PATCH') &&
      beginsWith(path, itemPath) &&
      !endsInParameter(path) &&
      parametersIn(path).length === parametersIn(itemPath).length &&
      parameters.some(({ in: where, name, required }) => where === 'header' && name.toLowerCase() === 'if-match' && required),
  );

/** Changes that describe If-Match and the answer 428 to a request without it (RFC 6585, section 3), for everybody. */
const conditional = (contract: Contract): Conditional[] => {
  const changes = roundTrips(contract).flatMap((trip) => {
    if (parentOf(contract, trip)?.isFlat) return [];
    const own = [trip.patch, trip.put, trip.remove].flatMap((operation) => (operation ? [{ operation, trip, isOfPart: false }] : []));
    return [...own, ...partChanges(contract, trip).map((operation) => ({ operation, trip, isOfPart: true }))];
  });
  return changes.flatMap(({ operation, ...others }, n): Conditional[] => {
    const field = conditionOf(operation);
    const isNeeded = operation.responses.some(({ status }) => status === '428');
    const isFirst = changes.findIndex((one) => one.operation === operation) === n;
    return field !== undefined && isNeeded && (isFirst || !others.isOfPart) && !isForSome(contract, operation, field)
      ? [at(operation.location, { ...others, operation, field })]
      : [];
  });
};

type Unconditional = {
  readonly creation: Exchange;
  /** The change of a part with its tag, so that the part is there; undefined for others. */
  readonly control?: Exchange;
  readonly change: Exchange | undefined;
};

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
  cost: ({ isOfPart }) => ({ requests: isOfPart ? 6 : 4, creates: 1 }),
  async run({ trip, operation, field, isOfPart }, session) {
    const creation = await sendCreation(session, usableRequest(session, trip.create, 'unconditional'));
    const id = statusOf(creation) === 202 ? undefined : idOfMade(session.contract, trip, creation);
    if (id === undefined) return { creation, change: undefined };
    const parents = parametersIn(trip.addsTo).map((name) => creation.request.pathValues[name]);
    const request = usableRequest(session, operation, 'unconditional', { pathValues: valuesInPath(operation.path, parents, id) });
    const control = isOfPart ? await session.send(request) : undefined;
    if (control && !isSuccess(control)) return { creation, control, change: undefined };
    const headers = request.headers.filter(([name]) => name.toLowerCase() !== field.toLowerCase());
    return {
      creation,
      ...(control && { control }),
      change: await session.send({ ...request, headers: [...headers, [field, '']], madeUp: [field] }),
    };
  },
  judge(_subject, { creation, control, change }) {
    if (!change && control) return inconclusive(`The change with the current tag was answered ${outcomeOf(control)}`, [control, creation]);
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
