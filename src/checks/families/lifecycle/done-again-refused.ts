import { itemOf } from '../../../contract/infer/covering.ts';
import { inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { resourceIn } from '../../../contract/infer/suited-members.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, NotTried, pass, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { idsHeld } from '../../scenarios/lifecycle/held-id.ts';
import { broughtToOne } from '../../scenarios/lifecycle/needed-state.ts';
import { inferredResource } from '../../scenarios/lifecycle/inferred-resource.ts';
import { ownEntry } from '../../scenarios/lifecycle/shown-key.ts';
import { usableId } from '../../../generators/listed-id.ts';
import { type DoneOnce, doneOnce } from '../../subjects/done-once.ts';
import { isRefusedAgain } from '../../subjects/refused-again.ts';
import { idText } from '../../subjects/shown-resource.ts';

type Result = {
  /** The reads before and after the action, and the action. */
  readonly before: Exchange;
  readonly first: Exchange;
  readonly after: Exchange;
  /** The key of the entry that was acted on; undefined where it was a resource. */
  readonly key: string | undefined;
  /** The action once more; undefined where it did not come to the state in which it is refused. */
  readonly second: Exchange | undefined;
};

const isDone = (exchange: Exchange): boolean => isSuccess(exchange) && statusOf(exchange) !== 202;

const refusals: ReadonlySet<number> = new Set([400, 403, 404, 409, 410, 422, 423]);

/** The state that an answer to the read shows, of the resource or of the entry with a key. */
const stateIn = ({ state, entry }: DoneOnce, exchange: Exchange, key: string | undefined): unknown => {
  const body = jsonOf(exchange);
  if (!entry) return valueAt(body, state);
  const entries: unknown = isSuccess(exchange) ? resourceIn(body)?.[entry.list] : undefined;
  const own = Array.isArray(entries) ? entries.find((one) => isObject(one) && idText(one[entry.key]) === key) : undefined;
  return valueAt(own, state);
};

/** Is the action refused now: by what its text says of the states before and after, or of the state of the entry or of what is held. */
const isOver = (contract: Contract, { entry, held, operation }: DoneOnce, before: unknown, after: unknown): boolean => {
  const refused = (entry ?? held)?.refused;
  return refused
    ? typeof before === 'string' && !refused.includes(before) && refused.includes(String(after))
    : isRefusedAgain(contract, operation, before, after);
};

/**
 * The id of what came about with a resource of the run that nothing else is about.
 * @throws {NotTried} where the path takes none of those that are shown.
 */
const heldId = async (session: Session, operation: Operation): Promise<string> => {
  const ids = await session.run(idsHeld, { operation: operation.key, turn: 'again' });
  const parameter = operation.parameters.find((one) => one.in === 'path');
  const [id] = parameter ? ids.flatMap((one) => usableId(session.contract, parameter, one) ?? []) : [];
  if (id === undefined) throw new NotTried('missing-prerequisite', `No usable id for ${operation.key} came about`);
  return id;
};

export const doneAgainRefused = defineProbe<DoneOnce, Result>({
  id: 'lifecycle/done-again-refused',
  title:
    'An action on what another action left, on an entry of it, on what only its id shows, or on what shows no state, or that is done once in its life, is refused once it was done, where the document says so',
  why: 'A guest who leaves twice gets two bills, because the second call looks at the request alone.',
  fix: 'Look up the present state in the same transaction, and refuse what was done already.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => [...doneOnce(contract)],
  prerequisites: ({ operation, resourceType, held }, around) => [
    ...prerequisitesFor(resourceType.create, around),
    ...prerequisitesFor(operation, around),
    ...(held ? [{ kind: 'permission', permission: 'destructive' } as const] : []),
  ],
  cost: () => ({ requests: 24, creates: 8 }),
  async run(subject, session) {
    const {
      operation,
      resourceType: { name },
      read,
      entry,
      held,
    } = subject;
    const own = entry && (await session.run(ownEntry, { resourceType: name, entry, operation: operation.key, turn: 'again' }));
    if (entry && !own) throw new NotTried('missing-prerequisite', `No resource of ${name} shows an entry in "${entry.list}"`);
    const id = held && (await heldId(session, operation));
    const made =
      own?.pathValues ??
      (held ? {} : await session.run(inferredResource, { resourceType: name, use: 'spare', for: operation.key, turn: 'again' }));
    const along = id === undefined ? valuesAlong(itemOf(subject.resourceType).path, made) : [id];
    const call = (one: typeof operation, purpose: string): Promise<Exchange> =>
      session.send(usableRequest(session, one, purpose, { pathValues: inPath(one.path, own && one === operation ? [own.key] : along) }));
    const before = await call(read, 'before');
    const first = await call(operation, 'once');
    const after = await call(read, 'after');
    const [stateBefore, stateAfter] = [before, after].map((one) => stateIn(subject, one, own?.key));
    const { told, again } = subject;
    if (again && isDone(first)) {
      // Where it came to another state, it is brought back to one in which the action is possible.
      await broughtToOne(session, subject.resourceType, made, again);
      const back = await call(read, 'again');
      const isPossible = again.includes(String(stateIn(subject, back, undefined))) && again.includes(String(stateBefore));
      return { before, first, after: back, key: undefined, second: isPossible ? await call(operation, 'twice') : undefined };
    }
    const isToRefuse = isDone(first) && (told !== undefined || isOver(session.contract, subject, stateBefore, stateAfter));
    return { before, first, after, key: own?.key, second: isToRefuse ? await call(operation, 'twice') : undefined };
  },
  judge(subject, { before, first, after, key, second }) {
    const { operation } = subject;
    if (!second && subject.told !== undefined && !(subject.again && isDone(first)))
      return inconclusive(`${operation.key} was answered ${outcomeOf(first)}`, [first]);
    const shown = (exchange: Exchange): string => JSON.stringify(stateIn(subject, exchange, key)) ?? 'nothing';
    if (!second)
      return inconclusive(`${operation.key} was answered ${outcomeOf(first)}, and led from ${shown(before)} to ${shown(after)}`, [
        first,
        before,
        after,
      ]);
    const status = statusOf(second) ?? 0;
    if (refusals.has(status)) return pass(1);
    if (!isDone(second)) return inconclusive(`${operation.key} was answered ${outcomeOf(second)} the second time`, [second]);
    const finding = {
      code: 'done-again',
      where: 'status',
      expected:
        subject.told === undefined
          ? `409 to ${operation.key}, because the read shows ${shown(after)} after the first one`
          : `409 to ${operation.key}, which was done already: "${subject.told}"`,
      actual: `status ${outcomeOf(second)}`,
    };
    return unconfirmed(fail(finding, [second, after, first]));
  },
});
