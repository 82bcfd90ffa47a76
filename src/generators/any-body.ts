import * as fc from 'fast-check';
import type { Contract, Operation } from '../contract/model.ts';
import { isObject } from '../contract/pointer.ts';
import { evaluateSchema } from '../contract/schema/evaluate.ts';
import { type BodyMember, bodyMembers } from './body-members.ts';
import { jsonContent } from './json-content.ts';
import { type Making, memberValue, type MissingValue } from './member-value.ts';
import { mismatch } from './request-match.ts';
import { isLimited, printedValues } from './known-values.ts';
import { typesOf } from './resolved-schema.ts';
import { placeholdersIn } from './placeholder.ts';
import { listedValues } from './unusable-body.ts';
import { boundedFilter } from './values/bounded-filter.ts';
import { valid } from './values/valid.ts';
import { distinct } from '../model/json.ts';

/** A text of ours: a fresh one, made longer by so many letters. */
export type TextDraw = { readonly letters: number; readonly from: number };

/** What a member is set to: a value, or a text of ours that is made when it is sent. */
export type MemberDraw = { readonly value: unknown } | { readonly text: TextDraw };

/** A body as it was drawn, by the names of its members; plain JSON. */
export type BodyDraw = Readonly<Record<string, MemberDraw>>;

export type AnyBody =
  | {
      readonly kind: 'bodies';
      readonly arb: fc.Arbitrary<BodyDraw>;
      /** Members whose values the document does not limit, so that one of them may be refused. */
      readonly open: ReadonlySet<string>;
    }
  | { readonly kind: 'missing'; readonly prerequisites: readonly MissingValue[] }
  | { readonly kind: 'unsupported'; readonly reason: string };

/** Texts of ours are no longer than this where the document says nothing: as long as a name of a person or a place may be. */
const longestText = 40;

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Small letters and digits only behind what is fresh, so that no service has a reason to write them in another way. */
const textOf = ({ letters, from }: TextDraw, fresh: string): string => {
  if (letters === 0) return fresh;
  const drawn = Array.from({ length: letters }, (_, n) => alphabet[(from + n * 7) % alphabet.length] ?? '');
  return `${fresh}-${drawn.join('')}`;
};

/** The body of a draw: a text of ours is made from a fresh value of this request. */
export const bodyOf = (draw: BodyDraw, fresh: Making['fresh']): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(draw).map(([name, drawn]) => [name, 'text' in drawn ? textOf(drawn.text, fresh(name)) : drawn.value] as const),
  );

type Choice = { readonly arb: fc.Arbitrary<MemberDraw>; readonly isOpen: boolean };

const oneOf = (values: readonly unknown[]): fc.Arbitrary<MemberDraw> => fc.constantFrom(...values).map((value) => ({ value }));

/** Parts of a list, never the empty one where the document does not ask for it. */
const partsOf = (elements: readonly unknown[], least: number): fc.Arbitrary<MemberDraw> =>
  fc.subarray([...elements], { minLength: Math.min(Math.max(1, least), elements.length) }).map((value) => ({ value }));

const leastItems = ({ schema }: BodyMember): number =>
  isObject(schema) && typeof schema['minItems'] === 'number' ? schema['minItems'] : 0;

const textsFor = (member: BodyMember, fresh: Making['fresh']): Choice => {
  const { schema, name } = member;
  const limit = isObject(schema) && typeof schema['maxLength'] === 'number' ? schema['maxLength'] : undefined;
  const room = Math.min(longestText, limit ?? longestText) - Array.from(fresh(name)).length - 1;
  const letters = fc.integer({ min: 0, max: Math.max(0, room) });
  const arb = fc.record({ letters, from: fc.integer({ min: 0, max: alphabet.length - 1 }) });
  return { arb: arb.map((text) => ({ text })), isOpen: limit === undefined };
};

/** Values of the operator's for what exists over there, or the fixture of another kind. */
const supplied = ({ conventions }: BodyMember, { target }: Making): string[] =>
  [conventions.fixture, conventions.alternative].flatMap((name) => [(name === undefined ? undefined : target.fixtures[name]) ?? []].flat());

/**
 * What a member may be set to; undefined where nothing leads to a usable value. `others` are values that things over
 * there show, so that they exist.
 */
const choiceFor = (operation: Operation, member: BodyMember, making: Making, others: readonly unknown[]): Choice | undefined => {
  const { name, schema, conventions, location } = member;
  const isList = typesOf(schema).includes('array');
  const given = making.target.values[operation.key]?.[name];
  if (given !== undefined) return { arb: fc.constant({ value: given }), isOpen: false };
  const fixtures = supplied(member, making);
  if (fixtures.length > 0) return { arb: isList ? partsOf(fixtures, leastItems(member)) : oneOf(fixtures), isOpen: false };
  if (conventions.fixture === undefined && conventions.refers === undefined) {
    if (conventions.fresh === true && typesOf(schema).includes('string')) return textsFor(member, making.fresh);
    const listed = listedValues(member);
    if (listed) return { arb: oneOf(listed), isOpen: false };
    if (typesOf(schema).length === 1 && typesOf(schema)[0] === 'boolean') return { arb: oneOf([false, true]), isOpen: false };
    if (isLimited(making.contract.document, schema)) {
      const made = valid(schema, { document: making.contract.document, direction: 'request' });
      if (made.kind === 'ok') return { arb: made.arb.map((value) => ({ value })), isOpen: false };
    }
    const printed = distinct([...printedValues(schema), ...others]).filter((value) =>
      evaluateSchema(making.contract, location, value).every(({ holds }) => holds),
    );
    const [first] = printed;
    if (isList && printed.length === 1 && Array.isArray(first) && first.length > 0)
      return { arb: partsOf(first, leastItems(member)), isOpen: true };
    if (printed.length > 0) return { arb: oneOf(printed), isOpen: true };
  }
  return undefined;
};

/**
 * Whole bodies of an operation that its document leads to: every member with any value that is promised, printed, given by
 * the operator, shown by other things, or limited by its schema; optional members by the toss of a coin each. Those of
 * whose values nothing is known are left out. All of them match the schema of the body.
 */
export const anyBody = (operation: Operation, making: Making, others: Readonly<Record<string, readonly unknown[]>> = {}): AnyBody => {
  const { contract } = making;
  const members = bodyMembers(contract, operation);
  if (members.length === 0) return { kind: 'unsupported', reason: `The body of ${operation.key} has no declared members` };
  const prerequisites: MissingValue[] = [];
  const open = new Set<string>();
  const parts: { readonly name: string; readonly required: boolean; readonly arb: fc.Arbitrary<MemberDraw | undefined> }[] = [];
  for (const member of members) {
    const { name, required } = member;
    const choice = choiceFor(operation, member, making, others[name] ?? []) ?? (required ? simplest(operation, member, making) : undefined);
    if (!choice) continue;
    if ('need' in choice) {
      prerequisites.push(choice.need);
      continue;
    }
    if (choice.isOpen) open.add(name);
    parts.push({ name, required, arb: required ? choice.arb : fc.option(choice.arb, { nil: undefined, freq: 2 }) });
  }
  if (prerequisites.length > 0) return { kind: 'missing', prerequisites };
  // What comes first is made smaller first: a body is small without its optional members.
  const inTurn = [...parts.filter(({ required }) => !required), ...parts.filter(({ required }) => required)];
  const drawn = fc.tuple(...inTurn.map(({ arb }) => arb)).map((values): BodyDraw =>
    Object.fromEntries(
      parts.flatMap((part) => {
        const value = values[inTurn.indexOf(part)];
        return value === undefined ? [] : [[part.name, value] as const];
      }),
    ),
  );
  const arb = boundedFilter(drawn, (draw) => matches(contract, operation, bodyOf(draw, making.fresh)));
  return arb
    ? { kind: 'bodies', arb, open }
    : { kind: 'unsupported', reason: `No body of ${operation.key} was made that matches its schema` };
};

/** The value that the smallest body has. */
const simplest = (operation: Operation, member: BodyMember, making: Making): Choice | { readonly need: MissingValue } => {
  const made = memberValue(operation, member, making);
  return made.kind === 'missing'
    ? { need: made.need }
    : { arb: fc.constant({ value: made.value }), isOpen: member.conventions.refers === undefined };
};

/** Does a body match its schema; where an id is still to be put in place of a mark, anything goes. */
const matches = (contract: Contract, operation: Operation, body: Readonly<Record<string, unknown>>): boolean => {
  const { schema, schemaLocation: location } = jsonContent(operation.body?.content ?? []) ?? {};
  if (!location || mismatch(contract, schema ?? true, location, body) === undefined) return true;
  const withPlaceholder = Object.entries(body).flatMap(([name, value]) => (placeholdersIn(JSON.stringify(value) ?? '').length > 0 ? [name] : []));
  return evaluateSchema(contract, location, body).every(
    (visit) => visit.holds || withPlaceholder.some((name) => visit.instancePath === `/${name}` || visit.instancePath.startsWith(`/${name}/`)),
  );
};
