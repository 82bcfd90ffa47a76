import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { type BodyMember, bodyMembers } from '../../../generators/body-members.ts';
import type { Setting } from '../../../generators/body-with.ts';
import { type Settings, settableMembers, settingsOf, valueInSmallest } from '../../../generators/settings.ts';
import { listedValues } from '../../../generators/unusable-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { at, defineProbe, fail, inconclusive, pass, type Surroundings } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-locations.ts';
import { isSkipped, orSkipped, type Skipped } from '../../kit/not-tried.ts';
import { hasStatus } from '../../kit/success.ts';
import { freshFor } from '../../requests/usable-request.ts';
import { triedSetting } from '../../scenarios/bodies/tried-setting.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { creationAsSet } from '../../scenarios/lifecycle/creation-as-set.ts';
import { type Creation, type CreationMember, creationMembers, creators, prerequisitesToCreate } from '../../subjects/creators.ts';
import { namesSomething, errorResponseOf } from '../../subjects/mistaken-bodies.ts';
import { namesMember } from './named-member.ts';

/** Creations with a body that suit, each at its body. */
const bodiesOfCreations = (contract: Contract, suits: (operation: Operation) => boolean = () => true): Creation[] =>
  creators(contract).flatMap((operation) => (operation.body && suits(operation) ? [at(operation.body.location, { operation })] : []));

/** Refusals of the request as such, whatever stands in its body (RFC 9110 section 15.5). */
const refusalsAsSuch: readonly number[] = [400, 404, 405, 415];

export const requiredMembersSuffice = defineProbe<Creation, Exchange>({
  id: 'body/required-members-suffice',
  title: 'A body with just the required members creates what it asks for',
  why: 'Whoever follows the documentation sends no more than it asks for, and would learn of a hidden demand by trying.',
  fix: 'Take every member that is documented as optional for absent, or document it as required in a new version.',
  phase: 'mutate',
  stage: 'between-pages',
  exclusive: 'collection',
  over: (contract) => bodiesOfCreations(contract),
  prerequisites: prerequisitesToCreate,
  cost: () => ({ requests: 5, creates: 1 }),
  run: async ({ operation }, session) => (await session.run(created, { operation: operation.key })).exchange,
  judge({ operation }, exchange, { contract }) {
    if (isSuccess(exchange)) return pass(1);
    const demanded = bodyMembers(contract, operation).find(({ name, required }) => !required && namesMember(operation, exchange, name));
    const actual = `status ${outcomeOf(exchange)}`;
    const finding = { where: 'request body', expected: 'a success of the smallest body' };
    if (statusOf(exchange) === 422 && demanded) {
      return fail({ code: 'optional-member-demanded', ...finding, actual: `${actual}, which names "${demanded.name}"` }, [exchange]);
    }
    if (hasStatus(exchange, refusalsAsSuch)) return fail({ code: 'smallest-body-refused', ...finding, actual }, [exchange]);
    return inconclusive(`The smallest body was answered ${outcomeOf(exchange)}, for a reason of its own`, [exchange]);
  },
});

const optionalMembers = (contract: Contract, operation: Operation): BodyMember[] =>
  settableMembers(contract, operation).filter(({ required }) => !required);

/** Refusals that blame the body (RFC 9110 sections 15.5.1, 15.5.21). */
const refusalsOfBody: readonly number[] = [400, 422];

type Enlarged = {
  readonly smallest: Exchange;
  /** The same with one optional member, where the smallest body was refused. */
  readonly larger: readonly { readonly member: string; readonly exchange: Exchange }[];
};

export const optionalMembersNotDemanded = defineProbe<Creation, Enlarged>({
  id: 'body/optional-members-not-demanded',
  title: 'A body without the optional members is not refused where one with them is accepted',
  why: 'Whoever follows the documentation sends no more than it asks for, and would learn of a hidden demand by trying.',
  fix: 'Take a default for every member that is documented as optional, or document it as required in a new version.',
  phase: 'mutate',
  stage: 'between-pages',
  exclusive: 'collection',
  over: (contract) => bodiesOfCreations(contract, (operation) => optionalMembers(contract, operation).length > 0),
  prerequisites: prerequisitesToCreate,
  cost: () => ({ requests: 8, creates: 1 }),
  async run({ operation }, session) {
    const { contract, target } = session;
    const { exchange: smallest } = await session.run(created, { operation: operation.key });
    const larger: { member: string; exchange: Exchange }[] = [];
    for (const member of hasStatus(smallest, refusalsOfBody) ? optionalMembers(contract, operation) : []) {
      const [setting] = settingsOf(operation, { contract, target, fresh: freshFor(session, 'set') }, member).settings;
      if (!setting) continue;
      const parameters = { operation: operation.key, settings: [setting], purpose: `with-${member.name}` };
      const exchange = await orSkipped(session.run(creationAsSet, parameters));
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

type Tried = { readonly setting: Setting; readonly exchange: Exchange | Skipped };

type Values = {
  readonly tried: readonly Tried[];
  /** The smallest body, which every other one rests on. */
  readonly smallest: Exchange;
};

export const bodyValueAccepted = defineProbe<CreationMember, Values>({
  id: 'body/value-accepted',
  title: 'Each documented value of a member, and each optional member, is accepted in a creation',
  why: 'A documented value that is refused makes the caller look for a mistake of their own that is none.',
  fix: 'Accept every value the documentation lists, in its spelling, and every member it describes, or document the change in a new version.',
  phase: 'mutate',
  stage: 'using',
  exclusive: 'collection',
  over: (contract) => creationMembers(contract, settableMembers),
  prerequisites: (subject, around) => [...prerequisitesToCreate(subject, around), ...plannedSettings(subject, around).prerequisites],
  cost(subject, around) {
    const count = plannedSettings(subject, around).settings.length;
    return { requests: 5 + 2 * count, creates: 1 + count };
  },
  async run(subject, session) {
    const { key } = subject.operation;
    const { exchange: smallest } = await session.run(created, { operation: key });
    const tried: Tried[] = inSmallest(subject, session).map((setting) => ({ setting, exchange: smallest }));
    for (const setting of plannedSettings(subject, session).settings) {
      const shown = await orSkipped(triedSetting(session, key, setting));
      tried.push({ setting, exchange: isSkipped(shown) ? shown : shown.exchange });
    }
    return { tried, smallest };
  },
  judge: (subject, result) =>
    joinVerdicts(
      result.tried.map(({ setting, exchange }) => (isSkipped(exchange) ? exchange : judgeValue(subject, setting.value, exchange, result))),
    ),
});

/** While planning, and to tell values apart, any text stands for a fresh value. */
const making = ({ contract, target }: Surroundings) => ({ contract, target, fresh: (name: string): string => `ct-${name}` });

const plannedSettings = ({ operation, member }: CreationMember, around: Surroundings): Settings =>
  settingsOf(operation, making(around), member);

/** The listed value that the smallest body holds. */
const inSmallest = ({ operation, member }: CreationMember, around: Surroundings): Setting[] => {
  const value = valueInSmallest(operation, making(around), member);
  return listedValues(member)?.includes(value) === true ? [{ member: member.name, value }] : [];
};

/** Only a refusal that can be about the value alone is held against it. */
const judgeValue = ({ operation, member }: CreationMember, value: unknown, exchange: Exchange, result: Values): Verdict => {
  if (isSuccess(exchange)) return pass(1);
  const status = statusOf(exchange) ?? 0;
  const tried = `creation with "${member.name}" ${JSON.stringify(value) ?? 'nothing'}`;
  const finding = {
    code: 'value-refused',
    where: `request body /${member.name}`,
    expected: `a success of a ${tried}`,
    actual: `status ${outcomeOf(exchange)}`,
  };
  const mayBeElsewhere = status === 422 || errorResponseOf(operation, 'value').includes(status);
  if (mayBeElsewhere && namesMember(operation, exchange, member.name)) return fail(finding, [exchange]);
  const isWrong = status === 400 || (status === 404 && namesSomething(member));
  if (!mayBeElsewhere && isWrong && othersAccepted(exchange, result)) return fail(finding, [exchange]);
  return inconclusive(`A ${tried} was answered ${outcomeOf(exchange)}, which may be about something else`, [exchange]);
};

/** Was a creation without the value accepted, so that nothing but the value tells the two apart. */
const othersAccepted = (refused: Exchange, { smallest, tried }: Values): boolean =>
  [smallest, ...tried.map(({ exchange }) => exchange)].some((other) => !isSkipped(other) && other !== refused && isSuccess(other));
