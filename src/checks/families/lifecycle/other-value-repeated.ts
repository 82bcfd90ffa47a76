import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Place } from '../../../model/place.ts';
import { creationNeeds, memberAt, operationAt } from '../../subjects/creators.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { otherValues } from '../../scenarios/bodies/setting-rows.ts';
import { triedSetting } from '../../scenarios/bodies/tried-setting.ts';
import { makeable, resourceAt } from '../../subjects/resource-at.ts';
import { printedThing } from '../../subjects/shown-thing.ts';

/** The creation that was accepted, else the last one; undefined where no other value is known. */
type Measured = { readonly value: unknown; readonly exchange: Exchange } | undefined;

/** Other values that are tried until a creation is accepted. */
const most = 3;

export const otherValueRepeated = defineProbe<Measured>({
  id: 'lifecycle/other-value-repeated',
  title: 'A creation with a value that other things show is answered with that very value',
  why: 'A default in place of what was asked for shows only where something else than the default is asked for.',
  fix: 'Carry the value through to the thing, and refuse the creation where that is not possible.',
  phase: 'mutate',
  stage: 'lifecycle',
  alone: 'collection',
  places: (contract) =>
    makeable(contract).flatMap(({ create, convention }): Place[] =>
      create && convention.shown?.create !== undefined
        ? bodyMembers(contract, create).flatMap(({ conventions, place }) => (conventions.shownAt === undefined ? [] : [place]))
        : [],
    ),
  needs: creationNeeds,
  cost: () => ({ requests: 12, creates: 1 }),
  async measure(place, session) {
    const operation = operationAt(session.contract, place);
    const member = memberAt(session.contract, place);
    let last: Measured;
    for (const value of (await otherValues(session, operation, member)).slice(0, most)) {
      last = { value, exchange: (await triedSetting(session, operation.key, { member: member.name, value })).exchange };
      if (isSuccess(last.exchange)) break;
    }
    return last;
  },
  judge(place, measured, { contract }) {
    const { name, conventions } = memberAt(contract, place);
    // Then there is nothing to try, and what the first creation showed stands.
    if (!measured) return { ...inconclusive(`No listed thing shows another value of "${name}"`, []), unseen: true };
    const { value, exchange } = measured;
    if (!isSuccess(exchange)) return inconclusive(`A creation with another "${name}" was answered ${outcomeOf(exchange)}`, [exchange]);
    const thing = printedThing(resourceAt(contract, place), 'create', exchange);
    const shows = thing && valueAt(thing, conventions.shownAt ?? '');
    // An absent member, or one of another type, is judged by the schema.
    if (typeof shows !== typeof value) return inconclusive(`The answer does not show "${name}"`, [exchange]);
    if (shows === value) return pass(1);
    const finding = {
      code: 'other-than-requested',
      where: conventions.shownAt ?? '',
      expected: JSON.stringify(value) ?? 'nothing',
      actual: JSON.stringify(shows) ?? 'nothing',
    };
    return fail(finding, [exchange]);
  },
});
