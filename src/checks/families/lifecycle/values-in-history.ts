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
import { describedBy } from '../../subjects/round-trips.ts';

/** Longest wait in milliseconds until the history shows a change. */
const longestMs = 8000;

/** What an entry shows as the value of a member: itself, or within the whole resource as it was. */
const valueIn = (side: unknown, member: string): unknown => (isObject(side) ? side[member] : side);

type Entry = { readonly before: unknown; readonly after: unknown; readonly isWhole: boolean };

type Result = {
  readonly member: string;
  /** The values of the member in the order in which a read showed them: as created, and after each of two changes. */
  readonly values: readonly [string, string, string];
  readonly changes: readonly [Exchange, Exchange];
  readonly look: Exchange;
  readonly entries: readonly Entry[];
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
  cost: () => ({ requests: 14, creates: 1 }),
  async run(history, session) {
    const { trip, change } = history;
    const pathValues = await parentValues(session, trip);
    const made = await make({ session, trip, pathValues }, 'history', (base) => base);
    if (made.id === undefined) throw new Undecidable(`The creation was answered ${outcomeOf(made.exchange)}`, [made.exchange]);
    const way: Living = { session, trip, pathValues, creation: made.exchange, id: made.id };
    const first = made.looks.at(-1)?.resource ?? {};
    const isListed = (schema: Schema): boolean =>
      partsOf(session.contract.document, schema).some((part) => part['enum'] !== undefined || part['const'] !== undefined);
    const texts = bodyMembers(session.contract, describedBy(trip, change)).filter(
      ({ name, schema }) => typeof first[name] === 'string' && !isListed(schema),
    );
    const base = change === trip.put ? made.body : {};
    for (const one of texts) {
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
      let look = await lookAt(history, way);
      const isThere = (): boolean => entriesIn(history, look, one.name).some(({ before, after }) => [before, after].includes(to));
      if (!isThere())
        await until(
          session,
          {
            withinMs: Math.min(patienceMs(session.target, 'created.listed', { presumed: trip }), longestMs),
            why: 'the history is to show a change',
          },
          async () => {
            look = await lookAt(history, way);
            return isThere() ? true : undefined;
          },
        );
      return { member: one.name, values, changes: [old, now], look, entries: entriesIn(history, look, one.name) };
    }
    throw new Undecidable(`No text was changed twice by ${change.key} and shown as it was sent`, [made.exchange]);
  },
  judge({ before, after, shownBy }, { member, values, changes, look, entries }) {
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
      ? pass(own.length)
      : inconclusive(`${shownBy.key} shows no entry for the change of ${member}: ${outcomeOf(look)}`, [look]);
  },
});
