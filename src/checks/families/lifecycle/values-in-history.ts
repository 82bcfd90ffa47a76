import { isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import { parametersIn } from '../../../contract/infer/path-template.ts';
import { partsOf } from '../../../contract/infer/schema-parts.ts';
import type { Schema } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, Undecidable, unconfirmed } from '../../kit/define.ts';
import { patienceMs } from '../../kit/patience.ts';
import { prerequisitesFor, prerequisitesOnOwn } from '../../kit/prerequisites.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { otherValue } from '../../scenarios/lifecycle/round-trip/bodies.ts';
import { parentValues } from '../../scenarios/lifecycle/round-trip/parents.ts';
import { change as changed, type Living, make, onItem } from '../../scenarios/lifecycle/round-trip/steps.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { type ChangeHistory, changeHistories, pairsWithin } from '../../subjects/change-histories.ts';
import { collectionAt, largestPage, stylesOf } from '../../subjects/collection.ts';
import { lives, stateOf } from '../../subjects/lives.ts';
import { describedBy } from '../../subjects/round-trips.ts';
import type { Resource } from '../../subjects/shown-resource.ts';
import { isUsable } from '../../subjects/usable-moves.ts';

/** Longest wait in milliseconds until the history shows a change. */
const longestMs = 8000;

/** What an entry shows as the value of a member: itself, or within the whole resource as it was. */
const valueIn = (side: unknown, member: string): unknown => (isObject(side) ? side[member] : side);

type Entry = { readonly before: unknown; readonly after: unknown; readonly isWhole: boolean };

/** A text that was changed twice, and what the history shows of it. */
type Texts = {
  readonly member: string;
  /** The values of the member in the order in which a read showed them: as created, and after each of two changes. */
  readonly values: readonly [string, string, string];
  readonly changes: readonly [Exchange, Exchange];
  readonly look: Exchange;
  readonly entries: readonly Entry[];
};

/** A state that was changed once, as the first change of it, and what the history shows of it. */
type Moved = {
  readonly member: string;
  readonly from: string;
  readonly to: string;
  readonly change: Exchange;
  readonly look: Exchange;
  readonly entries: readonly Entry[];
};

type Result = { readonly texts: Texts | undefined; readonly moved: Moved | undefined };

/** So many states are tried to be set. */
const mostMoves = 3;

/** Changes the state of a new resource once; undefined where no change of it is accepted, or the history is that of all resources. */
const movedOnce = async (history: ChangeHistory, way: Living, now: Resource): Promise<Moved | undefined> => {
  const { session } = way;
  const { trip, change, shownBy } = history;
  if (change !== trip.patch || parametersIn(shownBy.path).length === 0) return undefined;
  const life = lives(session.contract).find(({ type }) => type.create.key === trip.create.key);
  const told = (life?.movers ?? []).flatMap((mover) => {
    const state = life && mover.operation === change && mover.set && isUsable(session.contract, mover) ? stateOf(life, mover) : undefined;
    const isMeant = mover.from === undefined || mover.from.has(now[state?.member ?? '']);
    return state && isMeant ? [{ member: state.member, to: state.value }] : [];
  });
  // Where the document tells no moves, the listed states are tried in their order.
  const listed = bodyMembers(session.contract, change).flatMap(({ name, schema }) =>
    ['status', 'state'].includes(name)
      ? partsOf(session.contract.document, schema).flatMap((part) =>
          Array.isArray(part['enum']) ? (part['enum'] as unknown[]).map((to) => ({ member: name, to })) : [],
        )
      : [],
  );
  const moves = (told.length > 0 ? told : listed).flatMap(({ member, to }) => {
    const from = now[member];
    return typeof from === 'string' && typeof to === 'string' && to !== from ? [{ member, from, to }] : [];
  });
  for (const { member, from, to } of moves.slice(0, mostMoves)) {
    const answered = await changed(way, change, { [member]: to });
    if (answered.looks.at(-1)?.resource[member] !== to) continue;
    const look = await lookedUntil(history, way, (entries) => entries.some(({ before, after }) => [before, after].includes(to)), member);
    return { member, from, to, change: answered.exchange, look, entries: entriesIn(history, look, member) };
  }
  return undefined;
};

/** Reads the history until it shows an entry, for a few seconds. */
const lookedUntil = async (
  history: ChangeHistory,
  way: Living,
  isThere: (entries: readonly Entry[]) => boolean,
  member: string,
): Promise<Exchange> => {
  const { session } = way;
  let look = await lookAt(history, way);
  const isShown = (): boolean => isThere(entriesIn(history, look, member));
  if (!isShown())
    await until(
      session,
      {
        withinMs: Math.min(patienceMs(session.target, 'created.listed', { presumed: history.trip }), longestMs),
        why: 'the history is to show a change',
      },
      async () => {
        look = await lookAt(history, way);
        return isShown() ? true : undefined;
      },
    );
  return look;
};

const lookAt = async (history: ChangeHistory, way: Living): Promise<Exchange> => {
  const { session, creation, id } = way;
  const { shownBy, trip } = history;
  if (shownBy === trip.read) return onItem(way, shownBy, creation, id);
  const list = collectionAt(session.contract, shownBy.key);
  const [style] = list ? stylesOf(list) : [];
  const names = parametersIn(shownBy.path);
  const above = parametersIn(creation.request.path).map((name) => creation.request.pathValues[name] ?? '');
  const own = names.length === 1 ? [id] : [...above, id].slice(-names.length);
  const pathValues = names.length === 0 ? {} : { pathValues: Object.fromEntries(names.map((name, n) => [name, own[n] ?? id])) };
  const read = usableRequest(session, shownBy, 'history', pathValues);
  return session.send({ ...read, query: [...read.query, ...(style === undefined ? [] : largestPage(style))] });
};

const entriesIn = (history: ChangeHistory, look: Exchange, member: string): readonly Entry[] =>
  pairsWithin(isSuccess(look) ? jsonOf(look) : undefined, history).map((one) => {
    const [before, after] = [one[history.before], one[history.after]];
    return { before: valueIn(before, member), after: valueIn(after, member), isWhole: isObject(before) || isObject(after) };
  });

export const valuesInHistory = defineProbe<ChangeHistory, Result>({
  id: 'lifecycle/values-in-history',
  title: 'A history of changes shows the value before a change as the one before, and the value after it as the one after',
  why: 'Whoever looks up what a value was, or puts it back, gets the wrong one.',
  fix: 'Take the value before from what is stored before the change is applied, and the value after from what was stored.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: changeHistories,
  prerequisites: ({ trip, change, shownBy }, around) => [
    ...prerequisitesOnOwn(trip.create, [change], around),
    ...(parametersIn(shownBy.path).length === 0 ? prerequisitesFor(shownBy, around) : []),
  ],
  cost: () => ({ requests: 20, creates: 1 }),
  async run(history, session) {
    const { trip, change } = history;
    const pathValues = await parentValues(session, trip);
    const made = await make({ session, trip, pathValues }, 'history', (base) => base);
    if (made.id === undefined) throw new Undecidable(`The creation was answered ${outcomeOf(made.exchange)}`, [made.exchange]);
    const way: Living = { session, trip, pathValues, creation: made.exchange, id: made.id };
    const first = made.looks.at(-1)?.resource ?? {};
    const isListed = (schema: Schema): boolean =>
      partsOf(session.contract.document, schema).some((part) => part['enum'] !== undefined || part['const'] !== undefined);
    const free = bodyMembers(session.contract, describedBy(trip, change)).filter(
      ({ name, schema }) => typeof first[name] === 'string' && !isListed(schema),
    );
    const base = change === trip.put ? made.body : {};
    let texts: Texts | undefined;
    for (const one of free) {
      const others = ['history-first', 'history-second'].map((purpose) => otherValue(way, one, first[one.name], purpose, first));
      const sent = [];
      for (const other of others) {
        if (typeof other !== 'string') break;
        const answered = await changed(way, change, { ...base, [one.name]: other });
        if (answered.looks.at(-1)?.resource[one.name] !== other) break;
        sent.push(answered.exchange);
      }
      const [[from, to], [old, now]] = [others, sent];
      if (!old || !now || from === to) continue;
      const values = [String(first[one.name]), String(from), String(to)] as const;
      const isThere = (entries: readonly Entry[]): boolean => entries.some(({ before, after }) => [before, after].includes(to));
      const look = await lookedUntil(history, way, isThere, one.name);
      texts = { member: one.name, values, changes: [old, now], look, entries: entriesIn(history, look, one.name) };
      break;
    }
    const moved = await movedOnce(history, way, first);
    if (!texts && !moved) throw new Undecidable(`No text was changed twice by ${change.key} and shown as it was sent`, [made.exchange]);
    return { texts, moved };
  },
  judge({ before, after, shownBy }, { texts, moved }) {
    const turned = moved?.entries.find((one) => one.before === moved.to && one.after === moved.from);
    if (moved && turned) {
      const finding = {
        code: 'history-turned-round',
        where: `/${before}`,
        expected: `${shown(moved.from)}, then ${shown(moved.to)} as the values of ${moved.member}, which was changed once`,
        actual: `"${before}": ${shown(turned.before)}, "${after}": ${shown(turned.after)}`,
      };
      return unconfirmed(fail(finding, [moved.look, moved.change]));
    }
    const isRight = moved?.entries.some((one) => one.before === moved.from && one.after === moved.to) === true;
    if (!texts)
      return isRight ? pass(1) : inconclusive(`${shownBy.key} shows no entry for the change of the state`, moved ? [moved.look] : []);
    const { member, values, changes, look, entries } = texts;
    const [first, from, to] = values;
    const order = (value: unknown): number => values.indexOf(value as string);
    const own = entries.filter((one) => order(one.before) >= 0 && order(one.after) >= 0);
    // A snapshot of the whole resource may tell of another change.
    const wrong = own.find((one) => order(one.before) > order(one.after) || (one.before === one.after && !one.isWhole));
    if (wrong) {
      const finding = {
        code: wrong.before === wrong.after ? 'history-shows-no-change' : 'history-turned-round',
        where: `/${before}`,
        expected: `${shown(first)}, then ${shown(from)}, then ${shown(to)} as the values of ${member}, each "${before}" the next one`,
        actual: `"${before}": ${shown(wrong.before)}, "${after}": ${shown(wrong.after)}`,
      };
      return unconfirmed(fail(finding, [look, changes[1], changes[0]]));
    }
    return own.some((one) => one.before === from && one.after === to)
      ? pass(own.length + (isRight ? 1 : 0))
      : inconclusive(`${shownBy.key} shows no entry for the change of ${member}: ${outcomeOf(look)}`, [look]);
  },
});
