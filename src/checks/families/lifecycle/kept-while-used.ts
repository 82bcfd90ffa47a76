import { itemOf } from '../../../contract/infer/covering.ts';
import { inPath, parametersIn, tailOf, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { isType, itemsOf } from '../../../contract/infer/schema-parts.ts';
import type { Contract, Schema } from '../../../contract/model.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { anyNamingOf } from '../../subjects/child-counts.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, NotTried, pass, type Unconfirmed, unconfirmed } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-locations.ts';
import { isSkipped, orSkipped, type Skipped } from '../../kit/not-tried.ts';
import { isAllowed, prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { type PlannedRequest, holdsValue } from '../../../model/request.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { namingIn } from '../../scenarios/lifecycle/completed.ts';
import { belowOwn, sendBelowSame, sendCreation } from '../../scenarios/lifecycle/send-creation.ts';
import { childCreation } from '../../requests/child-creation.ts';
import { linking } from '../../requests/linking.ts';
import { idAsDeclared } from '../../requests/id-as-declared.ts';
import { readMoment } from '../../../contract/moment.ts';
import { isObject } from '../../../contract/pointer.ts';
import { inferredResource } from '../../scenarios/lifecycle/inferred-resource.ts';
import { parentValues } from '../../scenarios/lifecycle/round-trip/parents.ts';
import { make, onItem } from '../../scenarios/lifecycle/round-trip/steps.ts';
import type { Way } from '../../scenarios/lifecycle/round-trip/way.ts';
import { isConflicting } from '../../subjects/conflicts.ts';
import { type KeptWhileUsed, keptWhileUsed, type Use } from '../../subjects/kept-while-used.ts';
import type { Resource } from '../../subjects/shown-resource.ts';
import { idOfMade, resourceIn, type Trip } from '../../subjects/round-trips.ts';

type Result = {
  readonly parent: Exchange;
  readonly child: Exchange | undefined;
  /** The removal of the parent with the child; undefined where the child does not count as it is. */
  readonly removal: Exchange | undefined;
  /** What took the child away, or brought it to a state that does not count. */
  readonly leaving: Exchange | undefined;
  /** The removal of the parent after that. */
  readonly again: Exchange | undefined;
};

/** Most actions that are tried to bring a child to a state that does not count. */
const mostActions = 4;

/** The creation of what uses the parent; undefined where nothing in its usual body names one of that type. */
const usingOne = (
  session: Session,
  parent: Trip,
  { child, by, isInside }: Pick<Use, 'child' | 'by' | 'isInside'>,
  { made, id }: { readonly made: Exchange; readonly id: string },
): PlannedRequest | undefined => {
  if (!isInside) return childCreation(session, { child, by }, 'using', { made, id });
  const type = session.contract.inferredResourceTypes.find(({ create }) => create.key === parent.create.key);
  const request = usableRequest(session, child.create, 'using');
  const value = type && holdsValue(request.body) ? namingIn(request.body.value, type, id) : undefined;
  if (value !== undefined) return { ...request, body: askedBody(child.create, value) };
  const linked = type && linking(session.contract, child.create, request, type, id);
  const optional = linked ? undefined : anyNamingOf(session.contract, parent, child)?.by;
  if (optional === undefined) return linked;
  const list = listNaming(session.contract, child, optional);
  if (list === undefined) return childCreation(session, { child, by: optional }, 'using', { made, id });
  const only = isType(session.contract.document, list, 'integer') ? Number(id) : id;
  return isType(session.contract.document, list, 'object')
    ? linked
    : childCreation(session, { child, by: optional }, 'using', { made, id }, { [optional]: [only] });
};

/** What an entry is where a member of a new child names several things; undefined where it names one. */
const listNaming = (contract: Contract, { create }: Use['child'], member: string): Schema | undefined => {
  const found = bodyMembers(contract, create).find(({ name }) => name === member);
  return found && isType(contract.document, found.schema, 'array') ? (itemsOf(contract.document, found.schema) ?? true) : undefined;
};

/** Does the last moment or day that a creation was sent with come after today. */
const endsAhead = ({ request: { body } }: Exchange, nowMs: number): boolean => {
  const values = holdsValue(body) && isObject(body.value) ? Object.values(body.value) : [];
  return Math.max(...values.map((value) => readMoment(value)?.ms ?? -Infinity)) > nowMs;
};

type Ready = { readonly creation: Exchange; readonly remove: () => Promise<Exchange> };

/** A child of a parent of its own that suits the creation of the child, which names it in its body, and the removal of that parent; undefined where there is none. */
const readyParent = async (session: Session, parent: KeptWhileUsed['parent'], { child, by }: Use): Promise<Ready | undefined> => {
  const { contract } = session;
  const type = contract.inferredResourceTypes.find(({ create }) => create.key === parent.create.key);
  if (!type || by === undefined) return undefined;
  const wanted = { resourceType: type.name, use: 'spare', for: child.create.key, turn: 'in-use' } as const;
  const values = await orSkipped(session.run(inferredResource, wanted));
  if (isSkipped(values)) return undefined;
  const along = valuesAlong(itemOf(type).path, values);
  const id = along.at(-1);
  if (id === undefined) return undefined;
  const usual = usableRequest(session, child.create, 'using-ready');
  if (!holdsValue(usual.body) || !isObject(usual.body.value)) return undefined;
  const named = { ...usual.body.value, [by]: idAsDeclared(contract, child.create, by, id) };
  const request = { ...usual, body: askedBody(child.create, named) };
  const first = await sendCreation(session, request);
  // What the path names may be full of what other checks created there.
  const own = statusOf(first) === 409 ? belowOwn(request) : undefined;
  const creation = own ? await sendBelowSame(session, own) : first;
  const { remove } = parent;
  return {
    creation,
    remove: async () => session.send(usableRequest(session, remove, 'using-ready', { pathValues: inPath(remove.path, along) })),
  };
};

/** What stands between the resource and what is in the way of its removal, created below the resource; without an id where that was refused. */
const madeBetween = async (
  session: Session,
  parent: Trip,
  { child, by, isInside }: NonNullable<Use['through']>,
  around: { readonly made: Exchange; readonly id: string },
): Promise<{ readonly made: Exchange; readonly id: string | undefined } | undefined> => {
  const request = usingOne(session, parent, { child, by, isInside }, around);
  const made = request && (await sendCreation(session, request));
  return made && { made, id: idOfMade(session.contract, child, made) };
};

const tried = async (session: Session, parent: KeptWhileUsed['parent'], use: Use): Promise<Result> => {
  const { child, counting, isAhead, leaving, through, removal: removalOfChild } = use;
  const { contract, target } = session;
  const way: Way = { session, trip: parent, pathValues: await parentValues(session, parent) };
  const { id: parentId, exchange: made } = await make(way, `in-use-${tailOf(child.addsTo).at(-1) ?? ''}`, (base) => base);
  const none: Result = { parent: made, child: undefined, removal: undefined, leaving: undefined, again: undefined };
  if (parentId === undefined) return none;
  const between = through && (await madeBetween(session, parent, through, { made, id: parentId }));
  if (through && !between?.id) return { ...none, child: between?.made };
  const using =
    through && between?.id
      ? usingOne(session, through.child, use, { made: between.made, id: between.id })
      : usingOne(session, parent, use, { made, id: parentId });
  if (!using) throw new NotTried('not-applicable', `The usual body of ${child.create.key} names nothing that it uses`);
  let creation = await sendCreation(session, using);
  let remove = (): Promise<Exchange> => onItem(way, parent.remove, made, parentId);
  if (statusOf(creation) === 409 && !through) {
    // What is around the parent may be in no state for the child: one that is found for the creation of it is.
    const ready = await readyParent(session, parent, use);
    creation = ready?.creation ?? creation;
    remove = ready?.remove ?? remove;
  }
  const childId = idOfMade(contract, child, creation);
  if (isAhead && !endsAhead(creation, session.now())) return { ...none, child: creation };
  // What is only accepted uses the parent later, or never.
  if (childId === undefined || statusOf(creation) === 202) return { ...none, child: creation };
  const below: Way = { session, trip: child, pathValues: {} };
  const look = async (): Promise<Resource | undefined> =>
    child.read && resourceIn(contract, child.read, await onItem(below, child.read, creation, childId), child.id);
  const isOfThose = (resource: Resource | undefined): boolean => counting.some(({ member, value }) => resource?.[member] === value);
  const shown = await look();
  if ((counting.length > 0 && !isOfThose(shown)) || (child.read && !shown)) return { ...none, child: creation };
  const removal = await remove();
  if (isSuccess(removal)) return { ...none, child: creation, removal };
  const acting = leaving.map(({ operation }) => operation).filter((one) => isAllowed(one, target));
  let left: Exchange | undefined;
  // An action that is for another state is refused.
  for (const one of [...acting.slice(0, mostActions), removalOfChild]) {
    left = one && (await onItem(below, one, creation, childId));
    if (left && isSuccess(left)) break;
  }
  // An action may come to its state later, such as on the day that it sets.
  const isLeft = left !== undefined && isSuccess(left) && statusOf(left) !== 202 && !isOfThose(await look());
  const again = isLeft ? await remove() : undefined;
  return { parent: made, child: creation, removal, leaving: left, again };
};

/** What each type in the way came to; a skipped one could not be tried. */
type Results = readonly (Result | Skipped)[];

export const usedIsKept = defineProbe<KeptWhileUsed, Results>({
  id: 'lifecycle/used-is-kept',
  title: 'What is in use is not removed where the document says so, and can be removed once it is not',
  why: 'What refers to it leads nowhere from then on; or nobody can ever remove it.',
  fix: 'Count what uses the resource in the transaction that removes it, and only what the document counts.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => [...keptWhileUsed(contract)],
  prerequisites({ parent, uses }, around) {
    // What another use needs is seen when it is tried.
    const [first] = uses;
    const wanted = first ? [...(first.through ? [first.through] : []), first] : [];
    return [
      ...prerequisitesFor(parent.create, around),
      ...wanted.flatMap(({ child, by, isInside }) => {
        const own = Object.fromEntries(
          parametersIn(child.create.path)
            .slice(-1)
            .map((name) => [name, 'ct']),
        );
        return prerequisitesFor(child.create, around, by === undefined && !isInside ? { pathValues: own } : {});
      }),
    ];
  },
  cost: ({ uses }) => ({ requests: 12 * uses.length, creates: 2 * uses.length + uses.filter(({ through }) => through).length }),
  async run({ parent, uses }, session) {
    const results: (Result | Skipped)[] = [];
    for (const use of uses) results.push(await orSkipped(tried(session, parent, use)));
    const [first] = results;
    if (first !== undefined && results.length === 1 && isSkipped(first)) throw new NotTried(first.because, first.reason);
    return results;
  },
  judge({ parent, uses, hasOtherReasons }, results) {
    const verdicts = uses.map((use, n) => {
      const result = results[n];
      return result === undefined || isSkipped(result)
        ? inconclusive(result?.reason ?? 'Nothing was tried', [])
        : judged(parent, use, hasOtherReasons ? { ...result, again: undefined } : result);
    });
    const failed = verdicts.find((one) => one.kind === 'unconfirmed' || one.kind === 'fail');
    const passed = verdicts.filter((one): one is Verdict => one.kind === 'pass');
    return failed ?? (passed.length > 0 ? joinVerdicts(passed) : (verdicts[0] ?? inconclusive('Nothing was tried', [])));
  },
});

const judged = (
  { remove }: KeptWhileUsed['parent'],
  { child: { create }, leaving: actions }: Use,
  { parent, child, removal, leaving, again }: Result,
): Verdict | Unconfirmed => {
  if (!child) return inconclusive(`The creation was answered ${outcomeOf(parent)}`, [parent]);
  if (!removal) return inconclusive('Nothing that the text counts was created', [child, parent]);
  const made = `${create.key} was answered ${outcomeOf(child)}`;
  if (isSuccess(removal)) {
    const finding = {
      code: 'used-removed',
      where: 'status',
      expected: `${isConflicting(remove) ? '409' : 'a refusal'} to ${remove.key}, because ${made}`,
      actual: outcomeOf(removal),
    };
    return unconfirmed(fail(finding, [removal, child, parent]));
  }
  if (![400, 403, 409, 412, 422, 423].includes(statusOf(removal) ?? 0))
    return inconclusive(`The removal was answered ${outcomeOf(removal)}`, [removal]);
  if (!leaving || !again) return pass(1);
  const status = statusOf(again);
  // A removal that was refused as wrong while something was in the way is refused for the same reason again.
  const isSame = status !== undefined && status === statusOf(removal) && [400, 422].includes(status);
  if (status !== 409 && !isSame) return pass(2);
  const action = actions.find(({ operation }) => operation.key === leaving.request.operation);
  const why = action ? `what was in the way is "${action.to.name}"` : 'what was in the way is removed';
  const finding = { code: 'unused-kept', where: 'status', expected: `a success of ${remove.key}, because ${why}` };
  return unconfirmed(fail({ ...finding, actual: outcomeOf(again) }, [again, leaving, child]));
};
