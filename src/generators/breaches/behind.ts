import { isObject, valueAt, withValueAt } from '../../contract/pointer.ts';
import type { NearestBreach } from './nearest.ts';

/** A breach in the first entry of a list: where the list is, and the member of the entry that is wrong. */
const inFirstEntry = ({ instancePath }: NearestBreach): { readonly list: string; readonly member: string } | undefined => {
  const [, list, member] = /^(.+)\/0\/([^/]+)$/u.exec(instancePath) ?? [];
  return list === undefined || member === undefined || /\/\d+(?:\/|$)/u.test(list) ? undefined : { list, member };
};

/** The entry of a list without its mistake, which another breach in the same list does not have; undefined where no other one shows it. */
const rightEntry = (breach: NearestBreach, all: readonly NearestBreach[]): Readonly<Record<string, unknown>> | undefined => {
  const place = inFirstEntry(breach);
  const entry = place && valueAt(breach.value, `${place.list}/0`);
  if (!place || !isObject(entry) || !(place.member in entry)) return undefined;
  for (const other of all) {
    const its = inFirstEntry(other);
    const shown = its?.list === place.list && its.member !== place.member ? valueAt(other.value, `${place.list}/0`) : undefined;
    if (isObject(shown) && place.member in shown) return { ...entry, [place.member]: shown[place.member] };
    // A member that the usual entry has not is one that may be left out.
    if (isObject(shown)) return Object.fromEntries(Object.entries(entry).filter(([name]) => name !== place.member));
  }
  return undefined;
};

/** Keywords whose limits services keep in their code, where other ones are often kept by the types of a framework. */
const limits: ReadonlySet<string> = new Set(
  'minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength pattern'.split(' '),
);

const behind = 'behind ';

/** Is it the key of a breach behind a right entry. */
export const isBehind = (key: string): boolean => key.startsWith(behind);

/** Most of them for one list. */
const mostOfList = 4;

/**
 * The same mistakes behind a right entry: a service that looks at the first entry of a list alone does not see them. Four at most for each list, of different members.
 * @param breaches Of one body, as `nearestBreaches` gives them.
 */
export const behindRightEntry = (breaches: readonly NearestBreach[]): readonly NearestBreach[] => {
  const made = new Map<string, NearestBreach>();
  const ofList = (list: string): number => [...made.keys()].filter((path) => path.startsWith(`${list}/1/`)).length;
  for (const breach of breaches.toSorted((a, b) => Number(limits.has(b.keyword)) - Number(limits.has(a.keyword)))) {
    const place = inFirstEntry(breach);
    const path = place ? `${place.list}/1/${place.member}` : '';
    const right =
      place && !made.has(path) && ofList(place.list) < mostOfList && !breach.meansNone ? rightEntry(breach, breaches) : undefined;
    if (!place || right === undefined) continue;
    const wrong = valueAt(breach.value, `${place.list}/0`);
    made.set(path, {
      ...breach,
      key: `${behind}${breach.key}`,
      instancePath: path,
      value: withValueAt(breach.value, place.list, [right, wrong]),
    });
  }
  return [...made.values()];
};
