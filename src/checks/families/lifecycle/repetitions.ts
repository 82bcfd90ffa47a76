import { isDeepStrictEqual } from 'node:util';
import { resourceIn } from '../../../contract/infer/suited-members.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import { type ActedTwice, actedTwice } from '../../scenarios/lifecycle/acted-twice.ts';
import { repeatedOn, type ToldRepetition, toldRepetitions } from '../../subjects/told-repetitions.ts';

/** Members that tell of a call or of the last change, and those that go on by themselves: other requirements judge them. */
const ofCall =
  /^(?:last )?(?:updated|modified|changed|checked|seen|served|generated|requested)\b|\b(?:request|trace|etag|version|revision|links?|urls?|tokens?|expires|expiry|now|age|elapsed|remaining|left|duration|seconds|minutes|ms|uptime)\b/u;

/** Statuses that are not about the state of a resource. */
const ofOtherMatters: ReadonlySet<number> = new Set([401, 403, 404, 408, 412, 415, 428, 429]);

export const repetitionLeaves = defineProbe<ToldRepetition, ActedTwice>({
  id: 'lifecycle/repetition-leaves',
  title: 'An action that is done once more leaves what the document says that it leaves',
  why: 'A client whose answer got lost sends the action again. Who was first, and when, is lost by that.',
  fix: 'Look whether the action was done already, and answer with what is stored then, without storing anything.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: toldRepetitions,
  prerequisites({ operation }, around) {
    const repeated = repeatedOn(around.contract, operation);
    return [...(repeated ? prerequisitesFor(repeated.on.resourceType.create, around) : []), ...permissionsFor(operation)];
  },
  cost: ({ operation }) => ({ requests: 9, creates: operation.effect.startsWith('creates') ? 3 : 1 }),
  run: ({ operation }, session) => session.run(actedTwice, { operation: operation.key }),
  judge({ operation, promises }, { first, between, second }) {
    const { action } = first;
    if (!second || statusOf(action) === 202) return inconclusive(`${operation.key} was answered ${outcomeOf(action)}`, [action]);
    const again = second.action;
    const status = statusOf(again) ?? 0;
    const told = promises.find(({ isAccepted }) => isAccepted);
    if (told && status >= 400 && status < 500 && !ofOtherMatters.has(status)) {
      const expected = `a success of ${operation.key}, which was done already: "${told.sentence}"`;
      const finding = { code: 'repetition-refused', where: 'status', expected, actual: outcomeOf(again) };
      return unconfirmed(fail(finding, [again, action]));
    }
    if (!isSuccess(again)) return inconclusive(`Once more it was answered ${outcomeOf(again)}`, [again, action]);
    const [before, after] = [first.shown, second.shown].map((one) => one && resourceIn(jsonOf(one)));
    if (!before || !after) return inconclusive('Neither the answers nor a read show the resource', [again, action]);
    // Where two reads alone show it, what differs between them went on by itself: "starting" became "running".
    const waited = between && isSuccess(between) ? resourceIn(jsonOf(between)) : undefined;
    const movedAlone = (name: string): boolean => waited?.[name] !== undefined && !isDeepStrictEqual(before[name], waited[name]);
    let judged = 0;
    for (const { members, sentence } of promises) {
      const kept = members ?? Object.keys(before).filter((name) => !ofCall.test(wordsOf(name).join(' ')));
      for (const name of kept.filter((one) => before[one] !== undefined && before[one] !== null && !movedAlone(one))) {
        judged += 1;
        if (after[name] === undefined || isDeepStrictEqual(before[name], after[name])) continue;
        const expected = `${JSON.stringify(before[name])}, as before ${operation.key} was sent once more: "${sentence}"`;
        const finding = { code: 'changed-by-repetition', where: `/${name}`, expected, actual: JSON.stringify(after[name]) };
        return unconfirmed(fail(finding, [again, action, ...[second.shown, first.shown].flatMap((one) => one ?? [])]));
      }
    }
    return judged > 0 ? pass(judged) : inconclusive('The resource shows none of what stays', [again, action]);
  },
});
