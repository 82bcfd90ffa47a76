import { amountNames } from '../contract/infer/amount-names.ts';
import { itemsOf, membersOf } from '../contract/infer/schema-parts.ts';
import { saysWhich } from '../contract/infer/room-names.ts';
import { wordsOf } from '../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../contract/model.ts';
import { isObject } from '../contract/pointer.ts';
import { bodyMembers } from './body-members.ts';
import { spanNames } from '../contract/infer/span-names.ts';
import { resolvedSchema, typesOf } from './resolved-schema.ts';

type Values = Readonly<Record<string, unknown>>;

/** Words of a member that says how much of something is added. */
const amounts: ReadonlySet<string> = new Set(
  'quantity qty amount count delta change pieces units number level value stock balance total size onhand'.split(' '),
);

/** Words of a member that alone says from when on something holds. */
const beginnings: ReadonlySet<string> = new Set('from since start starts begin begins effective'.split(' '));

/** Words of a value that says that something is added, and not taken away. */
const adding: ReadonlySet<string> = new Set(
  (
    'in inbound incoming receipt receive received add addition added increase increment restock replenish replenishment purchase delivery delivered ' +
    'credit deposit topup initial'
  ).split(' '),
);

/** More than a run uses up. */
const generous = 1000;

/** The same of one entry among others: what an order brings has to fit into a place. */
const generousInEntry = 60;

const numberAt = (schema: Schema, keyword: string): number | undefined => {
  const value = isObject(schema) ? schema[keyword] : undefined;
  return typeof value === 'number' ? value : undefined;
};

/** A generous number that a schema allows; undefined where what it has to be a multiple of leaves none. */
const generousIn = (schema: Schema, now: unknown, enough: number): number | undefined => {
  const most = Math.min(numberAt(schema, 'maximum') ?? Infinity, (numberAt(schema, 'exclusiveMaximum') ?? Infinity) - 1);
  const wanted = Math.min(Math.max(enough, numberAt(schema, 'minimum') ?? 0, typeof now === 'number' ? now : 0), most);
  const step = numberAt(schema, 'multipleOf');
  const value = step === undefined || step <= 0 ? wanted : Math.floor(wanted / step) * step;
  return value > 0 && value >= (numberAt(schema, 'minimum') ?? 0) ? value : undefined;
};

/** A day, or the moment of its begin (UTC), as a schema wants it; undefined where that is of another form, or the time is none. */
const dayOf = (ms: number, schema: Schema): string | undefined => {
  const format = isObject(schema) ? schema['format'] : undefined;
  if (Number.isNaN(ms)) return undefined;
  const iso = new Date(ms).toISOString();
  if (format === 'date') return iso.slice(0, 10);
  return format === 'date-time' ? `${iso.slice(0, 10)}T00:00:00Z` : undefined;
};

const yearMs = 366 * 86_400_000;

/** An entry of a list with a generous number of what it names: `lines` of an order. */
const ampleEntry = ({ document }: Contract, schema: Schema | undefined, entry: unknown): unknown => {
  if (!isObject(entry)) return entry;
  const members = membersOf(document, schema);
  return Object.fromEntries(
    Object.entries(entry).map(([name, now]) => {
      const own = resolvedSchema(document, members.get(name) ?? {});
      const isNumber = typesOf(own).some((type) => type === 'integer' || type === 'number');
      return [name, isNumber && amountNames.has(wordsOf(name).at(-1) ?? '') ? (generousIn(own, now, generousInEntry) ?? now) : now];
    }),
  );
};

/**
 * The body of an addition, so that what it is added to has enough of it, whatever refers to that later: it holds from today on, and without an end where none is required;
 * an amount is generous, and a kind that adds is chosen.
 * @param fromMs From when on, in milliseconds since the epoch; undefined where it is to begin as the value says.
 * @param isMuch Whether an amount is generous; else it is left as the value says, because there may be no room for so much.
 * @param isLong Whether a required end lies behind the day that the value says as well, on which something that refers to it may be: a service may take no stretch of so many years.
 */
export const ample = (
  contract: Contract,
  operation: Operation,
  value: Values,
  { fromMs, isMuch, isLong }: { readonly fromMs: number | undefined; readonly isMuch: boolean; readonly isLong: boolean },
): Values => {
  const members = new Map(bodyMembers(contract, operation).map((one) => [one.name, one]));
  const spans = spanNames([...members.keys()]);
  const made: Record<string, unknown> = { ...value };
  for (const [begin, end] of spans) {
    const [first, last] = [members.get(begin), members.get(end)];
    const from = first && (fromMs === undefined ? value[begin] : dayOf(fromMs, first.schema));
    if (!first || !last || typeof from !== 'string') continue;
    if (first.required || begin in value) made[begin] = from;
    const said = isLong ? Date.parse(String(value[end])) : Number.NaN;
    const since = Number.isNaN(said) ? Date.parse(from) : Math.max(Date.parse(from), said);
    if (last.required) made[end] = dayOf(since + 2 * yearMs, last.schema) ?? value[end];
    else delete made[end];
  }
  const inSpan = new Set(spans.flat());
  for (const [name, { schema }] of members) {
    const words = wordsOf(name);
    const now = made[name];
    if (now === undefined || inSpan.has(name)) continue;
    if (typeof now === 'string' && fromMs !== undefined && words.some((word) => beginnings.has(word)))
      made[name] = dayOf(fromMs, schema) ?? now;
    const isNumber = typesOf(schema).some((type) => type === 'integer' || type === 'number');
    if (isMuch && isNumber && !saysWhich(name) && words.some((word) => amounts.has(word)))
      made[name] = generousIn(schema, now, generous) ?? now;
    if (isMuch && Array.isArray(now))
      made[name] = now.map((entry: unknown) => ampleEntry(contract, itemsOf(contract.document, schema), entry));
    const listed: unknown = isObject(schema) ? schema['enum'] : undefined;
    const kinds: readonly unknown[] = Array.isArray(listed) ? listed : [];
    const adds = (one: unknown): boolean => typeof one === 'string' && wordsOf(one).some((word) => adding.has(word));
    const kind = kinds.find(adds);
    if (typeof now === 'string' && !adds(now) && kind !== undefined) made[name] = kind;
  }
  return made;
};
