import { itemsOf } from '../../../contract/held.ts';
import { itemOf } from '../../../contract/infer/covering.ts';
import { createdResource, type PathValues } from '../../../contract/infer/created-resource.ts';
import { inPath, isSamePath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { periodOf } from '../../../contract/infer/times/shown-periods.ts';
import { headerValues, isSuccess, jsonOf, statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { bodyWith } from '../../../generators/body-with.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type CredentialName, holdsValue, type PlannedRequest } from '../../../model/request.ts';
import { NotTried } from '../../kit/define.ts';
import { dayOf } from '../../kit/days.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { requestAsSet } from '../../requests/request-as-set.ts';
import { makingFor, sentenceFor, usableRequest } from '../../requests/usable-request.ts';
import { largestPage } from '../../subjects/collection.ts';
import { namesPerson } from '../../subjects/own-decisions.ts';
import { type KeptPeriod, keptPeriods, type SettledPeriod } from '../../subjects/settled-periods.ts';
import { idText } from '../../subjects/shown-resource.ts';
import { freeDays } from './free-weeks.ts';
import { isOfSamePeriod } from './own-ids.ts';
import { withReferred } from './references.ts';
import { conditionOf } from './updated-on-condition.ts';

/** A period that the run settled, and what was tried then. */
export type Settled = {
  /** The entry in it. */
  readonly entry: Exchange;
  /** The settling by whose own it is, where the document forbids that; undefined also where another account made the period, or the body says who settles it. */
  readonly own: Exchange | undefined;
  /** The settling that was accepted, and the read that shows it; undefined where it came to neither. */
  readonly settled: { readonly exchange: Exchange; readonly look: Exchange } | undefined;
  /** By the deed and the key of the operation. */
  readonly tried: ReadonlyMap<string, Exchange>;
};

export const keyOf = ({ deed, operation }: Pick<KeptPeriod, 'deed' | 'operation'>): string => `${deed} ${operation.key}`;

type Around = { readonly session: Session; readonly period: SettledPeriod; readonly purpose: string };

/** An entry of the run, with what the list shows of its period. */
type Begun = { readonly entry: Exchange; readonly values: PathValues; readonly day: string; readonly id: string; readonly before: unknown };

const send = async (session: Session, request: PlannedRequest): Promise<Exchange> => session.send(await withReferred(session, request));

const look = async ({ session, period: { list } }: Around, turn: string): Promise<Exchange> => {
  const read = usableRequest(session, list.operation, turn);
  const [paging] = list.pages;
  return session.send({ ...read, query: [...read.query, ...largestPage({ paging })] });
};

const idIn = ({ list: { id = '' } }: SettledPeriod, item: unknown): string | undefined => idText(valueAt(item, id));

const entryAt = ({ session, period: { type, day: member } }: Around, day: string, purpose: string): PlannedRequest =>
  requestAsSet(session, { operation: type.create.key, settings: [{ member, value: day }], purpose });

const namesOf = ({ body }: PlannedRequest): readonly string[] => (holdsValue(body) && isObject(body.value) ? Object.keys(body.value) : []);

const valuesOf = ({ session, period: { type } }: Around, exchange: Exchange): PathValues | undefined => {
  const made = createdResource(type, exchange, session.target.baseUrl);
  return made.kind === 'known' ? made.pathValues : undefined;
};

/** Makes an entry in a period in which there is none, so that what is settled with it is the run's alone. */
const begin = async (around: Around, entries: number): Promise<{ readonly all: readonly Begun[] } | Exchange> => {
  const { session, period, purpose } = around;
  const { list, open } = period;
  const itemsIn = (exchange: Exchange): readonly unknown[] => itemsOf(list, exchange) ?? [];
  const before = await look(around, `${purpose}-before`);
  if (!isSuccess(before)) return before;
  const free = freeDays(session.now(), itemsIn(before));
  let last = before;
  for (const day of free) {
    const made: Exchange[] = [];
    for (let turn = 0; turn < entries; turn += 1) {
      last = await send(session, entryAt(around, day, `${purpose}-${day}-${turn}`));
      if (isSuccess(last)) made.push(last);
    }
    const [entry] = made;
    if (!entry || made.length < entries) continue;
    if (open) {
      const asked = requestAsSet(session, {
        operation: open.operation.key,
        settings: [{ member: open.member, value: periodOf(open.form, day) }],
        purpose: `${purpose}-open`,
      });
      if (namesPerson(namesOf(asked))) return entry;
      last = await send(session, asked);
      // What was there before is answered otherwise.
      if (statusOf(last) !== 201) continue;
    }
    const known = new Set(itemsIn(before).map((item) => idIn(period, item)));
    const shown = await look(around, `${purpose}-begun`);
    const item = itemsIn(shown).find((one) => !known.has(idIn(period, one)) && isOfSamePeriod(one, day, jsonOf(entry)));
    const id = item === undefined ? undefined : idIn(period, item);
    if (id === undefined || (open && id !== idIn(period, jsonOf(last)))) continue;
    const all = made.flatMap((one) => {
      const values = valuesOf(around, one);
      return values ? [{ entry: one, values, day, id, before: item }] : [];
    });
    if (all.length === made.length) return { all };
  }
  return last;
};

/** A request to an entry, with its entity tag where the operation asks for one. */
const onEntry = async (around: Around, operation: Operation, { entry, values }: Begun, purpose: string): Promise<Exchange | undefined> => {
  const { session, period } = around;
  const along = valuesAlong(itemOf(period.type).path, values);
  const request = usableRequest(session, operation, purpose, { pathValues: inPath(operation.path, along) });
  const shown = jsonOf(entry);
  const { body } = request;
  if (holdsValue(body)) {
    // What changes nothing may be accepted.
    const isOther =
      isObject(body.value) && Object.entries(body.value).some(([name, value]) => isObject(shown) && name in shown && shown[name] !== value);
    if (!isOther) return undefined;
  }
  const field = conditionOf(operation);
  if (field === undefined) return send(session, request);
  const read = session.contract.operations.find((one) => one.method === 'GET' && isSamePath(one.path, itemOf(period.type).path));
  const looked = read ? await session.send(usableRequest(session, read, purpose, { pathValues: inPath(read.path, along) })) : entry;
  const [tag] = headerValues(isSuccess(looked) ? looked : entry, 'ETag');
  const headers = request.headers.filter(([name]) => name.toLowerCase() !== field.toLowerCase());
  return send(session, { ...request, headers: tag === undefined ? headers : [...headers, [field, tag]] });
};

/** Settles a period by an action, as one of the callers. */
const settle = (around: Around, { id }: Begun, turn: string): PlannedRequest => {
  const { session, period } = around;
  const { settle: operation, set } = period;
  const pathValues = inPath(operation.path, [id]);
  const purpose = `${around.purpose}-${turn}`;
  const made = set && bodyWith(operation, makingFor(session, purpose), [set]);
  if (made?.kind === 'missing') throw new NotTried('missing-prerequisite', sentenceFor(made.prerequisites));
  return usableRequest(session, operation, purpose, {
    pathValues,
    ...(made ? { body: { kind: 'json', value: made.value }, madeUp: made.madeUp } : {}),
  });
};

/** The settling by whose own the period is; another account may stand in where the key may not. */
const settleOwn = async (around: Around, one: Begun): Promise<Exchange | undefined> => {
  const { session, period } = around;
  const makers = [period.type.create, ...(period.open ? [period.open.operation] : []), ...period.leads];
  if (period.own === undefined || makers.some(({ key }) => (session.callerOf?.(key) ?? 'key') !== 'key')) return undefined;
  const request = settle(around, one, 'own');
  if (namesPerson(namesOf(request))) return undefined;
  return send(session, request);
};

/** The callers of one account, the key first. */
const callers: readonly CredentialName[] = ['key', 'second', 'third', 'fourth', 'restricted'];

const as = (request: PlannedRequest, name: CredentialName): PlannedRequest =>
  name === 'key' ? request : { ...request, credential: { kind: 'valid', name } };

/**
 * Makes an entry, brings the period that it is in to the state in which it is settled, and tries what the document refuses then. What was settled stays so. Only a period in which there was
 * nothing, as the list shows, and that names nobody but whom the entry names, is the run's own.
 */
export const settledPeriod = defineScenario<{ readonly settle: string; readonly create: string }, Settled>({
  id: 'settled-period',
  async run(session, { settle: key, create }) {
    const kept = keptPeriods(session.contract).filter(({ period }) => period.settle.key === key && period.type.create.key === create);
    const [first] = kept;
    if (!first) throw new NotTried('unsupported', `No text says what ${key} settles`);
    const { period } = first;
    const around: Around = { session, period, purpose: 'settled' };
    if (namesPerson(namesOf(entryAt(around, dayOf(session.now()), 'settled-plan'))))
      throw new NotTried('not-applicable', `The body of ${create} names a person: nothing shows whose own the period is`);
    const isToRestore = kept.some(({ deed }) => deed === 'restore');
    const begun = await begin(around, isToRestore ? 2 : 1);
    if (!('all' in begun)) return { entry: begun, own: undefined, settled: undefined, tried: new Map() };
    const [one, removed] = begun.all;
    if (!one) throw new NotTried('missing-prerequisite', `Nothing came of ${create}`);
    const remove = 'remove' in period.type ? period.type.remove : undefined;
    const gone = removed && remove ? await orSkipped(onEntry(around, remove, removed, 'settled-removed')) : undefined;
    const isGone = gone !== undefined && !isSkipped(gone) && isSuccess(gone);
    const stateOf = (exchange: Exchange): unknown =>
      (itemsOf(period.list, exchange) ?? [])
        .filter((item) => idIn(period, item) === one.id)
        .map((item) => (isObject(item) ? item[period.member] : undefined))[0];
    let now = isObject(one.before) ? one.before[period.member] : undefined;
    for (const lead of period.leads) {
      if (!period.early.includes(String(now)) || !isAllowed(lead, session.target)) break;
      await send(session, usableRequest(session, lead, 'settled-lead', { pathValues: inPath(lead.path, [one.id]) }));
      now = stateOf(await look(around, `settled-${lead.key}`));
    }
    const own = await settleOwn(around, one);
    let by: { readonly exchange: Exchange; readonly name: CredentialName } | undefined;
    for (const name of callers) {
      if (by || (own && isSuccess(own)) || (name === 'key' && own) || !session.target.credentials.includes(name)) continue;
      const exchange = await send(session, as(settle(around, one, `by-${name}`), name));
      if (isSuccess(exchange)) by = { exchange, name };
    }
    const done = by?.exchange ?? (own && isSuccess(own) ? own : undefined);
    const shown = done && (await look(around, 'settled-shown'));
    if (!done || !shown || stateOf(shown) !== period.state) return { entry: one.entry, own, settled: undefined, tried: new Map() };
    const tried = new Map<string, Exchange>();
    // What is done once more may open the period again, where that is accepted.
    const order = ['create', 'change', 'restore', 'remove', 'again'] as const;
    for (const deed of order)
      for (const subject of kept.filter((each) => each.deed === deed)) {
        const { operation } = subject;
        if (!isAllowed(operation, session.target)) continue;
        const again = (): Promise<Exchange> =>
          operation.key === period.settle.key
            ? send(session, as(settle(around, one, 'again'), by?.name ?? 'key'))
            : send(session, usableRequest(session, operation, 'settled-again', { pathValues: inPath(operation.path, [one.id]) }));
        const attempt = async (): Promise<Exchange | undefined> => {
          if (deed === 'create') return send(session, entryAt(around, one.day, 'settled-too-late'));
          if (deed === 'again') return again();
          if (deed === 'restore') return removed && isGone ? onEntry(around, operation, removed, 'settled-restored') : undefined;
          return onEntry(around, operation, one, `settled-${deed}`);
        };
        const exchange = await orSkipped(attempt());
        if (exchange !== undefined && !isSkipped(exchange)) tried.set(keyOf(subject), exchange);
      }
    return { entry: one.entry, own, settled: { exchange: done, look: shown }, tried };
  },
});
