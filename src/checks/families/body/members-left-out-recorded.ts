import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Place } from '../../../model/place.ts';
import { creationNeeds, operationAt } from '../../subjects/creators.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { memberLeftOut } from '../../scenarios/bodies/member-left-out.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { makeable, resourceAt } from '../../subjects/resource-at.ts';
import { membersCalled, printedThing } from '../../subjects/shown-thing.ts';

type Measured = {
  /** With every member that the contract asks for. */
  readonly whole: Exchange;
  readonly without: readonly { readonly member: string; readonly exchange: Exchange }[];
};

export const membersLeftOutRecorded = defineProbe<Measured>({
  id: 'body/members-left-out-recorded',
  title: 'Which members a creation can do without, and which of them its answer shows, is recorded',
  why: 'Where the documentation does not say which members are required, a client that leaves one out works with one service and not with another.',
  fix: 'Nothing is broken; the documentation could say which members are required.',
  phase: 'closing',
  alone: 'collection',
  places: (contract) =>
    makeable(contract).flatMap(({ create, remove }): Place[] => (create?.body && remove !== undefined ? [create.body.place] : [])),
  needs: creationNeeds,
  cost(place, { contract }) {
    const count = neededMembers(contract, operationAt(contract, place)).length;
    return { requests: 5 + count, creates: 1 + count };
  },
  async measure(place, session) {
    const operation = operationAt(session.contract, place);
    const { exchange: whole } = await session.measure(created, { operation: operation.key });
    const without: { member: string; exchange: Exchange }[] = [];
    for (const member of isSuccess(whole) ? neededMembers(session.contract, operation) : []) {
      const exchange = await orSkipped(session.measure(memberLeftOut, { operation: operation.key, member }));
      if (!isSkipped(exchange)) without.push({ member, exchange });
    }
    return { whole, without };
  },
  judge(place, { whole, without }, { contract }) {
    if (!isSuccess(whole) || without.length === 0) {
      return inconclusive(`The whole body was answered ${outcomeOf(whole)}, so that one without a member tells nothing`, [whole]);
    }
    const operation = operationAt(contract, place);
    const answers = Object.fromEntries(without.map(({ member, exchange }) => [member, statusOf(exchange) ?? outcomeOf(exchange)]));
    const body = printedThing(resourceAt(contract, place), 'create', whole) ?? jsonOf(whole);
    const shown = bodyMembers(contract, operation)
      .map(({ name }) => name)
      .filter((name) => membersCalled(body, name).length > 0);
    return observed([
      factOf('creation.without-member', place.operation, answers),
      factOf('creation.members-shown', place.operation, shown),
    ]);
  },
});

/** Members that are left out one at a time: those that the contract asks for. */
const neededMembers = (contract: Contract, operation: Operation): string[] =>
  bodyMembers(contract, operation).flatMap(({ name, required }) => (required ? [name] : []));
