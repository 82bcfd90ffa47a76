import { createdResource, type PathValues } from '../../../contract/infer/created-resource.ts';
import { itemOf } from '../../../contract/infer/covering.ts';
import { inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { resourceIn } from '../../../contract/infer/suited-members.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { isOfPart, placeholdersIn } from '../../../generators/placeholder.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { askedBody } from '../../../generators/request-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type PlannedRequest, holdsValue } from '../../../model/request.ts';
import { defineProbe, fail, inconclusive, NotTried, pass, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { requestAsSet } from '../../requests/request-as-set.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { creationAsSet } from '../../scenarios/lifecycle/creation-as-set.ts';
import { withResources } from '../../scenarios/lifecycle/references.ts';
import { belowOwn } from '../../scenarios/lifecycle/send-creation.ts';
import { idText } from '../../subjects/shown-resource.ts';
import { tellsRefusal } from '../../subjects/stock-doubts.ts';
import { type ToldStock, toldStocks } from '../../subjects/told-stocks.ts';

type Result = {
  readonly creation: Exchange;
  /** The read of what was created, and how much of it there is at most. */
  readonly read: Exchange | undefined;
  readonly left: number | undefined;
  /** The request that takes one more, and one that takes one where that is refused. */
  readonly above: Exchange | undefined;
  readonly control: Exchange | undefined;
};

/** How much there is at most, by what a read shows; undefined where it does not show it, or not yet what was set. */
const leftIn = (exchange: Exchange, { left, stocked }: ToldStock, isSet: boolean): number | undefined => {
  const resource = isSuccess(exchange) ? resourceIn(jsonOf(exchange)) : undefined;
  const numbers = left.map((name) => resource?.[name]).filter((one) => typeof one === 'number');
  const set = isSet && stocked ? stocked.value : undefined;
  const shown = stocked && resource?.[stocked.member];
  if (numbers.length < left.length || (set !== undefined && typeof shown === 'number' && shown !== set)) return undefined;
  return Math.max(...numbers, typeof set === 'number' ? set : 0);
};

/** The id by which a body names the resource: in the form of the placeholder that stands there, or of its own. */
const idFor = (usual: unknown, creation: Exchange, pathValues: PathValues): string | number => {
  const [placeholder] = typeof usual === 'string' ? placeholdersIn(usual) : [];
  const { parameter = '', otherwise } = placeholder ?? {};
  const part = placeholder && isOfPart(placeholder) ? idText(valueAt(jsonOf(creation), parameter)) : undefined;
  const id = part ?? pathValues[parameter] ?? Object.values(pathValues).at(-1) ?? '';
  return typeof otherwise === 'number' || typeof usual === 'number' ? Number(id) : id;
};

/** The request that takes so much of the resource, below a parent of its own, where it is below one. */
const taking = (
  session: Session,
  { operation, list, by, amount, sign, kind }: ToldStock,
  { naming, values }: { readonly naming: (usual: unknown) => string | number; readonly values: readonly string[] },
  much: number,
): PlannedRequest => {
  const purpose = `takes-${much}`;
  const wanted = sign * much;
  const usable =
    list === undefined
      ? requestAsSet(session, { operation: operation.key, settings: [...(kind ? [kind] : []), { member: amount, value: wanted }], purpose })
      : usableRequest(session, operation, purpose);
  const value = holdsValue(usable.body) && isObject(usable.body.value) ? usable.body.value : undefined;
  const entries = list === undefined ? undefined : value?.[list];
  const [entry] = Array.isArray(entries) ? (entries as readonly unknown[]) : [];
  if (!value || (list !== undefined && !isObject(entry)))
    throw new NotTried('not-applicable', `The body of ${operation.key} names nothing`);
  const taken = (object: Readonly<Record<string, unknown>>) => ({
    ...object,
    ...(by === undefined ? {} : { [by]: naming(object[by]) }),
    [amount]: wanted,
  });
  const body = list === undefined ? taken(value) : { ...value, [list]: [taken(isObject(entry) ? entry : {})] };
  const request = { ...usable, body: askedBody(operation, body) };
  if (by === undefined) return { ...request, pathValues: inPath(operation.path, values) };
  return belowOwn(request) ?? request;
};

export const moreThanStockRefused = defineProbe<ToldStock, Result>({
  id: 'lifecycle/more-than-stock-refused',
  title: 'What takes more of a thing than there is of it is refused, where the document says so',
  why: 'What is sold twice is not there for the second buyer, and the number of what is left goes below nothing.',
  fix: 'Compare the amount with what is left in the transaction that takes it, and refuse what is more.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => [...toldStocks(contract)],
  prerequisites: ({ operation, resourceType }, around) => [
    ...prerequisitesFor(resourceType.create, around),
    ...prerequisitesFor(operation, around),
  ],
  cost: () => ({ requests: 12, creates: 6 }),
  async run(stock, session) {
    const { operation, resourceType, read: reading, stocked, amountSchema } = stock;
    const { create } = resourceType;
    const made = (isSet: boolean): Promise<Exchange> =>
      session.run(creationAsSet, { operation: create.key, settings: isSet && stocked ? [stocked] : [], purpose: 'few-left' });
    let isSet = stocked !== undefined;
    let creation = await made(isSet);
    // How much there is may not be set with everything else that the usual body has.
    if (isSet && !isSuccess(creation)) {
      isSet = false;
      creation = await made(false);
    }
    const resource = isSuccess(creation) ? createdResource(resourceType, creation, session.target.baseUrl) : undefined;
    if (resource?.kind !== 'known') return { creation, read: undefined, left: undefined, above: undefined, control: undefined };
    const values = valuesAlong(itemOf(resourceType).path, resource.pathValues);
    const read = await session.send(usableRequest(session, reading, 'few-left', { pathValues: inPath(reading.path, values) }));
    const left = leftIn(read, stock, isSet);
    if (left === undefined || left < 0 || !mayBeSent(session.contract.document, amountSchema, stock.sign * (Math.floor(left) + 1)))
      return { creation, read, left, above: undefined, control: undefined };
    const naming = (usual: unknown): string | number => idFor(usual, creation, resource.pathValues);
    const named = { naming, values };
    const request = await withResources(session, taking(session, stock, named, Math.floor(left) + 1));
    // A call with any effect is sent only as it is documented.
    const above = await session.send(operation.effect === 'destructive' ? request : { ...request, faults: ['value-unusable'] });
    if (isSuccess(above) || left < 1) return { creation, read, left, above, control: undefined };
    const control = await session.send(await withResources(session, taking(session, stock, named, 1)));
    return { creation, read, left, above, control };
  },
  judge({ resourceType, left: members, sentence }, { creation, read, left, above, control }) {
    if (!read) return inconclusive(`${resourceType.create.key} was answered ${outcomeOf(creation)}`, [creation]);
    const named = members.map((name) => `"${name}"`).join(', ');
    if (left === undefined) return inconclusive(`The read does not show ${named} as it was set`, [read, creation]);
    if (!above) return inconclusive(`More than ${left} cannot be asked for`, [read]);
    if (tellsRefusal(above)) return inconclusive('The answer is a success that says of itself that it was refused', [above, read]);
    if (isSuccess(above) && ![202, 207].includes(statusOf(above) ?? 0)) {
      const expected = `a refusal of ${Math.floor(left) + 1}, because there are ${left} by ${named}: "${sentence}"`;
      const finding = { code: 'more-than-stock-taken', where: 'status', expected, actual: outcomeOf(above) };
      return unconfirmed(fail(finding, [above, read]));
    }
    if (![400, 403, 409, 422].includes(statusOf(above) ?? 0)) return inconclusive(`It was answered ${outcomeOf(above)}`, [above, read]);
    return control && isSuccess(control)
      ? pass(1)
      : inconclusive('No request for less was accepted, so the refusal may have another reason', [above, ...(control ? [control] : [])]);
  },
});
