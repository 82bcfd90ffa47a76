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
import { makingFor } from '../../requests/usable-request.ts';
import { triedSetting } from '../../scenarios/bodies/tried-setting.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { creationAsSet } from '../../scenarios/lifecycle/creation-as-set.ts';
import { type Creation, type CreationMember, creationMembers, creators, prerequisitesToCreate } from '../../subjects/creators.ts';
import { namesSomething, errorResponseOf } from '../../subjects/mistaken-bodies.ts';
import { namesMember } from './named-member.ts';

/** Suitable creations with a body, each at its body. */
const bodiesOfCreations = (contract: Contract, suits: (operation: Operation) => boolean = () => true): Creation[] =>
  creators(contract).flatMap((operation) => (operation.body && suits(operation) ? [at(operation.body.location, { operation })] : []));

/** Error statuses that are about the request as a whole, whatever its body contains (RFC 9110 section 15.5). */
const requestErrors: readonly number[] = [400, 404, 405, 415];

export const requiredMembersSuffice = defineProbe<Creation, Exchange>({
  id: 'body/required-members-suffice',
  title: 'A creation succeeds with only the required members',
  why: 'Clients that follow the documentation send only what it requires, and find a hidden requirement by trial.',
  fix: 'Accept a body without the members that are documented as optional, or document them as required in a new version.',
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
    const finding = { where: 'request body', expected: 'a success with the minimal body' };
    if (statusOf(exchange) === 422 && demanded) {
      return fail({ code: 'optional-member-demanded', ...finding, actual: `${actual}, which names "${demanded.name}"` }, [exchange]);
    }
    if (hasStatus(exchange, requestErrors)) return fail({ code: 'smallest-body-refused', ...finding, actual }, [exchange]);
    return inconclusive(`The minimal body was answered ${outcomeOf(exchange)}, which may have another reason`, [exchange]);
  },
});

const optionalMembers = (contract: Contract, operation: Operation): BodyMember[] =>
  settableMembers(contract, operation).filter(({ required }) => !required);

/** Error statuses that are about the body (RFC 9110 sections 15.5.1, 15.5.21). */
const bodyErrors: readonly number[] = [400, 422];

type Enlarged = {
  readonly smallest: Exchange;
  /** The same body with one optional member; tried only where the minimal body was refused. */
  readonly larger: readonly { readonly member: string; readonly exchange: Exchange }[];
};

export const optionalMembersNotDemanded = defineProbe<Creation, Enlarged>({
  id: 'body/optional-members-not-demanded',
  title: 'A creation that succeeds with an optional member also succeeds without it',
  why: 'Clients that follow the documentation send only what it requires, and find a hidden requirement by trial.',
  fix: 'Use a default for every member that is documented as optional, or document it as required in a new version.',
  phase: 'mutate',
  stage: 'between-pages',
  exclusive: 'collection',
  over: (contract) => bodiesOfCreations(contract, (operation) => optionalMembers(contract, operation).length > 0),
  prerequisites: prerequisitesToCreate,
  cost: () => ({ requests: 8, creates: 1 }),
  async run({ operation }, session) {
    const { contract } = session;
    const { exchange: smallest } = await session.run(created, { operation: operation.key });
    const larger: { member: string; exchange: Exchange }[] = [];
    for (const member of hasStatus(smallest, bodyErrors) ? optionalMembers(contract, operation) : []) {
      const [setting] = settingsOf(operation, makingFor(session, 'set'), member).settings;
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
    if (!accepted) return inconclusive(`The minimal body was answered ${outcomeOf(smallest)}, and no larger body was accepted`, [smallest]);
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
  /** The creation with the minimal body, which every other body extends. */
  readonly smallest: Exchange;
};

export const bodyValueAccepted = defineProbe<CreationMember, Values>({
  id: 'body/value-accepted',
  title: 'Each documented value of a member, and each optional member, is accepted in a creation',
  why: 'A caller whose documented value is refused looks for a mistake that is not there.',
  fix: 'Accept every documented value as it is spelt, and every documented member, or document the change in a new version.',
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

/** For planning and comparing, a fixed text replaces the fresh value. */
const planning = ({ contract, target }: Surroundings) => ({ contract, target, fresh: (name: string): string => `ct-${name}` });

const plannedSettings = ({ operation, member }: CreationMember, around: Surroundings): Settings =>
  settingsOf(operation, planning(around), member);

/** The listed value that the minimal body contains. */
const inSmallest = ({ operation, member }: CreationMember, around: Surroundings): Setting[] => {
  const value = valueInSmallest(operation, planning(around), member);
  return listedValues(member)?.includes(value) === true ? [{ member: member.name, value }] : [];
};

/** Fails only on an error response that can only be about the value. */
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
  const mayBeAnother = status === 422 || errorResponseOf(operation, 'value').includes(status);
  if (mayBeAnother && namesMember(operation, exchange, member.name)) return fail(finding, [exchange]);
  const isWrong = status === 400 || (status === 404 && namesSomething(member));
  if (!mayBeAnother && isWrong && othersAccepted(exchange, result)) return fail(finding, [exchange]);
  return inconclusive(`A ${tried} was answered ${outcomeOf(exchange)}, which may be about something else`, [exchange]);
};

/** True if a creation without the value was accepted, so that the value is the only difference. */
const othersAccepted = (refused: Exchange, { smallest, tried }: Values): boolean =>
  [smallest, ...tried.map(({ exchange }) => exchange)].some((other) => !isSkipped(other) && other !== refused && isSuccess(other));
