import { parametersIn } from '../../../contract/infer/path-template.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import { type BodyMember, bodyMembers } from '../../../generators/body-members.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { wholeBody } from '../../../generators/whole-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type PlannedRequest, holdsValue } from '../../../model/request.ts';
import { freshFor, usableRequest } from '../../requests/usable-request.ts';
import { idOfMade, resourceIn } from '../../subjects/round-trips.ts';
import { isSameValue } from '../../subjects/same-value.ts';
import { nextValue } from '../../subjects/sequences.ts';
import { idText, type Resource } from '../../subjects/shown-resource.ts';
import { anew } from '../lifecycle/creation-anew.ts';
import { goneStatuses, strongTag } from '../lifecycle/look-at-resource.ts';
import { until } from '../lifecycle/until.ts';
import { conditionOf } from '../lifecycle/updated-on-condition.ts';
import { act, judgeFirstState } from './act.ts';
import { look, lookAtList, lookForNeighbours } from './looks.ts';
import { type Held, keptMembers, newlyHeld } from './model.ts';
import {
  firstMs,
  isDone,
  onHeld,
  patienceOf,
  type Play,
  purposeOf,
  record,
  send,
  sentBy,
  spend,
  Spent,
  stop,
  tell,
  touch,
} from './play.ts';
import type { Caller, Step } from './steps.ts';
import { actsAs } from '../../../contract/infer/acting.ts';

const bodyOf = ({ body }: Pick<PlannedRequest, 'body'>): Resource => (holdsValue(body) && isObject(body.value) ? body.value : {});

/** Does an answer blame the request. */
const isRefused = (exchange: Exchange): boolean => {
  const status = statusOf(exchange) ?? 0;
  return status >= 400 && status < 500 && ![408, 425, 429].includes(status);
};

const creationOf = async (play: Play): Promise<Exchange> => {
  const { session, type } = play;
  const purpose = purposeOf(play);
  const usual = usableRequest(session, type.create, purpose, { pathValues: play.pathValues });
  const whole = wholeBody(session.contract, bodyMembers(session.contract, type.create), bodyOf(usual), freshFor(session, purpose));
  const madeUp = [...(usual.madeUp ?? []), 'body'];
  if (play.takesWhole) {
    const exchange = await send(play, { ...usual, body: askedBody(type.create, whole), madeUp });
    if (!isRefused(exchange)) return exchange;
    play.takesWhole = false;
  }
  const request = { ...usual, madeUp };
  if (play.held.size > 0) return send(play, request);
  return (await anew(session, request, async (one) => ({ exchange: await send(play, one) }))).exchange;
};

const create = async (play: Play, name: string): Promise<void> => {
  const { session, type, purse } = play;
  if (play.held.has(name) || play.isFull) return;
  if (purse.creates <= 0) throw new Spent('no more resources are created');
  purse.creates -= 1;
  const creation = await creationOf(play);
  record(play, name, creation);
  const id = idOfMade(session.contract, type, creation);
  // What is above may take no more: the sequence goes on with those that are there.
  if (play.held.size > 0 && statusOf(creation) === 409) {
    play.isFull = true;
    return;
  }
  if (id === undefined) return stop(`${type.create.key} was answered ${outcomeOf(creation)}, so that no sequence of calls is possible`);
  const parents = parametersIn(type.addsTo);
  play.pathValues = Object.fromEntries(Object.entries(creation.request.pathValues).filter(([one]) => parents.includes(one)));
  play.pages.clear();
  const same = [...play.held.values()].find((one) => one.id === id);
  if (same) return reused(play, name, same, creation);
  if ([...play.held.values()].some(({ life }) => life === 'removed')) play.times.removed += 1;
  const held = newlyHeld(name, id, creation, resourceIn(session.contract, type.create, creation, type.id) ?? {});
  play.held.set(name, held);
  const first = await until(
    session,
    { withinMs: Math.min(patienceOf(play), firstMs), why: 'a created resource is to be readable' },
    async () => {
      const exchange = await send(play, onHeld(play, type.read, held));
      return isSuccess(exchange) ? exchange : undefined;
    },
  );
  const shown = first && resourceIn(session.contract, type.read, first, type.id);
  if (first && shown) {
    record(play, name, first);
    held.shows = shown;
    judgeFirstState(play, held, first);
  } else if (play.held.size === 1) return stop(`No read by ${type.read.key} shows what was created`);
  else held.life = 'unclear';
  touch(play, name);
  held.touched.clear();
};

/** Nothing more is sent where an id does not tell one resource from another. */
const reused = (play: Play, name: string, same: Held, creation: Exchange): void => {
  if (same.life !== 'removed') return stop(`Two creations were answered with the id ${same.id}`);
  tell(play, {
    claim: 'removed',
    code: 'id-reused',
    where: `/${play.type.id}`,
    expected: `another id than that of ${same.name.toUpperCase()}, which was removed`,
    actual: `${same.id} again`,
    exchange: creation,
    about: [name, same.name],
    isFinal: true,
  });
  same.life = 'unclear';
};

/** The members that are changed: those whose change was not refused, nor shown otherwise, and by another caller than the key those that are for all. */
const fitting = ({ type, unfit, odd, ofSome }: Play, by?: Caller): readonly BodyMember[] =>
  type.members.filter(({ name }) => !unfit.has(name) && !odd.has(name) && (by !== 'second' || !ofSome.has(name)));

/** A body that changes members of a resource: by PATCH what is required beside them, by PUT everything that it shows. */
const changingBody = (play: Play, held: Held, values: Resource): Resource => {
  const { session, type } = play;
  const operation = type.change;
  if (!operation) return values;
  const isWhole = operation.method === 'PUT';
  const members = bodyMembers(session.contract, operation);
  const shown = Object.fromEntries(
    members.flatMap(({ name, required }) => {
      const now = held.wanted.get(name) ?? held.shows[name];
      return (isWhole || required) && now !== undefined && now !== null ? [[name, now]] : [];
    }),
  );
  const isLacking = members.some(({ name, required }) => required && shown[name] === undefined && values[name] === undefined);
  const usual = isLacking ? bodyOf(onHeld(play, operation, held)) : {};
  const rest = isWhole
    ? usual
    : Object.fromEntries(Object.entries(usual).filter(([name]) => members.some((one) => one.required && one.name === name)));
  return { ...rest, ...shown, ...values };
};

/** What an accepted change means for the model. */
const noteChange = (play: Play, held: Held, values: Resource, exchange: Exchange): void => {
  const { type, session } = play;
  const names = Object.keys(values);
  if (isDone(exchange)) {
    held.changes += 1;
    for (const [name, value] of Object.entries(values)) held.wanted.set(name, value);
    touch(play, held.name);
    play.pages.clear();
    // An id that is made from a name may be another one now.
    const shown = type.change && resourceIn(session.contract, type.change, exchange, type.id);
    if (idText(shown?.[type.id]) !== held.id) held.mayBeAway = true;
    const isChoice = ({ name, schema }: BodyMember): boolean =>
      names.includes(name) && (typeof held.shows[name] === 'boolean' || (isObject(schema) && Array.isArray(schema['enum'])));
    if (type.members.some(isChoice)) {
      held.mayBeHidden = true;
      // What is set beside a choice may have no meaning with another one.
      for (const name of keptMembers(session.contract, type).keys()) if (!held.wanted.has(name)) held.open.add(name);
    }
    if (type.change?.method !== 'PUT') return;
    // What a replacement leaves out may be anything afterwards.
    const sent = new Set(Object.keys(bodyOf(exchange.request)));
    for (const { name } of [...bodyMembers(session.contract, type.create), ...type.members]) if (!sent.has(name)) held.open.add(name);
    return;
  }
  // A state that an action led to may allow no change.
  if (isRefused(exchange) && ![409, 412].includes(statusOf(exchange) ?? 0) && !held.acted) for (const name of names) play.unfit.add(name);
  if (!isRefused(exchange)) for (const name of names) held.open.add(name);
};

/** After a look: a member that is shown as it was sent is judged from then on. */
const learn = (play: Play, held: Held, values: Resource): void => {
  for (const [name, value] of Object.entries(values))
    if (!play.odd.has(name)) (isSameValue(held.shows[name], value) ? play.proven : play.odd).add(name);
};

const change = async (play: Play, held: Held, member: number, by: Caller | undefined): Promise<void> => {
  const { session, type } = play;
  const members = fitting(play, by);
  const chosen = members[member % Math.max(members.length, 1)];
  if (!type.change || !chosen) return;
  const value = nextValue(session.contract, chosen, held.shows[chosen.name], freshFor(session, purposeOf(play)));
  if (value === undefined) {
    play.unfit.add(chosen.name);
    return;
  }
  const values = { [chosen.name]: value };
  const exchange = await send(play, sentBy(session, onHeld(play, type.change, held, changingBody(play, held, values)), by));
  record(play, held.name, exchange);
  noteChange(play, held, values, exchange);
  if (by === 'second') for (const name of play.ofSome) held.open.add(name);
  if (!isDone(exchange)) return;
  const seen = await look(play, held, by === 'second' ? 'key' : undefined);
  if (seen.kind === 'resource') learn(play, held, values);
};

/** Two changes at the same moment: of two members, or of one member on the same entity tag. */
const changeTogether = async (play: Play, held: Held): Promise<void> => {
  const { session, type } = play;
  const members = fitting(play, 'second').filter(({ name }) => play.proven.has(name));
  const [one, other] = members;
  if (!type.change || actsAs(type.change) !== 'PATCH' || !one || !other) return;
  const bodies = [one, other].map((member): Resource => {
    const value = nextValue(session.contract, member, held.shows[member.name], freshFor(session, purposeOf(play)));
    return { [member.name]: value };
  });
  if (bodies.some((body) => Object.values(body).includes(undefined))) return;
  const whole = bodies.map((body) => changingBody(play, held, body));
  // Where a change requires members beside the changed one, each would put back what the other one sets.
  if (whole[0]?.[other.name] !== undefined || whole[1]?.[one.name] !== undefined) return;
  const [first, second] = whole.map((body) => onHeld(play, type.change ?? type.read, held, body));
  if (!first || !second) return;
  spend(play, 2);
  const exchanges = await session.sendTogether([first, sentBy(session, second, 'second')]);
  for (const [n, exchange] of exchanges.entries()) {
    record(play, held.name, exchange);
    const values = bodies[n] ?? {};
    if (isDone(exchange)) noteChange(play, held, values, exchange);
    else for (const name of Object.keys(values)) held.open.add(name);
  }
  await look(play, held, undefined, true);
};

const changeOnOneTag = async (play: Play, held: Held): Promise<void> => {
  const { session, type } = play;
  const [member] = fitting(play).filter(({ name }) => play.proven.has(name));
  const field = type.change && conditionOf(type.change);
  const isDescribed = type.change?.responses.some(({ status }) => status === '412') === true;
  if (!type.change || !member || field === undefined || !isDescribed) return;
  const read = await send(play, onHeld(play, type.read, held));
  const tag = read && strongTag(read);
  if (tag === undefined) return;
  record(play, held.name, read);
  const { name } = member;
  const values = [1, 2].map(() => nextValue(session.contract, member, held.shows[name], freshFor(session, purposeOf(play))));
  // Two equal changes would not conflict.
  if (values.includes(undefined) || values[0] === values[1]) return;
  const requests = values.map((value) => {
    const request = onHeld(play, type.change ?? type.read, held, changingBody(play, held, { [name]: value }));
    const headers = request.headers.filter(([own]) => own.toLowerCase() !== field.toLowerCase());
    return { ...request, headers: [...headers, [field, tag] as const] };
  });
  spend(play, 2);
  const exchanges = await session.sendTogether(requests);
  for (const exchange of exchanges) record(play, held.name, exchange);
  const [first, ...others] = exchanges.filter(isDone);
  play.times.shown += 1;
  if (first && others.length > 0)
    tell(play, {
      claim: 'shown',
      code: 'both-on-one-tag',
      where: field,
      expected: `one success and one 412: both changes name ${tag}`,
      actual: exchanges.map(outcomeOf).join(' and '),
      exchange: first,
      about: [held.name],
      isFinal: false,
    });
  held.open.add(name);
  touch(play, held.name);
  play.pages.clear();
  await look(play, held);
};

/** Removes a resource, with a look at each list before. */
const remove = async (play: Play, held: Held): Promise<void> => {
  const { type } = play;
  if (!type.remove) return;
  const pages: (Exchange | undefined)[] = [];
  for (const list of type.lists) pages.push(play.pages.get(list.operation.key) ?? (await lookAtList(play, list)));
  if (held.life !== 'there') return;
  const removal = await send(play, onHeld(play, type.remove, held));
  record(play, held.name, removal);
  if (isRefused(removal)) return;
  held.life = isDone(removal) ? 'removed' : 'unclear';
  held.removal = removal;
  touch(play, held.name);
  play.pages.clear();
  if (held.life === 'unclear') return;
  await look(play, held);
  for (const [n, list] of type.lists.entries()) {
    const before = pages[n];
    const after = await listed(play, n);
    if (before && after) await lookForNeighbours(play, list, held, before, after);
  }
};

const listed = async (play: Play, n: number): Promise<Exchange | undefined> => {
  const list = play.type.lists[n];
  const page = list && (await lookAtList(play, list));
  if (list && page) play.pages.set(list.operation.key, page);
  return page;
};

/** The resources that were created after another one was removed: each shows that the server does not give the id of that one again. */
const createdAfter = (play: Play, { removal }: Held): readonly string[] =>
  [...play.held.values()].filter(({ creation }) => removal !== undefined && creation.sentAt >= removal.sentAt).map(({ name }) => name);

/** Changes what was removed, right after a read has shown that it is gone. */
const changeRemoved = async (play: Play, held: Held): Promise<void> => {
  const { session, type } = play;
  const operation = type.change;
  const [member] = fitting(play);
  const saysGone = operation?.responses.some(({ status }) => goneStatuses.map(String).includes(status)) === true;
  // The resource of a server that gives an id again may be somebody else's by now; and a PUT may create.
  const later = createdAfter(play, held);
  const mayCreate = operation?.method === 'PUT' && (!saysGone || operation.responses.some(({ status }) => status === '201'));
  if (!operation || !member || held.life !== 'removed' || later.length === 0 || mayCreate) return;
  const value = nextValue(session.contract, member, held.shows[member.name], freshFor(session, purposeOf(play)));
  if (value === undefined || (await look(play, held)).kind !== 'gone') return;
  const exchange = await send(play, onHeld(play, operation, held, changingBody(play, held, { [member.name]: value })));
  record(play, held.name, exchange);
  play.times.removed += 1;
  if (!isDone(exchange)) return;
  const after = await send(play, onHeld(play, type.read, held));
  record(play, held.name, after);
  const name = held.name.toUpperCase();
  tell(play, {
    claim: 'removed',
    code: isSuccess(after) ? 'removed-comes-back' : 'removed-changed',
    where: 'status',
    expected: `404 or 410 to a change of ${name}, which was removed`,
    actual: `${outcomeOf(exchange)}, and ${outcomeOf(after)} to a read after it`,
    exchange,
    about: [held.name, ...later],
    isFinal: false,
  });
  held.life = 'unclear';
};

/** Another account changes what it cannot read. */
const intrude = async (play: Play, held: Held): Promise<void> => {
  const { session, type } = play;
  if (!type.change || !session.target.credentials.includes('other')) return;
  const [member] = fitting(play).filter(({ name }) => play.proven.has(name));
  if (!member) return;
  const read = await send(play, sentBy(session, onHeld(play, type.read, held), 'other'));
  if (![403, ...goneStatuses].includes(statusOf(read) ?? 0)) return;
  const value = nextValue(session.contract, member, held.shows[member.name], freshFor(session, purposeOf(play)));
  if (value === undefined) return;
  record(play, held.name, read);
  const body = changingBody(play, held, { [member.name]: value });
  const exchange = await send(play, sentBy(session, onHeld(play, type.change, held, body), 'other'));
  record(play, held.name, exchange);
  const after = await send(play, onHeld(play, type.read, held));
  record(play, held.name, after);
  const now = resourceIn(session.contract, type.read, after, type.id);
  play.times.apart += 1;
  if (now && now[member.name] === value) {
    tell(play, {
      claim: 'apart',
      code: 'changed-by-other-account',
      where: `/${member.name}`,
      expected: `no change by an account that cannot read it (${outcomeOf(read)})`,
      actual: `the value of the other account, ${outcomeOf(exchange)} to its change`,
      exchange: after,
      about: [held.name],
      isFinal: false,
    });
    held.shows = now;
  }
};

/**
 * Does one step; a step that is not possible now is left out.
 * @throws {Spent} where nothing is left for it.
 * @throws {NotTried} where a request may not be sent.
 */
export const perform = async (play: Play, step: Step): Promise<void> => {
  if (step.does === 'list') {
    if (play.held.size === 0) return;
    for (const n of play.type.lists.keys()) await listed(play, n);
    return;
  }
  if (step.does === 'create') return create(play, step.on);
  const held = play.held.get(step.on);
  if (!held || held.life === 'unclear') return;
  if (step.does === 'read') {
    await look(play, held, step.by);
    return;
  }
  if (step.does === 'change-removed') return changeRemoved(play, held);
  if (held.life === 'removed') return;
  if (step.does === 'change') return change(play, held, step.member, step.by);
  if (step.does === 'change-together') return changeTogether(play, held);
  if (step.does === 'change-on-one-tag') return changeOnOneTag(play, held);
  if (step.does === 'act') return act(play, held, step.action);
  if (step.does === 'remove') return remove(play, held);
  return intrude(play, held);
};
