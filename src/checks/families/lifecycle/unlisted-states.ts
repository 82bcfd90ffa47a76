import { isSuccess } from '../../../contract/message.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import { unlisted, type Unlisted } from '../../scenarios/lifecycle/unlisted.ts';
import { type UnlistedState, unlistedStates } from '../../subjects/unlisted-states.ts';

export const unlistedState = defineProbe<UnlistedState, Unlisted>({
  id: 'lifecycle/left-out-in-state',
  title: 'A list leaves out what is in a state in which the document says so, and shows it where it is asked to',
  why: 'People act on what was archived or cancelled long ago, or look for it in vain where they ask for it.',
  fix: 'Put the condition on the state into the query of the list, and lift it where the parameter is given.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => [...unlistedStates(contract)],
  prerequisites: ({ life, list }, around) => [...prerequisitesFor(life.type.create, around), ...permissionsFor(list.operation)],
  cost: () => ({ requests: 14, creates: 1 }),
  run: ({ life, list }, session) => session.run(unlisted, { list: list.operation.key, type: life.type.create.key }),
  judge({ list, state, shownBy }, { before, there, after, asked }) {
    if (!before) return inconclusive(`A new resource was not seen before it is "${state.name}"`, []);
    if (before.kind !== 'item') return inconclusive('The list did not show the resource before', [before.exchange]);
    if (!there || !after) return inconclusive(`The resource did not come to "${state.name}"`, [before.exchange]);
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
