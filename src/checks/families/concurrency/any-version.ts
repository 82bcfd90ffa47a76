import { parametersIn } from '../../../contract/infer/path-template.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation, Parameter } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { sendCreation } from '../../scenarios/lifecycle/send-creation.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { idOfMade, parentOf, roundTrips, type Trip } from '../../subjects/round-trips.ts';
import { valuesInPath } from '../../subjects/sequences.ts';

/** A condition on any version at all (RFC 9110, sections 13.1.1 and 13.1.2), and whether a change of what is there meets it. */
const conditions = [
  { field: 'If-Match', holds: true, code: 'any-version-refused' },
  { field: 'If-None-Match', holds: false, code: 'no-version-ignored' },
] as const;

/** A change that takes such a condition, of a resource that the run can create. */
type Conditional = Subject & { readonly trip: Trip; readonly operation: Operation; readonly condition: (typeof conditions)[number] };

/** The field, where an operation describes it and 412. */
const fieldOf = ({ parameters, responses }: Operation, field: string): Parameter | undefined =>
  responses.some(({ status }) => status === '412')
    ? parameters.find(({ in: where, name }) => where === 'header' && name.toLowerCase() === field.toLowerCase())
    : undefined;

const conditional = (contract: Contract): Conditional[] =>
  contract.standard.size === 0
    ? []
    : roundTrips(contract).flatMap((trip) =>
        parentOf(contract, trip)?.isFlat
          ? []
          : [trip.patch, trip.put].flatMap((operation) =>
              conditions.flatMap((condition): Conditional[] => {
                const field = operation && fieldOf(operation, condition.field);
                return operation && field ? [at(field.location, { trip, operation, condition })] : [];
              }),
            ),
      );

type Result = { readonly creation: Exchange; readonly change: Exchange | undefined };

export const anyVersionRead = defineProbe<Conditional, Result>({
  id: 'concurrency/any-version-read',
  title: 'A condition on any version is met by what is there, and one on none is not',
  why: 'A client that only wants to create overwrites what is there, and one that only wants to change what is there is refused.',
  fix: 'Read * in If-Match and If-None-Match as any version, before tags are compared.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: conditional,
  prerequisites: ({ trip }, around) => prerequisitesFor(trip.create, around),
  cost: () => ({ requests: 4, creates: 1 }),
  async run({ trip, operation, condition: { field } }, session) {
    const creation = await sendCreation(session, usableRequest(session, trip.create, 'any-version'));
    const id = statusOf(creation) === 202 ? undefined : idOfMade(session.contract, trip, creation);
    if (id === undefined) return { creation, change: undefined };
    const parents = parametersIn(trip.addsTo).map((name) => creation.request.pathValues[name]);
    const request = usableRequest(session, operation, 'any-version', { pathValues: valuesInPath(operation.path, parents, id) });
    const headers = request.headers.filter(([name]) => !/^if-(?:none-)?match$/iu.test(name));
    return { creation, change: await session.send({ ...request, headers: [...headers, [field, '*']], madeUp: [field] }) };
  },
  judge({ condition: { field, holds, code } }, { creation, change }) {
    if (!change) return inconclusive(`The creation was answered ${outcomeOf(creation)}`, [creation]);
    const isRefused = statusOf(change) === 412;
    const isDone = isSuccess(change) && statusOf(change) !== 202;
    if (!isRefused && !isDone) return inconclusive(`The change with ${field}: * was answered ${outcomeOf(change)}`, [change, creation]);
    if (isDone === holds) return pass(1);
    const expected = holds ? 'the change, because the resource is there' : '412, because the resource is there';
    const finding = { code, where: field, expected, actual: `status ${outcomeOf(change)} to ${field}: *` };
    return unconfirmed(fail(finding, [change, creation]));
  },
});
