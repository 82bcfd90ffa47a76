import { isDeepStrictEqual } from 'node:util';
import { coveredBy, coveredByLasting } from '../../../contract/infer/covering.ts';
import type { PathValues } from '../../../contract/infer/created-resource.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { inPath, isDirectlyBelowOne, isSamePath, parametersIn, pathAbove, valuesAlong } from '../../../contract/infer/path-template.ts';
import { nounWordsOf } from '../../../contract/infer/id-names.ts';
import { isSuccess, statusOf } from '../../../contract/message.ts';
import type { Collection, Operation } from '../../../contract/model.ts';
import { escapeToken, isObject } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { resolvedSchema, typesOf } from '../../../generators/resolved-schema.ts';
import { placeholderText } from '../../../generators/placeholder.ts';
import { isSettable } from '../../../generators/whole-body.ts';
import { isAllowed, prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { logNouns } from '../../subjects/audit-logs.ts';
import { largestPage, pageItems } from '../../subjects/collection.ts';
import { describedBy, roundTrips } from '../../subjects/round-trips.ts';
import { isServersOwn } from '../../subjects/shown-as-sent.ts';
import { holdsValue } from '../../../model/request.ts';

/** So many entries a history should have, so that pages, orders and filters show something. */
const wanted = 5;

/** So many changes may be in conflict with others. */
const mostRefused = 3;

/** Nouns of lists to which each change of the resource above adds something. */
const historyNouns: ReadonlySet<string> = new Set([...logNouns, 'revision', 'version', 'timeline', 'snapshot']);

/** Milliseconds between two changes, so that their moments differ. */
const apartMs = 40;

/** A change of the resource above a list of what happened to it. */
type Change = {
  readonly change: Operation;
  /** The operation whose body describes what is changed. */
  readonly described: Operation;
  readonly isPatch: boolean;
};

const changeOf = ({ contract }: Pick<Session, 'contract'>, { operation: { path } }: Collection): Change | undefined => {
  if (!isDirectlyBelowOne(path) || !nounWordsOf(path).some((word) => historyNouns.has(word))) return undefined;
  for (const trip of roundTrips(contract).filter(({ itemPath }) => isSamePath(itemPath, pathAbove(path)))) {
    const change = trip.patch ?? trip.jsonPatch ?? trip.put;
    if (change?.effect === 'changes') return { change, described: describedBy(trip, change), isPatch: change === trip.jsonPatch };
  }
  return undefined;
};

/** The path of a change of the resource of the run that its reads name; undefined where the run creates none. */
export const ownPath = ({ contract }: Pick<Session, 'contract'>, change: Operation): PathValues | undefined => {
  const covering = [...coveredBy(contract, change), ...coveredByLasting(contract, change)];
  const values = new Map(
    covering.map(([name, { resourceType, parameter }]) => [
      name,
      placeholderText({ use: 'known', resourceType: resourceType.name, parameter }),
    ]),
  );
  return parametersIn(change.path).every((name) => values.has(name)) ? Object.fromEntries(values) : undefined;
};

/** The member with a free text that a change sets, so that each of several changes something. */
export const freeTextOf = ({ contract }: Pick<Session, 'contract'>, change: Operation): string | undefined =>
  bodyMembers(contract, change).find(({ name, schema }) => {
    const resolved = resolvedSchema(contract.document, schema);
    const isFree = isObject(resolved) && ['enum', 'const', 'format', 'pattern'].every((word) => resolved[word] === undefined);
    const isText = isFree && typesOf(schema).includes('string') && mayBeSent(contract.document, schema, 'ct-0123456789-history-1');
    return isText && isSettable({ name, required: false }) && !isServersOwn(name);
  })?.name;

/**
 * Brings the history of a resource of the run to a few entries by changing that resource: `PATCH /tickets/{ticketId}` for `GET /tickets/{ticketId}/audit`.
 * @param above The path of that resource, where reads of the history do not name it by themselves.
 * @returns How many changes were accepted.
 */
export const filledByChanges = async (session: Session, collection: Collection, above: PathValues | undefined): Promise<number> => {
  const { contract, target } = session;
  const found = changeOf(session, collection);
  const member = found && freeTextOf(session, found.described);
  if (!found || member === undefined || !isAllowed(found.change, target)) return 0;
  const { change, isPatch } = found;
  const isReady = prerequisitesFor(change, session).every((need) => need.kind === 'permission' && target.allow.includes(need.permission));
  const own = isReady ? ownPath(session, change) : undefined;
  if (own === undefined) return 0;
  const read = usableRequest(session, collection.operation, 'fill', above && { pathValues: above });
  const look = (pathValues: PathValues): Promise<Exchange> =>
    session.send({ ...read, pathValues, query: [...read.query, ...largestPage({ paging: collection.pages[0] })] });
  const page = await look(read.pathValues);
  const ofOwn = await look(inPath(collection.operation.path, valuesAlong(change.path, own)));
  const items = pageItems(collection, page);
  // The history that others read has to be that of a resource of the run.
  if (items === undefined || !isDeepStrictEqual(page.request.pathValues, ofOwn.request.pathValues)) return 0;
  let made = 0;
  let refused = 0;
  while (made < wanted - items.length) {
    const request = usableRequest(session, change, `fill-${made}-${refused}`, { pathValues: own });
    const value = holdsValue(request.body) && isObject(request.body.value) ? request.body.value : {};
    const required = new Set(bodyMembers(contract, change).flatMap((one) => (one.required || change.method === 'PUT' ? [one.name] : [])));
    const kept = Object.fromEntries(Object.entries(value).filter(([name]) => required.has(name)));
    const text = session.fresh(`history-${made}-${refused}`);
    const changes = isPatch ? [{ op: 'replace', path: `/${escapeToken(member)}`, value: text }] : { ...kept, [member]: text };
    const body = askedBody(change, changes);
    const sent = await session.send({ ...request, body });
    if (isSuccess(sent)) made += 1;
    // Other requests of the run may have changed it meanwhile.
    else if ([409, 412].includes(statusOf(sent) ?? 0) && refused < mostRefused) refused += 1;
    else break;
    await session.pause(apartMs, 'the moments of the entries are to differ');
  }
  return made;
};
