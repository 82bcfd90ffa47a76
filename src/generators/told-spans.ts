import { spanNames } from '../contract/infer/span-names.ts';
import { descriptionsIn } from '../contract/infer/schema-parts.ts';
import { lengthsAsBounds } from '../contract/infer/told-bounds.ts';
import { nounsForLength, type ToldLength } from '../contract/infer/times/told-lengths.ts';
import { tailOf } from '../contract/infer/path-template.ts';
import { wordsOf } from '../contract/infer/words.ts';
import type { Contract, Operation } from '../contract/model.ts';
import { valueAt } from '../contract/pointer.ts';
import { saidIn } from '../contract/said.ts';
import { nodeOf } from '../model/location.ts';
import { timeFormOf } from './allowed-times.ts';
import type { BodyMember } from './body-members.ts';
import { timeParts } from './spans.ts';

type Values = Readonly<Record<string, unknown>>;

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** The bounds of a length in milliseconds, as narrow as what the text may mean. */
type Bounds = { readonly least: number; readonly most: number };

const boundsOf = (lengths: readonly ToldLength[]): Bounds => ({
  least: Math.max(0, ...lengths.filter(({ side }) => side === 'no-nearer').map(({ mostMs }) => mostMs)),
  most: Math.min(...lengths.filter(({ side }) => side === 'no-farther').map(({ leastMs }) => leastMs)),
});

/** A length clear of both bounds: an hour, or a day of days, where that lies well between them, else the middle. */
const lengthIn = ({ least, most }: Bounds, unit: number): number => {
  const usual = unit === dayMs ? dayMs : hourMs;
  if (usual >= least && usual <= most) return usual;
  const middle = Number.isFinite(most) ? (least + most) / 2 : least * 1.5;
  return Math.max(unit, Math.round(middle / unit) * unit);
};

/** The only two of the members that are the begin and the end of one time, both of one form. */
const spanOf = (
  members: readonly BodyMember[],
): { readonly begin: BodyMember; readonly end: BodyMember; readonly unit: number } | undefined => {
  const times = members.filter((one) => timeFormOf(one) !== undefined);
  const [span, ...others] = spanNames(times.map(({ name }) => name));
  const [begin, end] = (span ?? []).map((name) => times.find((one) => one.name === name));
  if (!begin || !end || others.length > 0 || timeFormOf(begin) !== timeFormOf(end)) return undefined;
  return { begin, end, unit: timeFormOf(begin) === 'date' ? dayMs : 60_000 };
};

const written = (ms: number, unit: number): string => {
  const iso = new Date(ms).toISOString();
  return unit === dayMs ? iso.slice(0, 10) : iso.replace('.000Z', 'Z');
};

/**
 * A body whose made-up end lies as far from its begin as the document tells: "A lease lasts at least 15 minutes and at most 4 hours". A begin that the body may leave out is sent
 * where it does: what a service takes for it, such as the present, would lie years before an end that is made up.
 * @param madeUp The names of the members that neither the document nor the operator gives.
 * @param omit Members that stay away on purpose.
 * @returns The body, and the names of the members that differ from `value`.
 */
export const withToldLength = (
  contract: Contract,
  operation: Operation,
  members: readonly BodyMember[],
  value: Values,
  { madeUp, omit }: { readonly madeUp: readonly string[]; readonly omit: readonly string[] },
): { readonly value: Values; readonly changed: readonly string[] } => {
  const kept = { value, changed: [] };
  const found = spanOf(members);
  if (!found) return kept;
  const { begin, end, unit } = found;
  const [from, to] = [value[begin.name], value[end.name]].map((one) => (typeof one === 'string' ? one : undefined));
  if (to === undefined || timeParts(to) === undefined || !madeUp.includes(end.name) || omit.includes(begin.name)) return kept;
  const span = [begin.name, end.name] as const;
  const nouns = nounsForLength(wordsOf(tailOf(operation.path).at(-1) ?? ''));
  const texts = [
    ...saidIn(valueAt(contract.document, nodeOf(operation.location))),
    ...[begin, end].flatMap(({ schema }) => descriptionsIn(contract.document, schema)),
  ];
  const lengths = texts.flatMap((text) => lengthsAsBounds(text, { names: span, span, nouns })).flatMap(({ length }) => length ?? []);
  const bounds = boundsOf(lengths);
  if (lengths.length === 0 || bounds.least > bounds.most) return kept;
  const length = lengthIn(bounds, unit);
  if (value[begin.name] === undefined) {
    const earlier = written(Date.parse(to) - length, unit);
    return { value: { ...value, [begin.name]: earlier }, changed: [begin.name] };
  }
  if (from === undefined || timeParts(from) === undefined) return kept;
  const lasts = Date.parse(to) - Date.parse(from);
  if (lasts >= bounds.least && lasts <= bounds.most && lasts > 0) return kept;
  return { value: { ...value, [end.name]: written(Date.parse(from) + length, unit) }, changed: [end.name] };
};
