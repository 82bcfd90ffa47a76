import { itemOf } from '../../../contract/infer/covering.ts';
import { inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { patienceMs } from '../../kit/patience.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { inferredResource } from '../../scenarios/lifecycle/inferred-resource.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { pageItems } from '../../subjects/collection.ts';
import { type DiscardedParts, discardedParts } from '../../subjects/discarded-parts.ts';
import { idText } from '../../subjects/shown-resource.ts';

type Result = {
  /** The list before the change; the answer that came instead of it where there was none. */
  readonly before: Exchange;
  readonly change: Exchange | undefined;
  readonly after: Exchange | undefined;
  /** The ids that the list shows before, and those of them after. */
  readonly ids: readonly string[];
  readonly left: readonly string[] | undefined;
};

/** The longest wait for the list in milliseconds. */
const longestMs = 5000;

export const partsDiscarded = defineProbe<DiscardedParts, Result>({
  id: 'lifecycle/parts-discarded',
  title: 'What a change to a resource discards is no longer listed below it',
  why: 'An offer that was worked out for less is still there, and is bought at the old price.',
  fix: 'Discard it in the same transaction as the change.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: discardedParts,
  prerequisites: ({ type, change, make, list }, around) => [
    ...prerequisitesFor(type.create, around),
    ...[change, make, list.operation].flatMap(permissionsFor),
  ],
  cost: () => ({ requests: 14, creates: 3 }),
  async run({ type, change: changing, list, make }, session) {
    const values = await session.run(inferredResource, { resourceType: type.name, use: 'spare', for: changing.key, turn: 'discarding' });
    const own = valuesAlong(itemOf(type).path, values);
    const send = (operation: Operation): Promise<Exchange> =>
      session.send(usableRequest(session, operation, 'discarding', { pathValues: inPath(operation.path, own) }));
    const idsIn = (exchange: Exchange): readonly string[] | undefined =>
      isSuccess(exchange) ? pageItems(list, exchange)?.flatMap((item) => (isObject(item) ? (idText(item['id']) ?? []) : [])) : undefined;
    const made = await send(make);
    const none = { change: undefined, after: undefined, ids: [], left: undefined };
    if (!isSuccess(made)) return { ...none, before: made };
    let before = await send(list.operation);
    await until(session, { withinMs: longestMs, why: 'a list is to show what was made' }, async () => {
      if ((idsIn(before)?.length ?? 0) > 0) return true;
      before = await send(list.operation);
      return undefined;
    });
    const ids = idsIn(before) ?? [];
    if (ids.length === 0) return { ...none, before };
    const change = await send(changing);
    if (!isSuccess(change) || statusOf(change) === 202) return { ...none, before, change, ids };
    let after = await send(list.operation);
    const leftIn = (exchange: Exchange): readonly string[] | undefined => idsIn(exchange)?.filter((id) => ids.includes(id));
    const withinMs = Math.min(longestMs, patienceMs(session.target, 'updated.shown'));
    await until(session, { withinMs, why: 'a list is to show no more what was discarded' }, async () => {
      if (leftIn(after)?.length === 0) return true;
      after = await send(list.operation);
      return undefined;
    });
    return { before, change, after, ids, left: leftIn(after) };
  },
  judge({ change: changing, list, make, sentence }, { before, change, after, ids, left }) {
    if (ids.length === 0 || !change)
      return inconclusive(`${list.operation.key} showed nothing after ${make.key}: ${outcomeOf(before)}`, [before]);
    if (!after || left === undefined) {
      const last = after ?? change;
      return inconclusive(`${after ? list.operation.key : changing.key} was answered ${outcomeOf(last)}`, [last, before]);
    }
    if (left.length === 0) return pass(ids.length);
    const finding = {
      code: 'discarded-still-listed',
      where: `list ${list.operation.path}`,
      expected: `none of ${ids.length} of before ${changing.key}: "${sentence.slice(0, 200)}"`,
      actual: `${left.length} of them, such as ${JSON.stringify(left[0])}`,
    };
    return unconfirmed(fail(finding, [after, change, before], { judged: ids.length, breaches: left.length }));
  },
});
