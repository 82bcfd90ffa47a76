import { type AnyInferred, inferredNamed, itemOf } from '../../../contract/infer/covering.ts';
import { createdResource } from '../../../contract/infer/created-resource.ts';
import { inPath, isSamePath, parametersIn } from '../../../contract/infer/path-template.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { isOfPart, placeholdersIn } from '../../../generators/placeholder.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { isSettable } from '../../../generators/whole-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { namingOwn } from './send-creation.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { fixedAtCreation } from '../../subjects/fixed-members.ts';
import { readOfOne } from '../../subjects/own-resources.ts';
import type { Resource } from '../../subjects/shown-resource.ts';
import { withReferred } from './references.ts';
import { holdsValue } from '../../../model/request.ts';
import { actsAs } from '../../../contract/infer/acting.ts';

/** A resource that another one names, before and after a change of its numbers. */
export type Behind = {
  readonly before: Resource;
  readonly after: Resource;
  /** The numbers that the change set. */
  readonly numbers: Resource;
  readonly exchange: Exchange;
};

/** What a resource shows before and after the resources that it names were changed. */
export type ChangedBehind = {
  readonly creation: Exchange;
  readonly before: Exchange | undefined;
  readonly changes: readonly Behind[];
  readonly after: Exchange | undefined;
};

/** The resources that a filled body names, by what stood for them. */
const namedIn = (asked: unknown, filled: unknown): readonly { readonly type: string; readonly id: string }[] => {
  if (typeof asked === 'string') {
    const [placeholder] = placeholdersIn(asked);
    const isId = typeof filled === 'string' || typeof filled === 'number';
    return placeholder && placeholder.use !== 'listed' && !isOfPart(placeholder) && isId
      ? [{ type: placeholder.resourceType, id: String(filled) }]
      : [];
  }
  if (Array.isArray(asked)) return asked.flatMap((one: unknown, n) => namedIn(one, Array.isArray(filled) ? filled[n] : undefined));
  return isObject(asked) ? Object.entries(asked).flatMap(([name, one]) => namedIn(one, isObject(filled) ? filled[name] : undefined)) : [];
};

/** The change of one resource of a type; undefined where the document has none with a JSON body. */
const changeOf = ({ operations }: Contract, resourceType: AnyInferred): Operation | undefined =>
  operations.find(
    (one) => ['PATCH', 'PUT'].includes(actsAs(one)) && one.effect === 'changes' && isSamePath(one.path, itemOf(resourceType).path),
  );

const resourceIn = (exchange: Exchange): Resource | undefined => {
  const body = isSuccess(exchange) ? jsonOf(exchange) : undefined;
  return isObject(body) ? body : undefined;
};

/** Raises each number of a resource by one, or lowers it where it may not be greater; undefined where it has none, or nothing can be changed. */
const changeNumbers = async (session: Session, resourceType: AnyInferred, id: string): Promise<Behind | undefined> => {
  const { contract, target } = session;
  const [read, change] = [readOfOne(contract, resourceType), changeOf(contract, resourceType)];
  if (!read || !change || !isAllowed(change, target) || parametersIn(read.path).length !== 1) return undefined;
  const named = (one: Operation): Record<string, string> => Object.fromEntries(parametersIn(one.path).map((name) => [name, id]));
  const look = async (): Promise<Resource | undefined> =>
    resourceIn(await session.send(usableRequest(session, read, 'behind', { pathValues: named(read) })));
  const before = await look();
  if (!before) return undefined;
  const numbers = Object.fromEntries(
    bodyMembers(contract, change).flatMap((member) => {
      const { name, schema } = member;
      const old = before[name];
      if (typeof old !== 'number' || !isSettable(member)) return [];
      const value = [old + 1, old - 1].find((one) => mayBeSent(contract.document, schema, one));
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
  if (Object.keys(numbers).length === 0) return undefined;
  const request = usableRequest(session, change, 'behind', { pathValues: named(change) });
  const { body } = request;
  const rest = holdsValue(body) && isObject(body.value) ? body.value : {};
  const exchange = await session.send({ ...request, body: askedBody(change, { ...rest, ...numbers }) });
  const after = isSuccess(exchange) ? await look() : undefined;
  return after && { before, after, numbers, exchange };
};

/** Creates a resource that names others, made for it alone, and reads it before and after the numbers of those are changed. */
export const changedBehind = defineScenario<{ readonly operation: string }, ChangedBehind>({
  id: 'changed-behind',
  async run(session, { operation: key }) {
    const { contract, target } = session;
    const found = fixedAtCreation(contract).find(({ operation }) => operation.key === key);
    if (!found) throw new NotTried('not-applicable', `${key} creates nothing with values of others`);
    const { operation, resourceType, read } = found;
    const asked = namingOwn(usableRequest(session, operation, 'fixed'));
    if (!asked) throw new NotTried('not-applicable', `The body of ${key} names nothing that the run creates`);
    const filled = await withReferred(session, asked);
    const creation = await session.send(filled);
    const resource = isSuccess(creation) ? createdResource(resourceType, creation, target.baseUrl) : undefined;
    const nothing = { creation, before: undefined, changes: [], after: undefined };
    if (resource?.kind !== 'known') return nothing;
    const values = Object.values(resource.pathValues);
    const pathValues = inPath(read.path, values);
    const before = await session.send(usableRequest(session, read, 'fixed', { pathValues }));
    const changes: Behind[] = [];
    const [from, to] = [asked.body, filled.body].map((body) => (holdsValue(body) ? body.value : undefined));
    for (const { type, id } of namedIn(from, to)) {
      const named = inferredNamed(contract, type);
      const change = named && (await orSkipped(changeNumbers(session, named, id)));
      if (change !== undefined && !isSkipped(change)) changes.push(change);
    }
    if (changes.length === 0) return nothing;
    return { creation, before, changes, after: await session.send(usableRequest(session, read, 'fixed-later', { pathValues })) };
  },
});
