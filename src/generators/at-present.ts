import { parametersIn } from '../contract/infer/path-template.ts';
import { descriptionsIn, itemsOf, membersOf, partsOf } from '../contract/infer/schema-parts.ts';
import { sentencesOf } from '../contract/infer/sentences.ts';
import type { Contract, Operation, Schema } from '../contract/model.ts';
import { isObject, valueAt } from '../contract/pointer.ts';
import { saidIn } from '../contract/said.ts';
import { nodeOf } from '../model/location.ts';
import type { BodyMember } from './body-members.ts';

type Values = Readonly<Record<string, unknown>>;

const denied = String.raw`\b(?:not|never|nor|neither)\b[^.;:]*`;

/** "Not in the future", "never later than now". */
const notAhead = new RegExp(String.raw`${denied}\b(?:in the future|(?:after|later than) (?:now|the present))\b`, 'iu');

/** "Not earlier than the start of the session": what its path names has just begun. */
const notBeforeBegin = new RegExp(
  String.raw`${denied}\b(?:before|earlier than|prior to)\b (?:the |its )?(?:\w+['’]s )?(?:start|begin|beginning|opening|creation|departure)\b`,
  'iu',
);

/** "A minute of skew is forgiven". */
const forgiving = /\b(?:an?|one|two|three|five|ten|\d+) minutes?\b[^.;]*\b(?:skew|drift|forgiven|tolera\w+|allowed)\b/iu;

/** So far ahead of the planned moment, in milliseconds, is what is sent where clocks may differ by a minute: what it is about may be made in between. */
const aheadMs = 20_000;

/** The moment for a time of that name: undefined where the sentences about it leave it more room than since what the path names has begun. */
const presentFor = (name: string, own: readonly string[], said: readonly string[], now: () => number): number | undefined => {
  const about = [...own, ...said.filter((one) => one.includes(`\`${name}\``))];
  if (!about.some((one) => notAhead.test(one)) || !about.some((one) => notBeforeBegin.test(one))) return undefined;
  return about.some((one) => forgiving.test(one)) ? now() + aheadMs : now();
};

/**
 * A body in whose made-up entries and objects the moments lie at present, where they may lie neither ahead nor before the begin of what the path names: "Each `at` must not be
 * earlier than the start of the ride and not in the future".
 * @param madeUp The names of the members that neither the document nor the operator gives.
 * @param now Gives the moment of the request in milliseconds since 1970.
 */
export const withPresentMoments = (
  { document }: Contract,
  { path, location }: Operation,
  members: readonly BodyMember[],
  value: Values,
  { madeUp, now }: { readonly madeUp: readonly string[]; readonly now: () => number },
): Values => {
  if (parametersIn(path).length === 0) return value;
  const said = saidIn(valueAt(document, nodeOf(location))).flatMap(sentencesOf);
  const within = (schema: Schema | undefined, one: unknown, turn: number): unknown => {
    if (Array.isArray(one)) return one.map((entry: unknown, n) => within(itemsOf(document, schema), entry, n));
    if (!isObject(one)) return one;
    const described = membersOf(document, schema);
    return Object.fromEntries(
      Object.entries(one).map(([name, each]) => {
        const own = described.get(name);
        const isMoment = typeof each === 'string' && partsOf(document, own).some(({ format }) => format === 'date-time');
        const ms = isMoment ? presentFor(name, descriptionsIn(document, own).flatMap(sentencesOf), said, now) : undefined;
        return [name, ms === undefined ? within(own, each, turn) : new Date(ms + turn * 1000).toISOString()];
      }),
    );
  };
  const changed = members.flatMap(({ name, schema }) => {
    const own = value[name];
    return madeUp.includes(name) && typeof own === 'object' && own !== null ? [[name, within(schema, own, 0)] as const] : [];
  });
  return changed.length === 0 ? value : { ...value, ...Object.fromEntries(changed) };
};
