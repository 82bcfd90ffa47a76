import { type HeldKind, limitsToldIn, type ToldLimit } from '../../contract/infer/told-limits.ts';
import { sentencesAbout } from '../../contract/infer/told-once.ts';
import { descriptionsIn, isType, itemsOf, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { saidIn } from '../../contract/said.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { resolvedSchema, typesOf } from '../../generators/resolved-schema.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { isBesideChoice, refusesToldMistakes } from './mistaken-bodies.ts';
import { saidAtCreation } from './rules-of-creation.ts';

/** A member of a body with limits that its text names and its schema does not. */
export type ToldLimits = Subject & { readonly operation: Operation; readonly member: BodyMember; readonly limits: readonly ToldLimit[] };

type Document = Contract['document'];

const kindOf = (document: Document, schema: Schema): HeldKind | undefined => {
  const types = typesOf(schema).filter((type) => type !== 'null');
  const isPlain = (one: Schema | undefined): boolean =>
    partsOf(document, one).every((part) =>
      ['format', 'pattern', 'enum', 'const', 'contentEncoding'].every((word) => part[word] === undefined),
    );
  if (types.length !== 1) return undefined;
  switch (types[0]) {
    case 'array':
      return isType(document, itemsOf(document, schema), 'string') && isPlain(itemsOf(document, schema)) ? 'texts' : 'list';
    case 'string':
      return isPlain(schema) ? 'text' : undefined;
    case 'integer':
    case 'number':
      return 'number';
    default:
      return undefined;
  }
};

/** Keywords that say the same in a schema. */
const alike: Readonly<Record<ToldLimit['keyword'], readonly string[]>> = {
  minItems: ['minItems'],
  maxItems: ['maxItems'],
  minLength: ['minLength'],
  maxLength: ['maxLength'],
  minimum: ['minimum', 'exclusiveMinimum'],
  maximum: ['maximum', 'exclusiveMaximum'],
  pattern: ['pattern'],
};

const isInSchema = (document: Document, schema: Schema, { keyword, ofEntries }: ToldLimit): boolean => {
  const meant = ofEntries ? (itemsOf(document, schema) ?? true) : schema;
  const resolved = resolvedSchema(document, meant);
  return isObject(resolved) && alike[keyword].some((word) => resolved[word] !== undefined);
};

/** Words in the name of a member that is true or false by which nothing is called. */
const ofSwitches: ReadonlySet<string> = new Set('is has can be are was should allow include with for the'.split(' '));

/**
 * Words by which some of the things alone are called: those of the values that members of a body, or of what the answer shows, have, and of the names of members that are
 * true or false ("A secret needs at least 8 characters" beside `secret`).
 */
const kindsOf = (contract: Contract, operation: Operation): ReadonlySet<string> => {
  const { document } = contract;
  const shown = operation.responses
    .filter(({ status }) => status.startsWith('2'))
    .flatMap(({ content }) => content.flatMap(({ schema }) => [...membersOf(document, schema).values()]));
  const members = bodyMembers(contract, operation);
  const switches = members.flatMap(({ name, schema }) => (isType(document, schema, 'boolean') ? wordsOf(name) : []));
  const listed = [...members.map(({ schema }) => schema), ...shown].flatMap((schema) =>
    partsOf(document, schema).flatMap(({ enum: values }): readonly unknown[] => (Array.isArray(values) ? values : [])),
  );
  const values = listed.flatMap((value) => (typeof value === 'string' ? wordsOf(value) : []));
  return new Set([...values, ...switches.filter((word) => !ofSwitches.has(word))]);
};

/** Longer lists are not made to break a limit. */
const longest = 60;

/** May a list that is too long be sent: what takes several things at once could make each of them. */
const mayBeLong = ({ effect }: Operation, kind: HeldKind): boolean => kind === 'texts' || effect !== 'destructive';

const limitedIn = (contract: Contract, operation: Operation): readonly ToldLimits[] => {
  const { document } = contract;
  const said = saidIn(valueAt(document, nodeOf(operation.location)));
  const kinds = kindsOf(contract, operation);
  return bodyMembers(contract, operation).flatMap((member): readonly ToldLimits[] => {
    const { name, schema, location } = member;
    const kind = isBesideChoice(contract, operation, name) ? undefined : kindOf(document, schema);
    if (kind === undefined) return [];
    const ruled = saidAtCreation(contract, operation, name);
    const own = [
      ...descriptionsIn(document, schema),
      ...ruled.own,
      ...(kind === 'texts' ? descriptionsIn(document, itemsOf(document, schema)) : []),
    ];
    const limits = [
      ...own.flatMap((text) => limitsToldIn(text, name, kind, true, kinds)),
      // "A list has at most 5 tags", "a blank title is refused" of an operation name the member.
      ...(kind !== 'number'
        ? [...said, ...ruled.about].flatMap((text) => limitsToldIn(sentencesAbout(text, name), name, kind, false, kinds))
        : []),
    ]
      .filter((one) => !isInSchema(document, schema, one) && !(one.keyword === 'minLength' && one.limit < 2))
      .filter((one) => one.keyword !== 'maxItems' || (one.limit <= longest && mayBeLong(operation, kind)));
    const distinct = [...new Map(limits.toReversed().map((one) => [`${one.keyword} ${String(one.ofEntries)}`, one])).values()];
    return distinct.length === 0 ? [] : [at(location, { operation, member, limits: distinct.toReversed() })];
  });
};

/** The members of the bodies of a contract that is held to the standard requirements with a limit that only a text names. */
export const toldLimits = (contract: Contract): readonly ToldLimits[] =>
  contract.standard.size === 0
    ? []
    : contract.operations.filter(refusesToldMistakes).flatMap((operation) => limitedIn(contract, operation));
