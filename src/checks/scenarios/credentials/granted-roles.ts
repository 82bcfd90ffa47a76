import { type AnyInferred, itemOf } from '../../../contract/infer/covering.ts';
import { createdResource, type PathValues } from '../../../contract/infer/created-resource.ts';
import { beginsWith, inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { holdsValue, type PlannedRequest, withValue } from '../../../model/request.ts';
import type { Target } from '../../../model/target.ts';
import { Undecidable } from '../../kit/define.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { onOwnResource, type OnOwn, readOfOne, valuesFor } from '../../subjects/own-resources.ts';
import { type RoleGrant, roleGrants } from '../../subjects/role-grants.ts';
import { namedRefused } from '../../subjects/role-rights.ts';
import { inferredResource } from '../lifecycle/inferred-resource.ts';
import { sendCreation } from '../lifecycle/send-creation.ts';
import { idOfCaller } from './ids-of-callers.ts';
import { hasToldRole } from './lesser-callers.ts';

/** Whoever is given roles: the other person of the account. */
const who = 'second';

/** What one operation is to be refused for: a role that an operation of the API gives on the thing that it is about, or is below. */
export type RefusedByGrant = { readonly on: OnOwn; readonly grant: RoleGrant; readonly role: string };

/** A role that somebody can be given, and that the document keeps from an operation by its name; undefined where there is none. */
export const refusedByGrant = (contract: Contract, operation: Operation): RefusedByGrant | undefined => {
  const on = roleGrants(contract).length === 0 ? undefined : onOwnResource(contract, operation);
  const refused = on ? namedRefused(contract, operation) : new Set<string>();
  const found = roleGrants(contract).flatMap((grant): readonly RefusedByGrant[] => {
    const isAround = on && (on.resourceType.name === grant.above.name || isBelow(on.resourceType, grant.above));
    // The last of them, as roles with more rights mostly stand behind those with less.
    const role = [...grant.values.keys()].findLast((one) => refused.has(one));
    return on && isAround && role !== undefined && operation.key !== grant.operation.key ? [{ on, grant, role }] : [];
  });
  return found.length === 1 ? found[0] : undefined;
};

const isBelow = ({ create }: AnyInferred, above: AnyInferred): boolean =>
  create.method === 'POST' && beginsWith(create.path, itemOf(above).path) && valuesAlong(create.path, {}).length === 1;

/** The most that is sent and created to try one operation with a role. */
export const costOfGrant = { requests: 14, creates: 3 } as const;

/** May a run give the other person a role: both are given, and the target allows what reaches others. */
export const mayGrant = ({ credentials, allow }: Target): boolean =>
  credentials.includes('key') && credentials.includes(who) && allow.includes('destructive');

const asSecond = (request: PlannedRequest): PlannedRequest => ({
  ...request,
  credential: { kind: 'valid', name: who },
  faults: ['credential-forbidden'],
});

const grantOf = ({ contract }: Session, key: string): RoleGrant => {
  const grant = roleGrants(contract).find(({ operation }) => operation.key === key);
  if (!grant) throw new Undecidable(`${key} gives no role`, []);
  return grant;
};

const isKept = (exchange: Exchange): boolean => [403, 404].includes(statusOf(exchange) ?? 0);

/** The request that gives a person a role. */
const granting = (session: Session, grant: RoleGrant, { above, role, id }: { above: string; role: string; id: string | number }) => {
  const path = inPath(grant.operation.path, grant.parameter === undefined ? [above] : [above, String(id)]);
  const request = usableRequest(session, grant.operation, `grants-${role}`, { pathValues: path });
  const { body } = request;
  if (!holdsValue(body) || !isObject(body.value)) throw new Undecidable(`${grant.operation.key} takes no role`, []);
  const set = { [grant.role]: grant.values.get(role), ...(grant.member === undefined ? {} : { [grant.member]: id }) };
  return { ...request, body: withValue(body, { ...body.value, ...set }) };
};

/**
 * A thing of the run on which the other person has one role: it was kept from that person before, so that no other right lets the person in, and is shown afterwards.
 * @throws {Undecidable} where the role cannot be given, or nothing shows that it counts.
 */
const withRole = defineScenario<{ readonly grant: string; readonly role: string; readonly turn: string }, PathValues>({
  id: 'thing-with-role',
  async run(session, { grant: key, role, turn }) {
    const grant = grantOf(session, key);
    const reading = readOfOne(session.contract, grant.above);
    const [own, id] = [await session.run(idOfCaller, { name: 'key' }), await session.run(idOfCaller, { name: who })];
    if (own === undefined || id === undefined || own === id)
      throw new Undecidable(`No read shows that the credential "${who}" is another person than that of the key`, []);
    if (await hasToldRole(session, who)) throw new Undecidable(`The credential "${who}" has a role for the whole account`, []);
    if (!reading) throw new Undecidable(`No read shows what ${key} gives a role on`, []);
    const values = await session.run(inferredResource, { resourceType: grant.above.name, use: 'spare', for: key, turn });
    const above = valuesAlong(itemOf(grant.above).path, values).at(-1) ?? '';
    const read = (): Promise<Exchange> =>
      session.send(asSecond(usableRequest(session, reading, 'with-role', { pathValues: inPath(reading.path, [above]) })));
    const before = await read();
    if (!isKept(before)) throw new Undecidable(`${outcomeOf(before)}: the credential "${who}" is let in before it has a role`, [before]);
    const given = await session.send(granting(session, grant, { above, role, id }));
    if (!isSuccess(given)) throw new Undecidable(`${key} was answered ${outcomeOf(given)}`, [given]);
    const after = await read();
    if (!isSuccess(after)) throw new Undecidable(`${outcomeOf(after)}: nothing shows that the role "${role}" counts`, [after]);
    return values;
  },
});

/** What the other person was answered with no more than a role that may not do it. */
export type TriedWithRole = { readonly answer: Exchange; readonly role: string };

/**
 * Gives the other person a role on a thing of the run, and has that person try what the role may not do there, or on what the key creates below it.
 * @throws {Undecidable} where it cannot be tried.
 */
export const triedWithRole = async (session: Session, operation: Operation): Promise<TriedWithRole | undefined> => {
  const { contract, target } = session;
  const refused = refusedByGrant(contract, operation);
  if (!refused || !mayGrant(target)) return undefined;
  const { on, grant, role } = refused;
  if (![operation, grant.operation, grant.above.create, on.resourceType.create].every((one) => isAllowed(one, target))) return undefined;
  const isOfAbove = on.resourceType.name === grant.above.name;
  // What may be gone behind it is given for it alone.
  const turn = isOfAbove && operation.method === 'DELETE' ? `role-${role}-removed` : `role-${role}`;
  const values = await session.run(withRole, { grant: grant.operation.key, role, turn });
  const made = isOfAbove ? values : await madeBelow(session, on.resourceType, valuesAlong(itemOf(grant.above).path, values), operation);
  const pathValues = made && valuesFor(on, made);
  if (pathValues === undefined) throw new Undecidable(`Nothing was created for ${operation.key}`, []);
  const answer = await session.send(asSecond(usableRequest(session, operation, `as-${role}`, { pathValues })));
  return { answer, role: grant.values.get(role) ?? role };
};

const madeBelow = async (
  session: Session,
  resourceType: AnyInferred,
  above: readonly string[],
  { method, path }: Operation,
): Promise<PathValues | undefined> => {
  const { create } = resourceType;
  const label = `below-role-${method.toLowerCase()}-${path.split('/').at(-1) ?? ''}`;
  const creation = await sendCreation(session, usableRequest(session, create, label, { pathValues: inPath(create.path, above) }));
  const made = isSuccess(creation) ? createdResource(resourceType, creation, session.target.baseUrl) : undefined;
  return made?.kind === 'known' ? made.pathValues : undefined;
};
