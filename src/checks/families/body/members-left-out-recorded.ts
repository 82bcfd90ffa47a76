import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { once } from '../../kit/session.ts';
import { withoutMember } from '../../requests/mistaken-body.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { prerequisitesToCreate } from '../../subjects/creators.ts';
import { membersOf } from '../../subjects/mistaken-bodies.ts';
import { makeableResourceTypes, type ResourceTypeOperation } from '../../subjects/resources.ts';
import { membersCalled, printedResource } from '../../subjects/shown-resource.ts';

type LeftOut = {
  /** The creation with every documented member that is required. */
  readonly whole: Exchange;
  readonly without: readonly { readonly member: string; readonly exchange: Exchange }[];
};

/** Creations of resources that can be removed, each at its body. */
const removableCreations = (contract: Contract): ResourceTypeOperation[] =>
  makeableResourceTypes(contract).flatMap((resourceType) => {
    const { create, remove } = resourceType;
    return create.body && remove ? [at(create.body.location, { resourceType, operation: create })] : [];
  });

export const membersLeftOutRecorded = defineProbe<ResourceTypeOperation, LeftOut>({
  id: 'body/members-left-out-recorded',
  title: 'Which members a creation can omit, and which of them its answer shows, is recorded',
  why: 'Where the documentation does not state which members are required, a client that omits one works with one service and not with another.',
  fix: 'Nothing is broken; the documentation could state which members are required.',
  phase: 'closing',
  exclusive: 'collection',
  over: removableCreations,
  prerequisites: prerequisitesToCreate,
  cost({ operation }, { contract }) {
    const count = membersOf(contract, operation).length;
    return { requests: 5 + count, creates: 1 + count };
  },
  async run({ operation }, session) {
    const { exchange: whole } = await session.run(created, { operation: operation.key });
    const tryWithout = async (member: string): Promise<Exchange> => once(session, withoutMember(session, operation, member));
    const without: { member: string; exchange: Exchange }[] = [];
    for (const { name } of isSuccess(whole) ? membersOf(session.contract, operation) : []) {
      const exchange = await orSkipped(tryWithout(name));
      if (!isSkipped(exchange)) without.push({ member: name, exchange });
    }
    return { whole, without };
  },
  judge({ resourceType, operation }, { whole, without }, { contract }) {
    if (!isSuccess(whole) || without.length === 0) {
      return inconclusive(`The complete body was answered ${outcomeOf(whole)}, so bodies without a member show nothing`, [whole]);
    }
    const answers = Object.fromEntries(without.map(({ member, exchange }) => [member, statusOf(exchange) ?? outcomeOf(exchange)]));
    const body = printedResource(resourceType, 'create', whole) ?? jsonOf(whole);
    const shown = bodyMembers(contract, operation)
      .map(({ name }) => name)
      .filter((name) => membersCalled(body, name).length > 0);
    return observed([factOf('creation.without-member', operation.key, answers), factOf('creation.members-shown', operation.key, shown)]);
  },
});
