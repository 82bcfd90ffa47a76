import { isSuccess } from '../../../contract/message.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, pass, type Surroundings, unconfirmed } from '../../kit/define.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { unlisted, type Unlisted } from '../../scenarios/lifecycle/unlisted.ts';
import { type UnlistedState, unlistedStates } from '../../subjects/unlisted-states.ts';

const common = {
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  prerequisites: ({ life, list }: UnlistedState, around: Surroundings) => [
    ...prerequisitesFor(life.type.create, around),
    ...permissionsFor(list.operation),
  ],
  cost: () => ({ requests: 14, creates: 1 }),
  run: ({ life, list, fate }: UnlistedState, session: Session) =>
    session.run(unlisted, { list: list.operation.key, type: life.type.create.key, fate }),
} as const;

/** Why nothing is known of the list with a resource in the state. */
const notSeen = ({ state }: UnlistedState, { before }: Unlisted): Verdict => {
  if (!before) return inconclusive(`A new resource was not seen before it is "${state.name}"`, []);
  const reason = before.kind === 'item' ? `The resource did not come to "${state.name}"` : 'The list did not show the resource before';
  return inconclusive(reason, [before.exchange]);
};

export const unlistedState = defineProbe<UnlistedState, Unlisted>({
  ...common,
  id: 'lifecycle/left-out-in-state',
  title: 'A list leaves out what is in a state in which the document says so, and shows it where it is asked to',
  why: 'People act on what was archived or cancelled long ago, or look for it in vain where they ask for it.',
  fix: 'Put the condition on the state into the query of the list, and lift it where the parameter is given.',
  over: (contract) => [...unlistedStates(contract, 'left-out')],
  judge(subject, story) {
    const { list, state, shownBy } = subject;
    if (!story.came) return notSeen(subject, story);
    const { there, after, asked } = story.came;
    if (after.kind === 'item') {
      const finding = {
        code: 'listed-in-state',
        where: 'list',
        expected: `no resource that is "${state.name}" in ${list.operation.key}`,
        actual: 'the resource is still listed',
      };
      return unconfirmed(fail(finding, [after.exchange, there]));
    }
    if (after.kind !== 'absent') return inconclusive('The list could not be read to its end', [after.exchange]);
    if (asked?.kind === 'absent' && shownBy) {
      const finding = {
        code: 'not-listed-when-asked',
        where: 'list',
        expected: `the resource that is "${state.name}" in ${list.operation.key} with "${shownBy.join('=')}"`,
        actual: 'a list without it',
      };
      return unconfirmed(fail(finding, [asked.exchange, there]));
    }
    return pass(asked && isSuccess(asked.exchange) ? 2 : 1);
  },
});

export const shownInState = defineProbe<UnlistedState, Unlisted>({
  ...common,
  id: 'lifecycle/listed-in-state',
  title: 'A list shows what is in a state in which the document says that it is included',
  why: 'What is missing in the list is taken for lost, and nobody finds its history.',
  fix: 'Leave the condition on the state out of the query of the list.',
  over: (contract) => [...unlistedStates(contract, 'shown')],
  judge(subject, story) {
    const { list, state } = subject;
    if (!story.came) return notSeen(subject, story);
    const { there, after } = story.came;
    if (after.kind === 'item') return pass(1);
    if (after.kind !== 'absent') return inconclusive('The list could not be read to its end', [after.exchange]);
    const finding = {
      code: 'not-listed-in-state',
      where: 'list',
      expected: `the resource that is "${state.name}" in ${list.operation.key}`,
      actual: 'a list without it',
    };
    return unconfirmed(fail(finding, [after.exchange, there]));
  },
});
