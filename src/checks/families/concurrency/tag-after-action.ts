import { isDeepStrictEqual } from 'node:util';
import { jsonOf, outcomeOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { isCached, strongTag } from '../../scenarios/lifecycle/look-at-resource.ts';
import { statedAct, type StatedAct } from '../../scenarios/lifecycle/stated-act.ts';
import { type Stated, statedActions, stateOf } from '../../subjects/stated-actions.ts';

const isSamePlace = (one: Exchange, other: Exchange): boolean => isDeepStrictEqual(one.request.pathValues, other.request.pathValues);

export const tagChangesWithAction = defineProbe<Stated, StatedAct>({
  id: 'concurrency/tag-changes-with-action',
  title: 'A resource that an action changed has another ETag',
  why: 'Caches keep showing the state before the action, and clients overwrite what it did, because the ETag tells them that nothing changed.',
  fix: 'Derive the ETag from what is shown, or from a version that every change raises, actions included, or mark it as weak.',
  phase: 'mutate',
  stage: 'looking-back',
  exclusive: 'collection',
  over: (contract) =>
    statedActions(contract).filter(({ read }) =>
      read.responses.some(({ status, headers }) => status.startsWith('2') && headers.some(({ name }) => name.toLowerCase() === 'etag')),
    ),
  prerequisites: ({ operation, read }, around) => [...prerequisitesFor(operation, around), ...prerequisitesFor(read, around)],
  cost: () => ({ requests: 12, creates: 2 }),
  run: ({ operation }, session) => session.run(statedAct, { action: operation.key }),
  judge({ state }, { fresh, action, reads }) {
    const last = reads.at(-1);
    const [old, shown] = [stateOf(fresh, state), last && stateOf(last, state)];
    if (last === undefined || old === undefined || shown === undefined || old === shown || !isSamePlace(fresh, last))
      return inconclusive(`The action was answered ${outcomeOf(action)}, and no read shows another state`, [action, fresh]);
    const tag = strongTag(fresh);
    if (tag === undefined || strongTag(last) === undefined || isCached(fresh) || isCached(last))
      return inconclusive('A read has no strong ETag, or comes from a cache', [fresh, last]);
    if (strongTag(last) !== tag || isDeepStrictEqual(jsonOf(fresh), jsonOf(last))) return pass(1);
    const expected = `another ETag than ${tag}, because the state is "${shown}" now, and was "${old}"`;
    return unconfirmed(fail({ code: 'tag-kept', where: 'ETag', expected, actual: 'the same ETag' }, [last, action, fresh]));
  },
});
