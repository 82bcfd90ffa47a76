import { isObject } from '../../contract/pointer.ts';

/** A text of an error, and the member at the top of the body that the same detail names as the place of the mistake. */
export type TextOfError = { readonly text: string; readonly member: string | undefined };

/** Names under which an error tells where a mistake is. */
const placeNames: ReadonlySet<string> = new Set([
  'field',
  'pointer',
  'path',
  'name',
  'property',
  'member',
  'parameter',
  'loc',
  'source',
  'param',
  'attribute',
  'key',
]);

/** Names under which an error lists the places of its mistakes, without a text for each: `{"message": "Invalid", "fields": ["date"]}`. */
const listNames: ReadonlySet<string> = new Set(
  [...placeNames]
    .filter((name) => name !== 'loc' && name !== 'source')
    .flatMap((name) => [`${name.replace(/y$/u, 'ie')}s`, `invalid_${name}s`, `invalid${name.charAt(0).toUpperCase()}${name.slice(1)}s`]),
);

/** The first step of a path such as `plan`, `/plan`, `body.plan` or `["body", "plan"]`; undefined where it leads further, or is no path. */
const firstStep = (value: unknown): string | undefined => {
  const steps = (
    Array.isArray(value) ? value.map(String) : typeof value === 'string' && !/\s/u.test(value) ? value.split(/[./[\]#]+/u) : []
  ).filter((step) => step !== '' && step !== '$' && step !== 'body');
  return steps.length === 1 ? steps[0] : undefined;
};

/** The members of a body that an error lists as the places of its mistakes, by names alone; undefined where it lists none of them. */
const listOfPlaces = (
  error: Readonly<Record<string, unknown>>,
  names: readonly string[],
): { readonly name: string; readonly members: readonly string[] } | undefined => {
  for (const [name, list] of Object.entries(error)) {
    if (!listNames.has(name) || names.includes(name) || !Array.isArray(list) || !list.every((one) => typeof one === 'string')) continue;
    const members = list.flatMap((one) => firstStep(one) ?? []).filter((one) => names.includes(one));
    if (members.length > 0) return { name, members: [...new Set(members)] };
  }
  return undefined;
};

/** The members of an error that say nothing of what is wrong (RFC 9457, section 3.1, and what services add). */
const formal: ReadonlySet<string> = new Set('type title status instance requestId request_id traceId trace_id timestamp'.split(' '));

/**
 * The texts in the body of an error, each with the member that its detail names: by a pointer beside it, or as its own name in `{"errors": {"date": ["is over"]}}`.
 * @param names The members of the body that was sent.
 */
export const textsOfError = (value: unknown, names: readonly string[], around?: string): readonly TextOfError[] => {
  if (typeof value === 'string') return [{ text: value, member: around }];
  if (Array.isArray(value)) return value.flatMap((one: unknown) => textsOfError(one, names, around));
  if (!isObject(value)) return [];
  const place = Object.entries(value).find(([name, one]) => placeNames.has(name) && names.includes(firstStep(one) ?? ''));
  const member = place ? firstStep(place[1]) : around;
  const listed = place ? undefined : listOfPlaces(value, names);
  return Object.entries(value).flatMap(([name, one]) => {
    if (name === place?.[0] || name === listed?.name || formal.has(name)) return [];
    const own = names.includes(name) && !placeNames.has(name) ? name : member;
    return (own === member ? (listed?.members ?? [own]) : [own]).flatMap((at) => textsOfError(one, names, at));
  });
};
