import { isSuccess } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import { type Acting, actingBy, isFrom } from '../../subjects/actions.ts';
import { itemKey } from '../../subjects/collection.ts';
import { isAllowed, needsFor } from '../../kit/prerequisites.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineMeasurement, type Session } from '../../kit/session.ts';
import { awaitListed } from './listed.ts';
import { type Attempt, attempt, lookAt } from './look.ts';
import { settingRows } from '../bodies/setting-rows.ts';
import { creationOfRow } from '../bodies/tried-setting.ts';

/** An action on things that are in no state that it is for, each with the state it was in before and after. */
export const actedElsewhere = defineMeasurement<{ readonly action: string }, readonly Attempt[]>({
  id: 'acted-elsewhere',
  async run(session, { action }) {
    const acting = actingBy(session.contract, action);
    const attempts: Attempt[] = [];
    for (const id of [await newThing(session, acting), fixtureOf(session, acting)]) {
      if (id === undefined) continue;
      const before = await lookAt(session, acting, id);
      if (before.kind !== 'item' || isFrom(acting.action, before.state)) continue;
      attempts.push(await attempt(session, acting, id, before));
    }
    return attempts;
  },
});

/** The thing the operator names for it. */
const fixtureOf = ({ target }: Session, { action }: Acting): string | undefined => {
  const supplied = action.unfit === undefined ? undefined : target.fixtures[action.unfit];
  return [supplied ?? []].flat()[0];
};

/**
 * A thing that was just created: one that other checks create too, but not the one whose way through the action is
 * followed, because nobody knows what becomes of it.
 */
const newThing = async (session: Session, { create, collection }: Acting): Promise<string | undefined> => {
  const { contract, target } = session;
  if (!create || !isAllowed(create, target)) return undefined;
  if (needsFor(create, { contract, target }).some(({ kind }) => kind !== 'permission')) return undefined;
  const { rows, plainRow } = await session.measure(settingRows, { operation: create.key });
  const row = rows.findIndex((_, index) => index !== plainRow);
  if (row < 0) return undefined;
  const creation = await orSkipped(creationOfRow(session, create.key, row));
  if (isSkipped(creation) || !isSuccess(creation)) return undefined;
  const found = await awaitListed(session, operationOf(contract, create.key), creation);
  return found.kind === 'listed' ? itemKey(collection, found.item) : undefined;
};
