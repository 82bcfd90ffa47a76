import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { type BodyMember, bodyMembers } from '../../../generators/body-members.ts';
import { settableMembers, settingsOf } from '../../../generators/settings.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { creationNeeds, creators, operationAt } from '../../subjects/creators.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { creationAsSet } from '../../scenarios/lifecycle/creation-as-set.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { hasStatus } from '../../kit/story.ts';
import { freshFor } from '../../requests/usable-request.ts';

type Measured = {
  readonly smallest: Exchange;
  /** The same with one optional member, where the smallest body was refused. */
  readonly larger: readonly { readonly member: string; readonly exchange: Exchange }[];
};

/** Refusals that blame the body (RFC 9110 sections 15.5.1, 15.5.21). */
const refusals: readonly number[] = [400, 422];

const optionalMembers = (contract: Contract, operation: Operation): BodyMember[] => {
  const settable = new Set(settableMembers(contract, operation).map(({ name }) => name));
  return bodyMembers(contract, operation).filter(({ name, required }) => !required && settable.has(name));
};

export const optionalMembersNotDemanded = defineProbe<Measured>({
  id: 'body/optional-members-not-demanded',
  title: 'A body without the optional members is not refused where one with them is accepted',
  why: 'Whoever follows the documentation sends no more than it asks for, and would learn of a hidden demand by trying.',
  fix: 'Take a default for every member that is documented as optional, or document it as required in a new version.',
  phase: 'mutate',
  stage: 'between-pages',
  alone: 'collection',
  places: (contract) =>
    creators(contract).flatMap((operation) =>
      operation.body && optionalMembers(contract, operation).length > 0 ? [operation.body.place] : [],
    ),
  needs: creationNeeds,
  cost: () => ({ requests: 8, creates: 1 }),
  async measure(place, session) {
    const operation = operationAt(session.contract, place);
    const { exchange: smallest } = await session.measure(created, { operation: operation.key });
    const larger: { member: string; exchange: Exchange }[] = [];
    for (const member of hasStatus(smallest, refusals) ? optionalMembers(session.contract, operation) : []) {
      const making = { contract: session.contract, target: session.target, fresh: freshFor(session, 'set') };
      const [setting] = settingsOf(operation, making, member).settings;
      if (!setting) continue;
      const parameters = { operation: operation.key, settings: [setting], purpose: `with-${member.name}` };
      const exchange = await orSkipped(session.measure(creationAsSet, parameters));
      if (!isSkipped(exchange)) larger.push({ member: member.name, exchange });
    }
    return { smallest, larger };
  },
  judge(_, { smallest, larger }) {
    if (isSuccess(smallest)) return pass(1);
    const accepted = larger.find(({ exchange }) => isSuccess(exchange));
    if (!accepted) return inconclusive(`The smallest body was answered ${outcomeOf(smallest)}, and so was no larger one`, [smallest]);
    const finding = {
      code: 'optional-member-demanded',
      where: 'request body',
      expected: `a success without "${accepted.member}", as with it`,
      actual: `status ${outcomeOf(smallest)}`,
    };
    return fail(finding, [smallest, accepted.exchange]);
  },
});
