import type { Contract, Schema } from '../../contract/model.ts';
import { refusesWithoutOffset } from '../../contract/infer/told-offsets.ts';
import { isObject, tokensOf, valueAt } from '../../contract/pointer.ts';
import { distinctBy } from '../../model/json.ts';
import { resolvedSchema, withoutNull } from '../resolved-schema.ts';
import { simplestValue } from '../simplest-value.ts';
import { createJudge } from '../values/judge/create-judge.ts';
import { plainSchema } from '../values/plain.ts';
import { unsupportedIn } from '../values/unsupported.ts';
import { limitsOfTexts, nearestParts, type Part, sentTogether } from './nearest-parts.ts';
import { type Site, sitesOf } from './site.ts';
import { isTolerated } from './tolerated.ts';

/** A valid value in which one keyword of one node is broken. */
export type NearestBreach = {
  /** The same for every valid value of the schema: the place, the keyword and the way. */
  readonly key: string;
  /** JSON pointer of the broken part. */
  readonly instancePath: string;
  readonly keyword: string;
  /** The whole value. */
  readonly value: unknown;
  /** The broken part and what is wrong with it, as a phrase. */
  readonly words: string;
  /** Is it null in the place of a part that may be left out, which servers take for leaving it out. */
  readonly meansNone: boolean;
};

type Context = {
  readonly document: Contract['document'];
  readonly pointer: string;
  /** Is a value a breach as it is sent. Default: yes. */
  readonly counts?: (value: unknown) => boolean;
  /** Values of quite another type too, which other checks send for the members of a body. */
  readonly otherTypes?: true;
  /** Null for members too. */
  readonly nulls?: true;
  /** What the document says around the schema: of the operation, of the API. */
  readonly prose?: readonly string[];
  /** The key of the only breach that is wanted. Default: all are made. */
  readonly only?: string | undefined;
};

const isIndex = (around: unknown): around is readonly unknown[] => Array.isArray(around);

/** A copy of a value with a part put at a path; undefined where the path leads nowhere. */
const withPart = (value: unknown, [token, ...rest]: readonly string[], put: unknown): unknown => {
  if (token === undefined) return put;
  if (isIndex(value)) {
    const index = Number(token);
    const inner = withPart(value[index], rest, put);
    return index > value.length || inner === undefined ? undefined : [...value.slice(0, index), inner, ...value.slice(index + 1)];
  }
  const inner = isObject(value) ? withPart(value[token], rest, put) : undefined;
  return isObject(value) && inner !== undefined ? { ...value, [token]: inner } : undefined;
};

/** A copy of a value without the member at a path; undefined where there is none. */
const withoutMember = (value: unknown, path: readonly string[]): unknown => {
  const inside = (one: unknown, token: string): unknown =>
    Array.isArray(one) ? one[Number(token)] : isObject(one) ? one[token] : undefined;
  const around = path.slice(0, -1).reduce<unknown>(inside, value);
  const [last] = path.slice(-1);
  if (last === undefined || !isObject(around) || !Object.hasOwn(around, last)) return undefined;
  return withPart(value, path.slice(0, -1), Object.fromEntries(Object.entries(around).filter(([name]) => name !== last)));
};

/** A number in letters. */
const inLetters = (n: number): string => [...String(n)].map((digit) => String.fromCodePoint(97 + Number(digit))).join('');

/** Different items of one kind, as far as their form allows that. */
const several = (item: unknown, count: number, isItem: (value: unknown) => boolean): readonly unknown[] => {
  const other = (n: number): unknown => {
    if (typeof item === 'number') return item + n;
    if (typeof item !== 'string' || n === 0) return item;
    const ends = [`${item}${n}`, `${item}${inLetters(n)}`, `${item.slice(0, -2)}${String(n).padStart(2, '0')}`];
    return ends.find(isItem) ?? item;
  };
  return Array.from({ length: count }, (_, n) => other(n)).map((one) => (isItem(one) ? one : item));
};

/** See {@link NearestBreach.key}. */
const keyOf = ({ instancePath }: Site, keyword: string, way: string | number): string => `${instancePath} ${keyword} ${way}`;

const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null;

/**
 * The nearest breaches of a schema around one valid value: for each keyword of each node that can be reached, the value with that one part changed to what
 * the keyword just does not allow. A member that the value leaves out is put in with its simplest value. Each is judged twice before it is given: it breaks the
 * schema, and matches once the keyword is taken out of its node, so that nothing else is wrong with it; of a text the limits may be broken together. What the
 * document allows in words (`isTolerated`) is left out. Formats are asserted (OpenAPI 3.1, Data Types, calls
 * them annotations), but only texts that nobody takes for one of the format are made. Empty where the value itself does not match, or where the
 * schema has something that is not supported.
 */
export const nearestBreaches = (
  written: Schema,
  valid: unknown,
  { document: source, pointer, counts = () => true, otherTypes, nulls, prose = [], only }: Context,
): NearestBreach[] => {
  const { node: root, document } = plainSchema({ schema: written, pointer }, { document: source });
  const { schema } = root;
  if (unsupportedIn(document, root)) return [];
  const judge = createJudge({ document, direction: 'request' });
  if (!judge(schema, valid)) return [];
  const present = new Map<string, unknown>();

  /** The valid value, with something at the place of a site. */
  const withSite = (site: Site): unknown => {
    if (site.steps.length === 0) return valid;
    const parent = present.get(JSON.stringify(site.steps.slice(0, -1)));
    if (parent === undefined) return undefined;
    const there = valueAt(parent, site.instancePath);
    if (there !== undefined && there !== null) return parent;
    const made = somethingOf(document, site.node.schema);
    return made === undefined ? undefined : withPart(parent, tokensOf(site.instancePath), made);
  };

  const sites = sitesOf({ document, direction: 'request' }, root);
  /** What is written of a part, wherever it is described; of an item also what is written of its list. */
  const proseOf = (path: readonly string[]): readonly string[] => {
    const last = path.at(-1);
    const about = [path, ...(last === undefined || !/^\d+$/u.test(last) ? [] : [path.slice(0, -1)])].map((one) => JSON.stringify(one));
    return sites.flatMap(({ node, instancePath }) => {
      const { description } = typeof node.schema === 'boolean' ? {} : node.schema;
      return typeof description === 'string' && about.includes(JSON.stringify(tokensOf(instancePath))) ? [description] : [];
    });
  };

  const found: NearestBreach[] = [];
  for (const site of sites) {
    // What is around the wanted part has to be put in too.
    if (only?.startsWith(site.instancePath) === false) continue;
    const around = withSite(site);
    if (around === undefined || !judge(schema, around)) continue;
    present.set(JSON.stringify(site.steps), around);
    const { schema: own } = site.node;
    if (typeof own === 'boolean') continue;
    const path = tokensOf(site.instancePath);
    const current = valueAt(around, site.instancePath);
    const items = (count: number): readonly unknown[] => {
      const inner = own['items'];
      const shape: Schema = isObject(inner) || typeof inner === 'boolean' ? inner : true;
      const item = (Array.isArray(current) ? (current[0] as unknown) : undefined) ?? itemOf(document, shape);
      return item === undefined ? [] : several(item, count, (value) => judge(shape, value));
    };
    const ownProse = proseOf(path);
    for (const [keyword, given] of Object.entries(own)) {
      if (only?.startsWith(keyOf(site, keyword, '')) === false) continue;
      const takesOtherTypes = otherTypes === true || path.length > 1;
      const takesNull = nulls === true && path.length > 0;
      const refusesLocal = given === 'date-time' && refusesWithoutOffset(ownProse, prose);
      const parts = nearestParts[keyword]?.({ given, schema: own, current, takesOtherTypes, takesNull, refusesLocal, items }) ?? [];
      const isAllowedElse = isTolerated(keyword, ownProse, prose);
      // A text that is not surely of a format may be of it, and then breaks nothing.
      const isLimit = limitsOfTexts.includes(keyword);
      const others = { node: own, keywords: limitsOfTexts.filter((one) => one !== keyword) };
      const alone = isLimit ? createJudge({ document, direction: 'request', formats: keyword === 'format', without: others }) : judge;
      const brokenWithout = (keywords: readonly string[]): readonly NearestBreach[] => {
        const without = createJudge({ document, direction: 'request', without: { node: own, keywords } });
        return parts.flatMap((part: Part, way): NearestBreach[] => {
          const value = withPart(around, path, part.value);
          if (value === undefined || judge(schema, value) || alone(schema, value) || !without(schema, value) || !counts(value)) return [];
          if (isAllowedElse && (keyword !== 'type' || isScalar(part.value))) return [];
          const key = keyOf(site, keyword, part.way ?? (sentTogether.has(keyword) ? way : ''));
          const rest = part.value === null ? withoutMember(around, path) : undefined;
          const meansNone = rest !== undefined && judge(schema, rest);
          return [{ key, instancePath: site.instancePath, keyword, value, words: part.words, meansNone }];
        });
      };
      const singly = brokenWithout([keyword]);
      // The plainest of them may break another limit as well.
      const isPlain = singly.some(({ key }) => sentTogether.has(keyword) || key === keyOf(site, keyword, ''));
      const broken = isLimit && !isPlain ? [...singly, ...brokenWithout(limitsOfTexts)] : singly;
      found.push(...(sentTogether.has(keyword) ? broken : distinctBy(broken, ({ key }) => key)));
    }
  }
  return found.filter((one, index) => found.findIndex(({ key }) => key === one.key) === index);
};

/** The simplest value of a schema that is not null: a default of null is no value in which something could be broken. */
const somethingOf = (document: Contract['document'], schema: Schema): unknown => {
  const made = simplestValue({ document }, schema);
  if (made.kind === 'value' && made.value !== null) return made.value;
  const resolved = resolvedSchema(document, schema);
  if (!isObject(resolved)) return undefined;
  const { default: _usual, ...rest } = resolved;
  const other = simplestValue({ document }, withoutNull(rest));
  return other.kind === 'value' && other.value !== null ? other.value : undefined;
};

const itemOf = (document: Contract['document'], schema: Schema): unknown => {
  const made = simplestValue({ document }, schema, 'item');
  return made.kind === 'value' ? made.value : undefined;
};

/** As many of several breaches as a bound allows: at every place one, then at every place a second one, in the order given. */
export const spread = <T>(breaches: readonly T[], placeOf: (breach: T) => string, most: number): T[] => {
  const rows = [...new Set(breaches.map(placeOf))].map((place) => breaches.filter((one) => placeOf(one) === place));
  const longest = Math.max(0, ...rows.map(({ length }) => length));
  return Array.from({ length: longest }, (_, turn) => rows.flatMap((row) => row.slice(turn, turn + 1)))
    .flat()
    .slice(0, most);
};
