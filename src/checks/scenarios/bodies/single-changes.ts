import { askedSchema } from '../../../contract/asked-content.ts';
import { actsAs } from '../../../contract/infer/acting.ts';
import { isType } from '../../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess, jsonOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import { isObject } from '../../../contract/pointer.ts';
import { type BodyMember, bodyMembers } from '../../../generators/body-members.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { isSettable } from '../../../generators/whole-body.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { freshFor, usableRequest } from '../../requests/usable-request.ts';
import { nextValue } from '../../subjects/sequences.ts';
import { isServersOwn } from '../../subjects/shown-as-sent.ts';
import type { Resource } from '../../subjects/shown-resource.ts';
import { type Edge, type TriedEdges, tryEdges } from '../calls/edge-rows.ts';
import { readOf, shownByRead } from './broken-bodies.ts';
import { edgesOf } from './documented-values.ts';
import type { Exchange } from '../../../model/exchange.ts';

/** A change of what is there once only, and what a read shows before and after it. */
export type SingleChange = {
  readonly operation: Operation;
  /** The members that it names. */
  readonly body: Resource;
  readonly before: Exchange;
  readonly exchange: Exchange;
  readonly after: Exchange;
};

export type SingleChanges = { readonly tried: TriedEdges; readonly changes: readonly SingleChange[] };

/** Words of members that decide who may do what, what is paid and who is written to: a change of these may reach further than what can be written back. */
const reaching: ReadonlySet<string> = new Set(
  (
    'access account active admin allow allowlist allowed auth authentication billing blocked card closed credential deleted deny disabled domain domains email emails enabled frozen host ' +
    'hosts invoice ip ips iban key keys locked login mail maintenance member members mfa mobile network notification notifications notify origin origins otp owner payment permission permissions phone plan policy role ' +
    'roles scope scopes security session sessions sso subscription suspended tenant tier token tokens user username users whitelist'
  ).split(' '),
);

/** The members of such a thing that a run sets to other values and back: they can do no harm meanwhile. */
export const harmlessMembers = (contract: Contract, operation: Operation): readonly BodyMember[] =>
  operation.inferred?.single === true
    ? bodyMembers(contract, operation).filter(
        (one) => isSettable(one) && !isServersOwn(one.name) && !wordsOf(one.name).some((word) => reaching.has(word)),
      )
    : [];

/** The values that the document names for them. */
export const singleEdges = (contract: Contract, operation: Operation): readonly Edge[] => {
  const names = new Set(harmlessMembers(contract, operation).map(({ name }) => name));
  return names.size === 0 ? [] : edgesOf(contract, operation).filter(({ member }) => names.has(member));
};

/** The members that an operation takes, as they are to be sent so that all of them are what a read showed; undefined where no body says so. */
export const bodyAgain = (contract: Contract, operation: Operation, shown: Resource): Resource | undefined => {
  const { document } = contract;
  const replaces = actsAs(operation) === 'PUT';
  const body: Record<string, unknown> = {};
  for (const { name, schema } of bodyMembers(contract, operation)) {
    if (Object.hasOwn(shown, name) && (shown[name] !== null || isType(document, schema, 'null'))) body[name] = shown[name];
    // A PUT leaves out what is not there; PATCH says so by null (RFC 7396), or cannot.
    else if (!replaces && isType(document, schema, 'null')) body[name] = null;
    else if (!replaces) return undefined;
  }
  return mayBeSent(document, askedSchema(operation.body) ?? true, body) ? body : undefined;
};

/** The most members that are changed alone. */
const mostAlone = 8;

/** The most requests that the scenario sends beside those for the documented values, of which each has a read. */
export const singleRequests = 2 * mostAlone + 2;

/** Milliseconds until a read that shows something else is sent again. */
const laterMs = 1000;

/**
 * Changes what is there once only: by the values that the document names, and its members one by one; each accepted change is read. The values beside the changed ones are those that a
 * read showed before, and the engine writes these back.
 */
export const singleChanges = defineScenario<{ readonly operation: string }, SingleChanges>({
  id: 'single-changes',
  async run(session, { operation: key }) {
    const { contract } = session;
    const operation = operationOf(contract, key);
    const members = bodyMembers(contract, operation);
    const read = readOf(contract, operation);
    const changes: SingleChange[] = [];
    const none: TriedEdges = { accepted: 0, done: [], refused: [], usual: undefined, others: [] };
    const look = (): Promise<Exchange | undefined> => (read ? lookAt(session, read) : Promise.resolve(undefined));
    const first = await look();
    const held = first && shownByRead(operation, first);
    // What cannot be written back is not tried.
    if (!first || !held || bodyAgain(contract, operation, held) === undefined) return { tried: none, changes };
    let before = first;
    // PATCH keeps what it does not name; a PUT needs all of it.
    const rest = actsAs(operation) === 'PATCH' ? members.filter(({ required }) => required) : members;
    const base = Object.fromEntries(rest.flatMap(({ name }) => (isThere(held[name]) ? [[name, held[name]] as const] : [])));
    const usual = members.find(({ name }) => isThere(held[name]))?.name;
    const send = async (named: Resource, purpose: string): Promise<Exchange> => {
      const all = { ...base, ...named };
      // A PATCH of nothing may be none.
      const body = Object.keys(all).length > 0 ? all : Object.fromEntries(Object.entries(held).filter(([name]) => name === usual));
      const request = usableRequest(session, operation, purpose, { body: askedBody(operation, body), madeUp: Object.keys(named) });
      const exchange = await session.send({ ...request, madeUp: [...(request.madeUp ?? []), 'body'] });
      if (!isSuccess(exchange) || statusOf(exchange) === 202) return exchange;
      const isShown = (one: Exchange | undefined): boolean => {
        const now = one && shownByRead(operation, one);
        return now !== undefined && Object.entries(body).every(([name, value]) => JSON.stringify(now[name]) === JSON.stringify(value));
      };
      let after = await look();
      if (after && !isShown(after)) {
        await session.pause(laterMs, 'a read is to show the change');
        after = await look();
      }
      if (after) changes.push({ operation, body, before, exchange, after });
      before = after ?? before;
      return exchange;
    };
    let turn = 0;
    const tried = await tryEdges(
      singleEdges(contract, operation),
      (row) => {
        turn += 1;
        return send(Object.fromEntries(row.map(({ member, value }) => [member, value])), `single-${turn}`);
      },
      false,
    );
    for (const member of harmlessMembers(contract, operation).slice(0, mostAlone)) {
      const now = shownByRead(operation, before)?.[member.name];
      const value = nextValue(contract, member, now, freshFor(session, 'single'));
      if (value === undefined) continue;
      if (isSkipped(await orSkipped(send({ [member.name]: value }, `single-${member.name}`)))) break;
    }
    return { tried, changes };
  },
});

const isThere = (value: unknown): boolean => value !== undefined && value !== null;

const lookAt = async (session: Session, read: Operation): Promise<Exchange | undefined> => {
  const seen = await session.send(usableRequest(session, read, 'single-look'));
  return isSuccess(seen) && isObject(jsonOf(seen)) ? seen : undefined;
};
