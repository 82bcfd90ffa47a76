import type { Operation } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { type BodyMember, bodyMembers } from '../../../generators/body-members.ts';
import type { Setting } from '../../../generators/body-with.ts';
import { settableMembers, settingsOf, together, valueInSmallest } from '../../../generators/settings.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { makingFor } from '../../requests/usable-request.ts';
import { listOf } from '../lifecycle/created.ts';
import { itemsOfTraversal, referenceTraversal } from '../paging/traversal.ts';

/** The settings of the creations that together show every setting once. */
export type SettingRows = {
  /**
   * All settings, in as few bodies as possible: one creation for each row. Where it is refused, each setting of the row is tried
   * alone.
   */
  readonly rows: readonly (readonly Setting[])[];
  /** The last row without a setting that refers to something listed; undefined where there is none. */
  readonly plainRow: number | undefined;
};

/** The settings of a creation beyond the smallest body. */
export const settingRows = defineScenario<{ readonly operation: string }, SettingRows>({
  id: 'setting-rows',
  async run(session, { operation: key }) {
    const operation = operationOf(session.contract, key);
    const making = makingFor(session, 'set');
    const shown = bodyMembers(session.contract, operation).filter(
      ({ conventions }) => conventions.shownAt !== undefined && conventions.fresh !== true,
    );
    const settings = settableMembers(session.contract, operation).flatMap((member) => settingsOf(operation, making, member).settings);
    for (const member of shown) {
      const [value] = await otherValues(session, operation, member);
      if (value !== undefined) settings.push({ member: member.name, value });
    }
    const rows = together(settings);
    const isShown = ({ member }: Setting): boolean => shown.some(({ name }) => name === member);
    const plain = rows.findLastIndex((row) => !row.some(isShown));
    return { rows, plainRow: plain < 0 ? undefined : plain };
  },
});

/**
 * Values that listed resources show for a member of the body, the most frequent first, without the one of the smallest body.
 * None for a fresh member: it identifies a resource, so no other may have its value.
 */
export const otherValues = async (session: Session, operation: Operation, member: BodyMember): Promise<string[]> => {
  const making = makingFor(session, 'set');
  const usual = valueInSmallest(operation, making, member);
  return (await listedValuesOf(session, operation, member)).filter((value) => value !== usual);
};

/** The same with the value of the smallest body, where listed resources show it. */
export const listedValuesOf = async (session: Session, operation: Operation, member: BodyMember): Promise<string[]> => {
  const collection = listOf(session.contract, operation);
  const { shownAt } = member.conventions;
  if (!collection || shownAt === undefined || member.conventions.fresh === true) return [];
  const counts = new Map<string, number>();
  for (const item of itemsOfTraversal(collection, await referenceTraversal(session, collection, 'first'))) {
    const value = valueAt(item, shownAt);
    if (typeof value === 'string' && value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([value]) => value);
};
