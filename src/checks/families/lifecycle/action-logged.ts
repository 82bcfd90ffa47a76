import { isDeepStrictEqual } from 'node:util';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { patienceMs } from '../../kit/patience.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { actedOnce, type ActedOnce } from '../../scenarios/lifecycle/acted-once.ts';
import { type LoggedAction, loggedActions } from '../../subjects/logged-actions.ts';

/** Did an action do anything that a read of the resource shows; undefined where none was asked for. */
const isShown = ({ resource }: ActedOnce): boolean | undefined => {
  if (!resource) return undefined;
  const [before, after] = resource.map((one) => (isSuccess(one) ? jsonOf(one) : undefined));
  return before !== undefined && after !== undefined && !isDeepStrictEqual(before, after);
};

export const actionLogged = defineProbe<LoggedAction, ActedOnce>({
  id: 'lifecycle/action-logged',
  title: 'An action or a change is written into the list of the resource that a text says to have an entry for it',
  why: 'Who asks later who suspended the permit, and why, finds nothing.',
  fix: 'Write the entry in the transaction that does the action.',
  phase: 'mutate',
  stage: 'using',
  exclusive: 'collection',
  over: loggedActions,
  prerequisites: ({ operation, on }, around) => [
    ...prerequisitesFor(on.resourceType.create, around),
    ...prerequisitesFor(operation, around),
  ],
  cost: () => ({ requests: 16, creates: 2 }),
  run: ({ operation, read, member, ofId, shown }, session) =>
    session.run(actedOnce, {
      operation: operation.key,
      read: read.key,
      member: member ?? null,
      ofId: ofId ?? null,
      shown: shown?.key ?? null,
      withinMs: patienceMs(session.target, 'updated.shown'),
    }),
  judge({ operation, member, read, sentence, ofId, created }, acted) {
    const { action, before, after } = acted;
    const [old, now] = [before.entries, after.entries];
    const where = member === undefined ? 'list' : `/${member}`;
    const said = sentence === undefined ? 'as its text says' : `as the text of ${read.key} says: "${sentence}"`;
    if (old === undefined || now === undefined || !before.isWhole || !after.isWhole)
      return inconclusive(`The reads do not show ${member === undefined ? 'all entries' : `"${member}"`}`, [
        before.exchange,
        after.exchange,
      ]);
    if (ofId !== undefined && old.length === 0) return inconclusive('No entry of the log names the resource', [before.exchange]);
    // Another resource than the run takes it for may be read, whose list is empty.
    const isCreationShown = created === undefined || now.some((one) => isObject(one) && one[created.member] === created.value);
    if (!isCreationShown && created && now.length > 0) {
      const expected = `an entry with "${created.value}", ${said}`;
      const actual = `${now.length} entries without it`;
      return unconfirmed(fail({ code: 'creation-not-logged', where, expected, actual }, [after.exchange, action]));
    }
    if (!isSuccess(action) || statusOf(action) === 202) return inconclusive(`The action was answered ${outcomeOf(action)}`, [action]);
    if (!isDeepStrictEqual(old, now)) return pass(1);
    if (isShown(acted) === false) return inconclusive(`Nothing shows that ${operation.key} changed anything`, [action]);
    const expected = `another entry after ${operation.key}, ${said}`;
    return unconfirmed(
      fail({ code: 'action-not-logged', where, expected, actual: `the same ${old.length} entries as before` }, [
        after.exchange,
        action,
        before.exchange,
      ]),
    );
  },
});
