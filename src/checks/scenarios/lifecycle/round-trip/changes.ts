import { parametersIn } from '../../../../contract/infer/path-template.ts';
import { membersOf } from '../../../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../../../contract/infer/words.ts';
import { isSuccess, statusOf } from '../../../../contract/message.ts';
import type { Operation } from '../../../../contract/model.ts';
import { escapeToken, isObject } from '../../../../contract/pointer.ts';
import { type BodyMember, bodyMembers } from '../../../../generators/body-members.ts';
import { mayBeSent } from '../../../../generators/request-match.ts';
import { typesOf } from '../../../../generators/resolved-schema.ts';
import { isSettable, reservedAddresses, tellingValue, wholeBody } from '../../../../generators/whole-body.ts';
import { replacesLists } from '../../../subjects/replaced-lists.ts';
import { dayMs } from '../../../kit/days.ts';
import { freshFor, usableRequest } from '../../../requests/usable-request.ts';
import { describedBy, placeIn } from '../../../subjects/round-trips.ts';
import { isServersOwn } from '../../../subjects/shown-as-sent.ts';
import { holdsState } from '../../../../contract/infer/state-names.ts';
import { namesMember } from '../../../subjects/named-in-error.ts';
import type { Resource } from '../../../subjects/shown-resource.ts';
import { withReferred } from '../references.ts';
import {
  isNullable,
  optionalAtFault,
  otherEnd,
  otherValue,
  reachesNobody,
  requiredOnly,
  uninvitedFor,
  unknownFor,
  without,
} from './bodies.ts';
import { emptyValues } from './empty-values.ts';
import { greatValues } from './great-values.ts';
import { otherObjects } from './inner-changes.ts';
import { oddlyChanged } from './odd-texts.ts';
import { changedLater, filledLists, otherReferences } from './later-changes.ts';
import type { HalfPatch, OddText, Sent, StrayPatch, Uninvited } from './results.ts';
import { change, type Living, onItem, readOf } from './steps.ts';
import { bodyOf } from './way.ts';
import { zonedTimes } from './zoned-times.ts';
import { askedSchema } from '../../../../contract/asked-content.ts';

/** Most members that are cleared. */
const mostCleared = 3;

/** Most members that are set to null although they have no value. */
const mostBlank = 6;

/** An accepted change again, with members that it does not describe: those of the answers, and one that nothing describes. */
const withExtras = async (
  way: Living,
  operation: Operation,
  accepted: Resource | undefined,
  now: Resource | undefined,
): Promise<Uninvited[]> => {
  if (accepted === undefined || now === undefined) return [];
  const extras = [uninvitedFor(way, operation, now), unknownFor(way, operation)].filter((one) => Object.keys(one).length > 0);
  const sent: Uninvited[] = [];
  for (const extra of extras) sent.push({ ...(await change(way, operation, { ...accepted, ...extra })), extra });
  return sent;
};

/** Changes members one after another, then several at once, then all others that are texts or numbers, an object as a whole, lists, to great numbers, unusual texts, moments in another time zone, then to false, nought and empty lists, and lists that are empty then to two texts, then clears those that may be null, then names none, then sends members that the change does not describe, then changes what names something else, and choices that were not tried, and at last sets those to null that have no value. */
export const patched = async (
  way: Living,
  operation: Operation,
  current: Resource,
  odd?: OddText,
): Promise<{ readonly patches: Sent[]; readonly uninvited: Uninvited[] }> => {
  const { session, trip } = way;
  const shownMembers = bodyMembers(session.contract, describedBy(trip, operation)).filter(({ name }) => current[name] !== undefined);
  // An address that the run gave may become another one: neither reaches anybody.
  const members = shownMembers.filter((one) => isSettable(one) || reachesNobody(current[one.name]));
  // A JSON Patch has nothing but what it changes.
  const required = operation === trip.jsonPatch ? {} : requiredOnly(bodyMembers(session.contract, operation), current);
  const patches: Sent[] = [];
  const shown = (): Resource => patches.flatMap(({ looks }) => looks.filter(({ word }) => word !== 'answer')).at(-1)?.resource ?? current;
  let tried = 0;
  // What is set beside a choice may have no meaning with another one, so that the first change is none.
  const first = members.find((one) => !isChoice(one));
  for (const member of first ? [first, ...members.filter((one) => one !== first)] : members) {
    if (tried >= mostTried || patches.filter(({ exchange }) => isSuccess(exchange)).length >= mostPatches) break;
    const value = otherValue(way, member, current[member.name], `patch-${member.name}`, shown());
    if (value === undefined) continue;
    tried += 1;
    patches.push(await change(way, operation, { ...required, [member.name]: value }));
  }
  const together = changedTogether(way, members, shown(), patches);
  if (together) patches.push(await change(way, operation, { ...required, ...together }));
  const rest = changedRest(way, members, shown(), patches);
  if (Object.keys(rest).length > 0) {
    const all = await change(way, operation, { ...required, ...rest });
    patches.push(all);
    const faulty = optionalAtFault(members, all);
    const fewer = without(rest, faulty);
    if (faulty.size > 0 && Object.keys(fewer).length > 0) patches.push(await change(way, operation, { ...required, ...fewer }));
  }
  for (const object of otherObjects(way, members, shown())) patches.push(await change(way, operation, { ...required, ...object }));
  for (const lists of otherLists(way, operation, members, shown())) patches.push(await change(way, operation, { ...required, ...lists }));
  const great = greatValues(session.contract.document, members);
  if (Object.keys(great).length > 0) patches.push(await change(way, operation, { ...required, ...great }));
  const unusual = oddlyChanged(way, operation, odd);
  if (Object.keys(unusual).length > 0) patches.push(await change(way, operation, { ...required, ...unusual }));
  const zoned = zonedTimes(session.contract.document, members, shown());
  if (Object.keys(zoned).length > 0) patches.push(await change(way, operation, { ...required, ...zoned }));
  for (const emptied of Object.values(emptyValues(session.contract.document, members, shown())))
    if (Object.keys(emptied).length > 0) patches.push(await change(way, operation, { ...required, ...emptied }));
  for (const filled of filledLists(way, members, shown())) patches.push(await change(way, operation, { ...required, ...filled }));
  const now = shown();
  // What would reach somebody, such as a phone number, reaches nobody any more.
  const cleared = shownMembers.filter(
    (one) => isNullable(way, one) && now[one.name] !== null && now[one.name] !== undefined && !isServersOwn(one.name),
  );
  const clearing = (some: readonly BodyMember[]): Promise<Sent> =>
    change(way, operation, { ...required, ...Object.fromEntries(some.map(({ name }) => [name, null])) });
  if (cleared.length > 0) {
    const all = await clearing(cleared.slice(0, mostCleared));
    patches.push(all);
    // One of them may be needed beside the value of another member.
    const each = cleared.length > 1 && [400, 409, 422].includes(statusOf(all.exchange) ?? 0) ? cleared.slice(0, mostCleared) : [];
    for (const one of each) patches.push(await clearing([one]));
  }
  if (isEmptyTaken(way, operation, required)) patches.push(await change(way, operation, {}));
  const accepted = patches.find(
    ({ exchange, body }) => isSuccess(exchange) && !Object.values(body).includes(null) && Object.keys(body).length > 0,
  );
  const uninvited = await withExtras(way, operation, operation === trip.jsonPatch ? undefined : accepted?.body, now);
  const later = accepted
    ? await changedLater(way, {
        operation,
        choices: members.filter(isChoice),
        patches,
        now: shown,
        send: (changed) => change(way, operation, { ...required, ...changed }),
      })
    : [];
  // What is null already, as what nothing was named by, may be set to null as well. What no read shows may be a secret.
  const seen = membersOf(session.contract.document, trip.read && placeIn(session.contract, trip.read, trip.id)?.schema);
  const blank = bodyMembers(session.contract, describedBy(trip, operation)).filter(
    (one) => isNullable(way, one) && (now[one.name] ?? undefined) === undefined && seen.has(one.name) && !isServersOwn(one.name),
  );
  const blanked = blank.length > 0 ? [await clearing(blank.slice(0, mostBlank))] : [];
  return { patches: [...patches, ...later, ...blanked], uninvited };
};

/**
 * Gives a member the value that it had before an accepted patch, and tests in the same patch that it has a third one (RFC 6902, section 4.6): nothing may come of it.
 * Undefined where no patch of a text was accepted, or the document does not describe such a patch.
 */
export const patchedByHalf = async (way: Living, operation: Operation, patches: readonly Sent[]): Promise<HalfPatch | undefined> => {
  const { session, creation, id } = way;
  const { document } = session.contract;
  const schema = askedSchema(operation.body) ?? true;
  for (const { body, before, exchange } of patches) {
    const [member] = Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [name] : []));
    const value = member === undefined ? undefined : before?.[member];
    if (!isSuccess(exchange) || member === undefined || typeof value !== 'string' || value === body[member]) continue;
    const path = `/${escapeToken(member)}`;
    const changes = [
      { op: 'replace', path, value },
      { op: 'test', path, value: session.fresh('never-given') },
    ];
    const now = mayBeSent(document, schema, changes) ? await readOf(way, creation, id) : undefined;
    if (!now || now.resource[member] === value) continue;
    const sent = await onItem(way, operation, creation, id, changes, ['value-unusable']);
    return { member, value, exchange: sent, before: now, after: await readOf(way, creation, id) };
  }
  return undefined;
};

/**
 * Replaces a value inside a member that the resource does not have: its target has to exist (RFC 6902, section 4.3), and so has what holds it. Undefined where no patch was
 * accepted, so that a refusal would say nothing, or the document does not describe such a patch.
 */
export const patchedAstray = async (way: Living, operation: Operation, patches: readonly Sent[]): Promise<StrayPatch | undefined> => {
  const { session, creation, id } = way;
  if (!patches.some(({ exchange }) => isSuccess(exchange))) return undefined;
  const path = `/${session.fresh('never-there')}/${session.fresh('inside')}`;
  const changes = [{ op: 'replace', path, value: session.fresh('astray') }];
  if (!mayBeSent(session.contract.document, askedSchema(operation.body) ?? true, changes)) return undefined;
  const before = await readOf(way, creation, id);
  if (!before) return undefined;
  return { path, before, exchange: await onItem(way, operation, creation, id, changes, ['value-unusable']) };
};

/** Other values for the members that accepted changes changed one by one; undefined where there are not several. */
const changedTogether = (way: Living, members: readonly BodyMember[], now: Resource, patches: readonly Sent[]): Resource | undefined => {
  const accepted = new Set(patches.flatMap(({ exchange, body }) => (isSuccess(exchange) ? Object.keys(body) : [])));
  const values = members
    .filter((one) => accepted.has(one.name) && !isChoice(one))
    .flatMap((one): (readonly [string, unknown])[] => {
      const value = otherValue(way, one, now[one.name], `together-${one.name}`, now);
      return value === undefined ? [] : [[one.name, value]];
    });
  return values.length > 1 ? Object.fromEntries(values) : undefined;
};

/** Last words of members that name something, which has to exist. */
const naming: ReadonlySet<string> = new Set('id ids uuid guid code key slug ref reference'.split(' '));

/** A number or a day beside another one, as the schema allows it. */
const nextValue = ({ session }: Living, { schema }: BodyMember, old: unknown): unknown => {
  const isDay = typeof old === 'string' && /^\d{4}-\d{2}-\d{2}$/u.test(old) && !Number.isNaN(Date.parse(old));
  const next =
    typeof old === 'number'
      ? [old + 1, old - 1]
      : isDay
        ? [1, -1].map((days) => new Date(Date.parse(old) + days * dayMs).toISOString().slice(0, 10))
        : [];
  return next.find((one) => mayBeSent(session.contract.document, schema, one));
};

/** Other values for the texts and numbers that no single change was tried with: a service may keep some members and forget one. */
const changedRest = (way: Living, members: readonly BodyMember[], now: Resource, patches: readonly Sent[]): Resource => {
  const tried = new Set(patches.flatMap(({ body }) => Object.keys(body)));
  return Object.fromEntries(
    members
      .filter((one) => !tried.has(one.name) && !isChoice(one) && !naming.has(wordsOf(one.name).at(-1) ?? ''))
      .flatMap((one): (readonly [string, unknown])[] => {
        const old = now[one.name];
        if (!['string', 'number'].includes(typeof old) || isServersOwn(one.name)) return [];
        const value = otherValue(way, one, old, `rest-${one.name}`, now) ?? nextValue(way, one, old);
        return value === undefined ? [] : [[one.name, value]];
      }),
  );
};

/** May a change be an object without members: of a JSON Patch, or where the schema demands some, it may not. */
const isEmptyTaken = ({ session, trip }: Living, operation: Operation, required: Resource): boolean =>
  operation !== trip.jsonPatch &&
  Object.keys(required).length === 0 &&
  mayBeSent(session.contract.document, askedSchema(operation.body) ?? true, {});

/** Most lists that are replaced, each by a change of its own. */
const mostLists = 2;

/** Another list of texts for each of the first members that show one, where the document says that a change replaces lists. */
const otherLists = ({ session }: Living, operation: Operation, members: readonly BodyMember[], now: Resource): readonly Resource[] => {
  const { contract } = session;
  if (!replacesLists(contract, operation)) return [];
  const lists: Resource[] = [];
  const fresh = freshFor(session, 'other-list');
  for (const { name, schema } of members) {
    const old = now[name];
    if (!Array.isArray(old) || old.length === 0 || !old.every((one) => typeof one === 'string') || isServersOwn(name)) continue;
    const made = tellingValue(contract.document, schema, fresh, name);
    const isOther = Array.isArray(made) && made.length > 0 && !made.some((one) => old.includes(one));
    if (isOther && made.every((one) => typeof one === 'string')) lists.push({ [name]: made });
  }
  return lists.slice(0, mostLists);
};

const mostPatches = 2;
const mostTried = 4;

/** Replaces the resource, with every member, with great numbers, with false, nought and empty lists, with addresses of pages, with the required ones alone, and with what names something else. */
export const replaced = async (
  way: Living,
  operation: Operation,
  current: Resource,
  odd?: OddText,
): Promise<{ readonly puts: Sent[]; readonly bare: Sent | undefined; readonly uninvited: Uninvited[] }> => {
  const { session } = way;
  const members = bodyMembers(session.contract, operation);
  const asked = usableRequest(session, operation, 'replace', {
    pathValues: Object.fromEntries(parametersIn(operation.path).map((name) => [name, 'ct'])),
  });
  const usual = bodyOf({ request: await withReferred(session, asked) });
  const held = Object.fromEntries(
    members.flatMap(({ name }) => (current[name] === undefined || current[name] === null ? [] : [[name, current[name]] as const])),
  );
  const base = { ...usual, ...held, ...oneOtherText(way, members, usual, current) };
  // In another state, such as that of what is out of use, a resource may take no further replacement.
  const states = Object.fromEntries(Object.entries(held).filter(([name]) => holdsState(name)));
  const whole = { ...wholeBody(session.contract, members, base, freshFor(session, 'replace'), { fillsLists: true }), ...states };
  let full = await change(way, operation, whole);
  const faulty = optionalAtFault(members, full);
  if (faulty.size > 0) full = await change(way, operation, without(whole, faulty));
  if (!isSuccess(full.exchange)) {
    const plain = await change(way, operation, base);
    return { puts: [plain], bare: undefined, uninvited: [] };
  }
  const numbers = greatValues(session.contract.document, members);
  const great = Object.keys(numbers).length > 0 ? await change(way, operation, { ...full.body, ...numbers }) : undefined;
  const texts = oddlyChanged(way, operation, odd);
  const unusual = Object.keys(texts).length > 0 ? await change(way, operation, { ...full.body, ...texts }) : undefined;
  const { scalars, lists } = emptyValues(session.contract.document, members, full.body);
  const isEmptied = Object.keys({ ...scalars, ...lists }).length > 0;
  const emptied = isEmptied ? await change(way, operation, { ...full.body, ...scalars, ...lists }) : undefined;
  const rest = requiredOnly(members, full.body);
  const lacking = members.filter(({ name }) => full.body[name] === undefined);
  const addresses = reservedAddresses(session.contract.document, lacking, freshFor(session, 'address'));
  const isAddressed = Object.keys(addresses).length > 0;
  const addressed = isAddressed ? await change(way, operation, { ...full.body, ...addresses }) : undefined;
  const most = addressed && isSuccess(addressed.exchange) ? addressed : full;
  const isLess = Object.keys(rest).length > 0 && Object.keys(rest).length < Object.keys(most.body).length;
  // What it is to take away has to be there again.
  if (isLess && most === full && (great ?? unusual ?? emptied)) await change(way, operation, full.body);
  const bare = isLess ? await changedToLess(way, operation, rest, most.body) : undefined;
  const now = full.looks.findLast(({ word }) => word !== 'answer')?.resource;
  const uninvited = await withExtras(way, operation, full.body, now);
  const later: Sent[] = [];
  for (const [{ name }, value] of await otherReferences(way, operation, now ?? {}))
    for (const body of [{ ...full.body, [name]: value }, full.body])
      later.push({ ...(await change(way, operation, body)), mayReach: true });
  return { puts: [full, ...[great, unusual, emptied, addressed].filter((one) => one !== undefined), ...later], bare, uninvited };
};

/** A member that is a text with another value: the usual one, else one of its own, else the end of a time somewhat later. */
const oneOtherText = (way: Living, members: readonly BodyMember[], usual: Resource, current: Resource): Resource => {
  const texts = members.filter((one) => isSettable(one) && typeof usual[one.name] === 'string' && !isListed(one));
  const plain = texts.filter(({ name }) => otherEnd(name, { ...usual, ...current }) === undefined);
  const target = plain.find(({ name }) => usual[name] !== current[name]);
  if (target) return { [target.name]: usual[target.name] };
  for (const one of [...plain.filter(({ name }) => !naming.has(wordsOf(name).at(-1) ?? '')), ...texts]) {
    const value = otherValue(way, one, current[one.name], `replace-${one.name}`, current);
    if (value !== undefined) return { [one.name]: value };
  }
  return {};
};

/** How many times a smaller body gets members back that its refusal names. */
const mostReturns = 3;

/** Replaces a resource by as little as is accepted: what a refusal names is put back, as an image may need a text beside it. */
const changedToLess = async (way: Living, operation: Operation, least: Resource, full: Resource): Promise<Sent> => {
  let body = least;
  let sent = await change(way, operation, body);
  for (let turn = 0; turn < mostReturns && [400, 409, 422].includes(statusOf(sent.exchange) ?? 0); turn += 1) {
    const { exchange } = sent;
    const lacking = Object.keys(full).filter((name) => !Object.hasOwn(body, name) && namesMember(exchange, name));
    if (lacking.length === 0) return sent;
    body = { ...body, ...Object.fromEntries(lacking.map((name) => [name, full[name]])) };
    if (Object.keys(body).length === Object.keys(full).length) return sent;
    sent = await change(way, operation, body);
  }
  return sent;
};

/** Is a member one of few values. */
export const isChoice = (member: BodyMember): boolean => isListed(member) || typesOf(member.schema).includes('boolean');

const isListed = ({ schema }: BodyMember): boolean => isObject(schema) && (schema['enum'] !== undefined || schema['const'] !== undefined);
