import { isDeepStrictEqual } from 'node:util';
import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { segmentsOf } from '../../contract/infer/path-template.ts';
import { hiddenFromRole, type Hidden, type Whom } from '../../contract/infer/roles/hidden.ts';
import { stemOf } from '../../contract/infer/roles/stem.ts';
import { itemsOf, membersOf } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import { at, type Subject } from '../kit/define.ts';
import { idText } from './shown-resource.ts';

/** A read whose answers have members that are hidden from the credential with less rights, by the names on the way to each; `*` is any item of an array. */
export type HidingRead = Subject & {
  readonly operation: Operation;
  readonly places: readonly (readonly string[])[];
  readonly whom: Whom;
  readonly sentence: string;
};

const deepest = 6;

/** The names on the way to every member that a schema describes. */
const placesIn = (document: Contract['document'], schema: Schema | undefined, depth = 0): readonly (readonly string[])[] => {
  if (schema === undefined || depth > deepest) return [];
  const items = itemsOf(document, schema);
  return [
    ...placesIn(document, items, depth + 1).map((place) => ['*', ...place]),
    ...[...membersOf(document, schema)].flatMap(([name, member]) => [
      [name],
      ...placesIn(document, member, depth + 1).map((place) => [name, ...place]),
    ]),
  ];
};

const stemsOf = (names: readonly string[]): readonly string[] => names.flatMap(wordsOf).map(stemOf);

/** Is a place in the answers of an operation about what a sentence names: the operation ends in it, or the place is inside of it. */
const isAbout = ({ about, member }: Hidden, { path }: Operation, place: readonly string[]): boolean => {
  if (place.at(-1) !== member) return false;
  const last = segmentsOf(path).findLast((one) => 'literal' in one);
  const nouns = stemsOf([...(last === undefined ? [] : [last.literal]), ...place.slice(0, -1)]);
  return about.size === 0 || nouns.some((noun) => about.has(noun));
};

const hiddenIn = (contract: Contract): readonly Hidden[] =>
  contract.standard.size === 0 ? [] : hiddenFromRole(contract.document).filter(({ value }) => value === undefined);

/** The names of the members that a document hides from a role. */
export const hiddenNames = (contract: Contract): ReadonlySet<string> => new Set(hiddenIn(contract).map(({ member }) => member));

/** Every read of a contract that is held to the standard requirements in whose answers the document hides members from a role. */
export const hidingReads = (contract: Contract): readonly HidingRead[] => {
  const hidden = hiddenIn(contract);
  if (hidden.length === 0) return [];
  return contract.operations
    .filter(
      ({ method, effect, secured, takesKey, unsupported, conventions }) =>
        method === 'GET' && effect === 'safe' && secured && takesKey && unsupported === undefined && conventions.stream === undefined,
    )
    .flatMap((operation) => {
      const places = placesIn(contract.document, answerSchema(operation));
      const found = places.flatMap((place) => {
        const by = hidden.find((one) => isAbout(one, operation, place));
        return by ? [{ place, by }] : [];
      });
      const [first] = found;
      if (!first) return [];
      const { whom, sentence } = first.by;
      const same = found.filter(({ by }) => isDeepStrictEqual(by.whom, whom));
      return [at(operation.location, { operation, places: same.map(({ place }) => place), whom, sentence })];
    });
};

/** A member of an answer: its names, what identifies the object that it is in, and its value; undefined where that object has none. */
export type Sighting = { readonly place: string; readonly of: string; readonly value: unknown };

const idNames = ['id', 'uuid', '_id', 'guid', 'slug', 'key', 'code', 'number', 'name'];

const identityIn = (value: Readonly<Record<string, unknown>>): string | undefined => {
  const name = [...idNames, ...Object.keys(value).filter((one) => /(?:^id_|_id$|Id$|ID$)/u.test(one))].find(
    (one) => idText(value[one]) !== undefined,
  );
  return name === undefined ? undefined : `${name} ${String(value[name])}`;
};

/** The members at a place of an answer, each with what identifies the objects on the way; items that nothing identifies are left out. */
export const sightingsOf = (body: unknown, place: readonly string[]): readonly Sighting[] => {
  const visit = (value: unknown, rest: readonly string[], ids: readonly string[]): readonly Sighting[] => {
    const [name, ...more] = rest;
    if (name === undefined) return [];
    if (name === '*')
      return Array.isArray(value)
        ? value.flatMap((one) => (isObject(one) && identityIn(one) !== undefined ? visit(one, more, ids) : []))
        : [];
    if (!isObject(value)) return [];
    const own = identityIn(value);
    const all = own === undefined ? ids : [...ids, own];
    return more.length === 0 ? [{ place: place.join('/'), of: all.join(' / '), value: value[name] }] : visit(value[name], more, all);
  };
  return visit(body, place, []);
};

/** Does a value tell something: neither empty nor masked. */
export const isTelling = (value: unknown): boolean => {
  if (value === null || value === undefined || value === '' || value === 0 || typeof value === 'boolean') return false;
  if (typeof value === 'string')
    return /[^*•x.#\s-]/iu.test(value) && !/^(?:hidden|masked|redacted|n\/a|none|unknown|0+(?:\.0+)?)$/iu.test(value);
  return Array.isArray(value) ? value.length > 0 : !isObject(value) || Object.values(value).some(isTelling);
};
