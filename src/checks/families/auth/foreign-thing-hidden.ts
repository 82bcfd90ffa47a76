import { statuses, statusWords } from '../../../contract/conventions-at.ts';
import { defineProbe, inconclusive } from '../../kit/define.ts';
import { type GuardedThing, guardedThing } from '../../scenarios/lifecycle/guarded-thing.ts';
import { judgeRefusal } from '../../kit/refusal.ts';
import { resourceAt } from '../../subjects/resource-at.ts';
import { foreignPlaces, foreignNeeds } from './foreign.ts';
import { attemptOf, guardedRequests } from './guarded.ts';

export const foreignThingHidden = defineProbe<GuardedThing>({
  id: 'auth/foreign-thing-hidden',
  title: 'A thing cannot be read by its id with the credential of another account',
  why: 'Ids get around: in logs, in links, in messages. Whoever has one must not see what it names.',
  fix: 'Look things up by the account of the credential and their id together.',
  reads: 'auth.foreign',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: (contract) => foreignPlaces(contract, ({ read }) => read !== undefined),
  needs: foreignNeeds,
  cost: () => ({ requests: guardedRequests, creates: 1 }),
  measure: (place, session) => session.measure(guardedThing, { resource: resourceAt(session.contract, place).name }),
  judge(_place, guarded, { contract }) {
    const { read, before } = attemptOf(guarded, 'other');
    if (!read || !before) return inconclusive('Nothing was read', [guarded.creation]);
    const { foreign } = contract.conventions.auth ?? {};
    // A credential that is not known proves nothing about the thing.
    const expected = statuses(foreign, 'access').filter((status) => status !== 401);
    const mistake = 'a read of a thing of another account';
    return judgeRefusal(read, { expected, words: statusWords(foreign), wrong: [], code: 'foreign-thing', where: 'credential', mistake });
  },
});
