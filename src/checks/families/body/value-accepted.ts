import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import type { Setting } from '../../../generators/body-with.ts';
import { settableMembers, settingsOf, valueInSmallest } from '../../../generators/settings.ts';
import { listedValues } from '../../../generators/unusable-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Place } from '../../../model/place.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { creationNeeds, creators, memberAt, operationAt } from '../../subjects/creators.ts';
import { defineProbe, fail, inconclusive, pass, type Surroundings } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-places.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { triedSetting } from '../../scenarios/bodies/tried-setting.ts';
import { namesSomething } from '../../scenarios/bodies/value-not-listed.ts';
import { refusalOf } from '../../subjects/mistaken-bodies.ts';
import { namesMember } from '../../subjects/named-member.ts';
import { isSkipped, orSkipped, type Skipped } from '../../kit/not-tried.ts';
import type { Session } from '../../kit/session.ts';

type Tried = { readonly setting: Setting; readonly exchange: Exchange | Skipped };

type Measured = {
  readonly tried: readonly Tried[];
  /** The smallest body, which every other one rests on. */
  readonly smallest: Exchange;
};

export const bodyValueAccepted = defineProbe<Measured>({
  id: 'body/value-accepted',
  title: 'Each documented value of a member, and each optional member, is accepted in a creation',
  why: 'A documented value that is refused makes the caller look for a mistake of their own that is none.',
  fix: 'Accept every value the documentation lists, in its spelling, and every member it describes, or document the change in a new version.',
  phase: 'mutate',
  stage: 'using',
  alone: 'collection',
  places: (contract) => creators(contract).flatMap((operation) => settableMembers(contract, operation).map(({ place }) => place)),
  needs: (place, around) => [...creationNeeds(place, around), ...plannedSettings(place, around).needs],
  cost: (place, around) => {
    const count = plannedSettings(place, around).settings.length;
    return { requests: 5 + 2 * count, creates: 1 + count };
  },
  async measure(place, session) {
    const operation = operationAt(session.contract, place);
    const { exchange: smallest } = await session.measure(created, { operation: operation.key });
    const tried: Tried[] = inSmallest(place, session).map((setting) => ({ setting, exchange: smallest }));
    for (const setting of plannedSettings(place, session).settings) {
      const shown = await orSkipped(triedSetting(session, operation.key, setting));
      tried.push({ setting, exchange: isSkipped(shown) ? shown : shown.exchange });
    }
    return { tried, smallest };
  },
  judge(place, measured, around) {
    return joinVerdicts(
      measured.tried.map((one) => (isSkipped(one.exchange) ? one.exchange : judgeOne(place, one, one.exchange, measured, around))),
    );
  },
});

/** While planning, and to tell values apart, any text stands for a fresh value. */
const making = ({ contract, target }: Surroundings) => ({ contract, target, fresh: (name: string): string => `ct-${name}` });

const plannedSettings = (place: Place, around: Surroundings) =>
  settingsOf(operationAt(around.contract, place), making(around), memberAt(around.contract, place));

/** The listed value that the smallest body holds. */
const inSmallest = (place: Place, session: Session): Setting[] => {
  const member = memberAt(session.contract, place);
  const value = valueInSmallest(operationAt(session.contract, place), making(session), member);
  return listedValues(member)?.includes(value) === true ? [{ member: member.name, value }] : [];
};

/** Only a refusal that can be about the value alone is held against it. */
const judgeOne = (place: Place, { setting }: Tried, exchange: Exchange, measured: Measured, { contract }: Surroundings): Verdict => {
  if (isSuccess(exchange)) return pass(1);
  const operation = operationAt(contract, place);
  const status = statusOf(exchange) ?? 0;
  const value = JSON.stringify(setting.value) ?? 'nothing';
  const finding = {
    where: `request body /${setting.member}`,
    expected: `a success of a creation with "${setting.member}" ${value}`,
    actual: `status ${outcomeOf(exchange)}`,
  };
  const mayBeElsewhere = status === 422 || refusalOf(operation, 'value').includes(status);
  if (mayBeElsewhere && namesMember(operation, exchange, setting.member)) return fail({ code: 'value-refused', ...finding }, [exchange]);
  const member = bodyMembers(contract, operation).find(({ name }) => name === setting.member);
  const isWrong = status === 400 || (status === 404 && member !== undefined && namesSomething(member));
  if (!mayBeElsewhere && isWrong && othersAccepted(exchange, measured)) return fail({ code: 'value-refused', ...finding }, [exchange]);
  return inconclusive(
    `A creation with "${setting.member}" ${value} was answered ${outcomeOf(exchange)}, which may be about something else`,
    [exchange],
  );
};

/** Was a creation without the value accepted, so that nothing but the value tells the two apart. */
const othersAccepted = (refused: Exchange, { smallest, tried }: Measured): boolean =>
  [smallest, ...tried.map(({ exchange }) => exchange)].some((other) => !isSkipped(other) && other !== refused && isSuccess(other));
