import { isDeepStrictEqual } from 'node:util';
import { endsInParameter, isSamePath, parametersIn } from '../../../contract/infer/path-template.ts';
import { declaresTag, readOfTag } from '../../../contract/infer/tag-reads.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { holdsValue, type PlannedRequest, withValueChanged } from '../../../model/request.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { isCached, strongTag } from '../../scenarios/lifecycle/look-at-resource.ts';
import { sendCreation } from '../../scenarios/lifecycle/send-creation.ts';
import { lasting } from '../../subjects/lasting-values.ts';
import { leavesOutOfTag } from '../../subjects/partial-tags.ts';

/** A change at a path of its own, of what another read shows as well, and tags. */
type OfPart = Subject & {
  readonly operation: Operation;
  readonly read: Operation;
  /** The part of the path of the change that the read has the values of. */
  readonly asked: string;
};

/** Changes below what has a tag, or beside the part of it that has one: `PUT /fleets/{id}/stops/{stop}`, with `GET /fleets/{id}/plan`. */
const ofParts = (contract: Contract): OfPart[] =>
  contract.standard.size === 0
    ? []
    : contract.operations.flatMap((operation): OfPart[] => {
        const { method, path, effect, unsupported, issues } = operation;
        const isChange = method === 'PUT' || method === 'PATCH' || (method === 'POST' && effect.startsWith('creates'));
        if (!isChange || effect === 'safe' || effect === 'destructive' || unsupported !== undefined || issues === true) return [];
        const shown = readOfTag(contract, { path, change: operation, isOfAbove: true });
        const isElsewhere = shown && !isSamePath(shown.operation.path, path) && endsInParameter(shown.asked);
        return isElsewhere && declaresTag(shown.operation) && !leavesOutOfTag(contract, shown.operation)
          ? [at(operation.location, { operation, read: shown.operation, asked: shown.asked })]
          : [];
      });

/** A body with its first switch turned, so that it is another one each time. */
const turned = (request: PlannedRequest): PlannedRequest => {
  const { body } = request;
  if (!holdsValue(body) || !isObject(body.value)) return request;
  const [name] = Object.entries(body.value).find(([, value]) => typeof value === 'boolean') ?? [];
  if (name === undefined) return request;
  return { ...request, body: withValueChanged(body, (value) => (isObject(value) ? { ...value, [name]: value[name] !== true } : value)) };
};

/** Makes a change that ought to be accepted; once more at the same place where that is given. */
const changeAt = (session: Session, operation: Operation, pathValues?: PlannedRequest['pathValues']): Promise<Exchange> => {
  const request = usableRequest(session, operation, pathValues ? 'part-again' : 'part', pathValues && { pathValues });
  if (operation.method !== 'POST') return session.send(pathValues ? turned(request) : request);
  return sendCreation(session, request);
};

type Result = {
  /** The change that finds the place. */
  readonly first: Exchange;
  /** The read before and after another change. */
  readonly seen: { readonly before: Exchange; readonly change: Exchange; readonly after: Exchange } | undefined;
};

export const tagChangesWithPart = defineProbe<OfPart, Result>({
  id: 'concurrency/tag-changes-with-part',
  title: 'What shows a change that is made at another path has another ETag',
  why: 'Caches keep showing what was before, and whoever edits the whole overwrites a part that somebody else saved, because the ETag tells that nothing changed.',
  fix: 'Derive the ETag from all that is shown, or raise the version that it is made of with the changes of the parts too, or mark it as weak.',
  phase: 'mutate',
  stage: 'looking-back',
  exclusive: 'collection',
  over: ofParts,
  prerequisites: ({ operation, read }, around) => [...prerequisitesFor(operation, around), ...prerequisitesFor(read, around)],
  cost: ({ operation }) => ({ requests: 8, creates: operation.method === 'POST' ? 2 : 0 }),
  async run({ operation, read, asked }, session) {
    const first = await changeAt(session, operation);
    if (!isSuccess(first) || statusOf(first) === 202) return { first, seen: undefined };
    const values = parametersIn(asked).map((name) => first.request.pathValues[name] ?? '');
    const pathValues = Object.fromEntries(parametersIn(read.path).map((name, n) => [name, values[n] ?? '']));
    const look = (): Promise<Exchange> => session.send(usableRequest(session, read, 'part', { pathValues }));
    const before = await look();
    const change = await changeAt(session, operation, first.request.pathValues);
    return { first, seen: { before, change, after: await look() } };
  },
  judge({ operation }, { first, seen }) {
    if (!seen) return inconclusive(`The change was answered ${outcomeOf(first)}`, [first]);
    const { before, change, after } = seen;
    if (!isSuccess(change) || statusOf(change) === 202)
      return inconclusive(`The change was answered ${outcomeOf(change)}`, [change, before]);
    const tag = strongTag(before);
    if (tag === undefined || strongTag(after) === undefined || isCached(before) || isCached(after))
      return inconclusive('A read has no strong ETag, or comes from a cache', [before, after]);
    if (isDeepStrictEqual(lasting(jsonOf(before)), lasting(jsonOf(after))))
      return inconclusive('Both reads show the same', [after, change, before]);
    if (strongTag(after) !== tag) return pass(1);
    const expected = `another ETag than ${tag}, because it shows something else after ${operation.key}`;
    return unconfirmed(fail({ code: 'tag-kept', where: 'ETag', expected, actual: 'the same ETag' }, [after, change, before]));
  },
});
