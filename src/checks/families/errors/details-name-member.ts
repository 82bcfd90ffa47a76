import type { Errors } from '../../../contract/conventions.ts';
import { listAt } from '../../../contract/held.ts';
import { answerOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { spoilableMembers } from '../../../generators/unusable-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { unusableValues } from '../../scenarios/bodies/unusable-values.ts';
import { valueNotListed } from '../../scenarios/bodies/value-not-listed.ts';
import { isSkipped, orSkipped, type Skipped } from '../../kit/not-tried.ts';
import { withOptional } from '../../kit/join-places.ts';
import { canBeSpoilt, unusableNeeds } from '../../subjects/unusable-needs.ts';

type Measured = {
  /** No value in the body can be used. */
  readonly all: Exchange;
  /** Only the value of this member cannot. */
  readonly one: { readonly member: string; readonly exchange: Exchange | Skipped } | undefined;
};

type Details = NonNullable<Errors['details']>;

export const detailsNameMember = defineProbe<Measured>({
  id: 'errors/details-name-member',
  title: 'The details of a refusal name the members at fault as the request spells them',
  why: 'A form shows the message at the field of that name; under another name it shows it nowhere, or at the wrong one.',
  fix: 'Give the name of the member in the request, without a path, prefix or change of letters, and of no member that is right.',
  reads: 'errors.details',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: (contract) =>
    contract.operations
      .filter((operation) => operation.conventions.errors?.details?.name !== undefined && canBeSpoilt(contract, operation))
      .map(({ place }) => place),
  needs: (place, around) => unusableNeeds(operationOf(around.contract, place.operation ?? ''), around),
  cost: () => ({ requests: 2, creates: 0 }),
  async measure(place, session) {
    const operation = place.operation ?? '';
    const all = await session.measure(unusableValues, { operation });
    const member = namedFirst(session.contract, operationOf(session.contract, operation));
    if (member === undefined) return { all, one: undefined };
    return { all, one: { member, exchange: await orSkipped(session.measure(valueNotListed, { operation, member })) } };
  },
  judge(place, { all, one }, { contract }) {
    const operation = operationOf(contract, place.operation ?? '');
    const details = operation.conventions.errors?.details;
    if (!details) return inconclusive('The contract says nothing of details', []);
    const spoilt = spoilableMembers(contract, operation).map(({ name }) => name);
    const whole = judgeNames(all, details, spoilt);
    if (!one) return whole;
    return withOptional(whole, [isSkipped(one.exchange) ? one.exchange : judgeNames(one.exchange, details, [one.member])]);
  },
});

/** The member that is spoilt alone: the first of which the contract gives a value that is certainly refused. */
const namedFirst = (contract: Contract, operation: Operation): string | undefined =>
  spoilableMembers(contract, operation).find(({ conventions }) => conventions.unusable !== undefined)?.name;

/** Each element is to name one of the members at fault, and at least one element is to be there. */
const judgeNames = (exchange: Exchange, details: Details, atFault: readonly string[]): Verdict => {
  const status = statusOf(exchange);
  if (status === undefined || !details.on.includes(status)) {
    return inconclusive(`Values that cannot be used were answered ${outcomeOf(exchange)}`, [exchange]);
  }
  const listed = answerOf(exchange)?.text === null ? undefined : listAt(exchange, details.at)?.value;
  if (!Array.isArray(listed)) return inconclusive('The refusal lists no details', [exchange]);
  const names = listed.map((element: unknown) => valueAt(element, details.name ?? ''));
  if (names.length > 0 && names.every((name) => typeof name === 'string' && atFault.includes(name))) return pass(1);
  return fail(
    {
      code: 'details-name-other',
      where: [details.at].flat().join(' or '),
      expected: `${atFault.length === 1 ? 'exactly ' : 'only '}${atFault.map((name) => `"${name}"`).join(', ')} as ${details.name ?? ''}`,
      actual: names.length === 0 ? 'no element' : names.map((name) => JSON.stringify(name) ?? 'nothing').join(', '),
    },
    [exchange],
  );
};
