import { descriptionsIn } from '../contract/infer/schema-parts.ts';
import { sentenceOfFixed } from '../contract/infer/told-fixed.ts';
import { wordsOf } from '../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../contract/model.ts';
import { isObject } from '../contract/pointer.ts';
import { freshUnique } from './body-examples.ts';
import type { BodyMember } from './body-members.ts';
import { clientTexts } from './client-maps.ts';
import { printedValues } from './known-values.ts';
import { isScalar } from '../model/json.ts';
import { isOfPast } from './past-day.ts';
import { placeholdersIn } from './placeholder.ts';
import { mayBeSent } from './request-match.ts';
import { resolvedSchema, typesOf } from './resolved-schema.ts';
import { hiddenNames } from './values/hidden.ts';
import { simplestValue } from './simplest-value.ts';
import { endingAfter } from './spans.ts';
import { typicalNumbers, typicalText } from './typical-value.ts';

/** Words of members that reach other people or other resources, or decide whether anything is kept. */
const reaching: ReadonlySet<string> = new Set(
  (
    'id ids uuid guid ulid ref reference parent owner user member team group role roles permission permissions assignee password passwd secret token pin captcha ' +
    'url uri link href callback webhook hook host domain ip path file image avatar attachment notify notification send email mail phone recipient to cc ' +
    'publish dry preview store persist save force confirm card iban payment schedule cron expires expiry ttl'
  ).split(' '),
);

const numbers = [12.75, 112.75, 1012.75, 0.75, 7, 13, 101, 3, 2, 1, 1012, 0.5, 0];

const days = { date: '2031-05-17', 'date-time': '2031-05-17T10:30:00Z' } as const;

const pastDays = { date: '2019-05-17', 'date-time': '2019-05-17T10:30:00Z' } as const;

const deepest = 4;

/** A value of a schema that tells a stored one from a default: the last listed one, the other truth value, a number with decimals. */
export const tellingValue = (
  document: Contract['document'],
  schema: Schema,
  fresh: (name: string) => string,
  name: string,
  depth = 0,
): unknown => {
  const resolved = resolvedSchema(document, schema);
  if (!isObject(resolved) || depth > deepest) return undefined;
  const usual = resolved['default'];
  const { format, properties, items } = resolved;
  const listed = Array.isArray(resolved['enum']) ? resolved['enum'] : undefined;
  if (listed) return listed.findLast((one) => one !== null && one !== usual) ?? listed.find((one) => one !== null);
  if (resolved['const'] !== undefined) return resolved['const'];
  const [type] = typesOf(resolved).filter((one) => one !== 'null');
  const made = (value: unknown): unknown => (value !== undefined && mayBeSent(document, schema, value) ? value : undefined);
  switch (type) {
    case 'boolean':
      return usual !== true;
    case 'integer':
    case 'number':
      return [...typicalNumbers(name), ...numbers]
        .filter((one) => (type === 'number' || Number.isInteger(one)) && one !== usual)
        .find((one) => mayBeSent(document, schema, one));
    case 'string':
      if (format === 'date' || format === 'date-time') return made((isOfPast(name, resolved) ? pastDays : days)[format]);
      break;
    case 'array': {
      const item = isObject(items) ? tellingValue(document, items, fresh, name, depth + 1) : undefined;
      const other =
        typeof item === 'string' && isObject(items)
          ? (otherListed(document, items, item) ?? tellingValue(document, items, fresh, `${name}-2`, depth + 1))
          : undefined;
      // The greater one first, so that a list that is put in order shows it.
      const two =
        typeof item === 'string' && typeof other === 'string' && other !== item
          ? made(item > other ? [item, other] : [other, item])
          : undefined;
      return item === undefined ? undefined : (two ?? made([item]));
    }
    case 'object':
      return made(isObject(properties) ? objectOf(document, resolved, properties, fresh, depth) : mapOf(document, resolved, fresh, name));
    default:
  }
  // A default that is nothing would be the simplest value, and would show nothing.
  const filled = usual === null || usual === '' ? withoutDefault(resolved) : schema;
  const typical = typicalText(document, filled, name, fresh(name));
  if (typical !== undefined) return typical;
  const printed = printedValues(resolved).find((one) => one !== usual);
  const own = freshUnique(document, { name, schema }, printed, fresh(name));
  if (own !== undefined) return made(own);
  const simplest = printed === undefined ? simplestValue({ document, fresh }, filled, name) : undefined;
  return made(printed ?? (simplest?.kind === 'value' ? simplest.value : undefined));
};

/** Another one of the values that a schema lists. */
const otherListed = (document: Contract['document'], schema: Schema, than: string): string | undefined => {
  const resolved = resolvedSchema(document, schema);
  const listed: unknown = isObject(resolved) ? resolved['enum'] : undefined;
  return Array.isArray(listed) ? listed.find((one): one is string => typeof one === 'string' && one !== than) : undefined;
};

/** Does a list have one item of several that its schema lists: two show whether all are kept. */
const isOneOfListed = (document: Contract['document'], schema: Schema, value: unknown): boolean => {
  const items = isObject(schema) && isObject(schema['items']) ? schema['items'] : undefined;
  const [item, ...others]: readonly unknown[] = Array.isArray(value) ? value : [];
  return items !== undefined && typeof item === 'string' && others.length === 0 && otherListed(document, items, item) !== undefined;
};

/** Does a list have one text of its own, as an example mostly has: two show whether all are kept, and in their order. */
const isOneText = (document: Contract['document'], schema: Schema, value: unknown): boolean => {
  const resolved = resolvedSchema(document, schema);
  const items = isObject(resolved) && isObject(resolved['items']) ? resolvedSchema(document, resolved['items']) : undefined;
  const [item, ...others]: readonly unknown[] = Array.isArray(value) ? value : [];
  return (
    isObject(items) &&
    ['format', 'enum', 'const'].every((word) => items[word] === undefined) &&
    typeof item === 'string' &&
    others.length === 0 &&
    placeholdersIn(item).length === 0
  );
};

const withoutDefault = ({ default: _usual, ...rest }: Readonly<Record<string, unknown>>): Schema => rest;

const objectOf = (
  document: Contract['document'],
  resolved: Readonly<Record<string, unknown>>,
  properties: Readonly<Record<string, unknown>>,
  fresh: (name: string) => string,
  depth: number,
): unknown => {
  const required = Array.isArray(resolved['required']) ? resolved['required'] : [];
  const hidden = hiddenNames(document, 'request', resolved);
  const members = Object.entries(properties).flatMap(([name, member]) => {
    if (!isObject(member) || hidden.has(name) || (isReaching(name, member) && !required.includes(name))) return [];
    const value = tellingValue(document, member, fresh, name, depth + 1);
    return value === undefined ? [] : [[name, value] as const];
  });
  return required.every((name) => hidden.has(String(name)) || members.some(([one]) => one === name))
    ? Object.fromEntries(members)
    : undefined;
};

/**
 * An object whose members have no described names: one that the document prints, else one with a name of ours, where the member is for what clients keep. Undefined
 * where neither is plain.
 */
const mapOf = (
  document: Contract['document'],
  resolved: Readonly<Record<string, unknown>>,
  fresh: (name: string) => string,
  name: string,
): unknown => {
  const isPlain = (one: unknown): boolean => isObject(one) && Object.keys(one).length > 0 && Object.values(one).every(isScalar);
  const printed = printedValues(resolved).find(isPlain);
  if (printed !== undefined) return printed;
  return clientTexts(document, resolved, name) ? { ct: fresh(name) } : undefined;
};

/** Words of members with an address that a document prints an example of. */
const addresses: ReadonlySet<string> = new Set(['url', 'uri', 'link', 'href']);

/** Words of addresses that a service calls, leads people to, or takes a file from. */
const called: ReadonlySet<string> = new Set(
  (
    'callback webhook hook notify notification target endpoint redirect return success cancel error failure image avatar photo picture logo icon thumbnail cover file attachment media video audio ' +
    'feed import download upload host domain server api login logout token proxy origin ping health'
  ).split(' '),
);

/**
 * Optional members with the address of a page that only tells where something comes from or is described ("Source Url", "Website"), with addresses under a name that is
 * reserved for examples (RFC 2606, section 3): nobody is behind them.
 */
export const reservedAddresses = (
  document: Contract['document'],
  members: readonly BodyMember[],
  fresh: (name: string) => string,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    members.flatMap(({ name, required, schema }) => {
      const resolved = resolvedSchema(document, schema);
      const isAddress = isObject(resolved) && ['uri', 'url', 'iri'].includes(String(resolved['format']));
      const value = `https://example.com/${fresh(name)}`;
      const isMeant = isAddress && !required && !wordsOf(name).some((word) => called.has(word));
      return isMeant && mayBeSent(document, schema, value) ? [[name, value]] : [];
    }),
  );

/** Names of what the caller calls a thing in another system. */
const callersNames: ReadonlySet<string> = new Set(
  ['id', 'ref', 'reference', 'key', 'code', 'number', 'no'].flatMap((last) => [`external ${last}`, `legacy ${last}`, `own ${last}`]),
);

/** "Your own id", "Your reference for it", "The id in your system", "Id of the booking in your own books". */
const callersWords =
  /^(?:an? |the )?(?:your (?:own )?|client's own |caller's own )(?:id|identifier|reference|number|key|code)\b|\b(?:id|identifier|reference|number|key)\b[^.;]{0,30}\bin your (?:own )?(?:system|books|records|database|software)\b/iu;

/** Words by which such a text has to be known all the same. */
const knownAlready = /\b(?:existing|must exist|registered|issued by us|known to us|from our|we (?:gave|sent|issued))\b/iu;

/** Is a member a text by which the caller knows the thing in a system of its own: it names nothing here. */
const isCallersOwn = (name: string, schema: Schema): boolean => {
  if (!isObject(schema) || !typesOf(schema).includes('string')) return false;
  if (['format', 'enum', 'const'].some((word) => schema[word] !== undefined)) return false;
  const said = typeof schema['description'] === 'string' ? schema['description'] : '';
  const words = wordsOf(name).join(' ');
  // What names something that is there already is not unique by itself.
  const isOwnReference = ['reference', 'ref'].includes(words) && /\bunique\b/iu.test(said);
  return !knownAlready.test(said) && (callersNames.has(words) || isOwnReference || callersWords.test(said));
};

/** Does a member reach somebody or something; an address only where none is printed: what the document prints may be sent. */
const isReaching = (name: string, schema: Schema = true): boolean => {
  if (isCallersOwn(name, schema)) return false;
  const isPrinted = isObject(schema) && printedValues(schema).length > 0;
  return wordsOf(name).some((word) => reaching.has(word) && !(isPrinted && addresses.has(word)));
};

/** Is a member one that a run may set by itself: it names nobody and nothing else, and the server stores it. */
export const isSettable = ({ name, required, schema }: Pick<BodyMember, 'name' | 'required'> & { readonly schema?: Schema }): boolean =>
  required || !isReaching(name, schema);

/** The members of a change that a run may set by itself: those that may be changed, and those of which the document says that they stay as the creation set them. */
export const changeableIn = (
  contract: Contract,
  operation: Operation,
  members: readonly BodyMember[],
): { readonly settable: readonly BodyMember[]; readonly fixed: readonly BodyMember[] } => {
  const isFixed = ({ name, schema }: BodyMember): boolean =>
    sentenceOfFixed(contract, operation, name, descriptionsIn(contract.document, schema)) !== undefined;
  const all = members.filter(isSettable);
  return { settable: all.filter((one) => !isFixed(one)), fixed: all.filter(isFixed) };
};

/**
 * A body with the optional members added that it leaves out, and with other listed values in it; what cannot be made stays away.
 * @param fillsLists Lists of one text get two: only where a refusal of them does no harm, as they may have to be known names.
 */
export const wholeBody = (
  contract: Contract,
  members: readonly BodyMember[],
  base: Readonly<Record<string, unknown>>,
  fresh: (name: string) => string,
  { fillsLists = false }: { readonly fillsLists?: boolean } = {},
): Readonly<Record<string, unknown>> => {
  const body: Record<string, unknown> = { ...base };
  const added: string[] = [];
  for (const member of members) {
    const { name, schema } = member;
    const isListed =
      isObject(schema) &&
      (Array.isArray(schema['enum']) || typesOf(schema).includes('boolean') || isOneOfListed(contract.document, schema, base[name]));
    const isOne = fillsLists && isOneText(contract.document, schema, base[name]);
    if (isReaching(name, schema) || (base[name] !== undefined && !isListed && !isOne)) continue;
    const value = tellingValue(contract.document, schema, fresh, name);
    if (value === undefined || (isOne && !(Array.isArray(value) && value.length > 1))) continue;
    body[name] = value;
    added.push(name);
  }
  return endingAfter(body, added);
};
