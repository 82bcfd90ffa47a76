import * as fc from 'fast-check';
import type { Contract, Operation } from '../contract/model.ts';
import { isObject } from '../contract/pointer.ts';
import { evaluateSchema } from '../contract/schema/evaluate.ts';
import { type BodyMember, bodyMembers } from './body-members.ts';
import { type Making, memberValue, type MissingValue } from './member-value.ts';
import { mismatch } from './request-match.ts';
import { isLimited, printedValues } from './known-values.ts';
import { typesOf } from './resolved-schema.ts';
import { placeholdersIn } from './placeholder.ts';
import { listedValues } from './unusable-body.ts';
import { boundedFilter } from './values/bounded-filter.ts';
import { valid } from './values/valid.ts';
import { distinct } from '../model/json.ts';
import { askedContent } from '../contract/asked-content.ts';

/** A text that the run makes up: a fresh one, extended by so many letters. */
export type TextDraw = { readonly letters: number; readonly from: number };

/** What a member is set to: a value, or a text that is made up when the request is sent. */
export type MemberDraw = { readonly value: unknown } | { readonly text: TextDraw };

/** A drawn body, by the names of its members; plain JSON. */
export type BodyDraw = Readonly<Record<string, MemberDraw>>;

export type AnyBody =
  | {
      readonly kind: 'bodies';
      readonly arb: fc.Arbitrary<BodyDraw>;
      /** Members whose values the document does not limit, so that the server may refuse one of them. */
      readonly open: ReadonlySet<string>;
    }
  | { readonly kind: 'missing'; readonly prerequisites: readonly MissingValue[] }
  | { readonly kind: 'unsupported'; readonly reason: string };

/** Made-up texts are no longer than this where the document sets no limit: as long as the name of a person or a place may be. */
const longestText = 40;

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Only small letters and digits follow the fresh part, so that no service has a reason to rewrite them. */
const textOf = ({ letters, from }: TextDraw, fresh: string): string => {
  if (letters === 0) return fresh;
  const drawn = Array.from({ length: letters }, (_, n) => alphabet[(from + n * 7) % alphabet.length] ?? '');
  return `${fresh}-${drawn.join('')}`;
};

/** The body of a draw; each made-up text is built from a fresh value of this request. */
export const bodyOf = (draw: BodyDraw, fresh: Making['fresh']): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(draw).map(([name, drawn]) => [name, 'text' in drawn ? textOf(drawn.text, fresh(name)) : drawn.value] as const),
  );

type Choice = { readonly arb: fc.Arbitrary<MemberDraw>; readonly isOpen: boolean };

const oneOf = (values: readonly unknown[]): fc.Arbitrary<MemberDraw> => fc.constantFrom(...values).map((value) => ({ value }));

/** Some elements of a list, at least one; more where the document requires more. */
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

/** Values that the operator supplies for what exists on the server: the fixture, and the fixture of another kind. */
const supplied = ({ conventions }: BodyMember, { target }: Making): string[] =>
  [conventions.fixture, conventions.alternative].flatMap((name) => [(name === undefined ? undefined : target.fixtures[name]) ?? []].flat());

/** What a member may be set to; undefined where no usable value is known. `others` are values that existing resources show. */
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
 * Whole bodies for an operation. A member takes any value that the document lists or prints, that the operator gives, that other resources
 * show, or that its schema limits; an optional member is included at random. Members without a known value are left out. Every body matches
 * its schema.
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
  // Shrinking starts with the first parts, so the optional members go first.
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

/** The value that the member has in the smallest body. */
const simplest = (operation: Operation, member: BodyMember, making: Making): Choice | { readonly need: MissingValue } => {
  const made = memberValue(operation, member, making);
  return made.kind === 'missing'
    ? { need: made.need }
    : { arb: fc.constant({ value: made.value }), isOpen: member.conventions.refers === undefined };
};

/** Does a body match its schema? A member with a placeholder, whose id is not known yet, matches always. */
const matches = (contract: Contract, operation: Operation, body: Readonly<Record<string, unknown>>): boolean => {
  const { schema, schemaLocation: location } = askedContent(operation.body) ?? {};
  if (!location || mismatch(contract, schema ?? true, location, body) === undefined) return true;
  const withPlaceholder = Object.entries(body).flatMap(([name, value]) =>
    placeholdersIn(JSON.stringify(value) ?? '').length > 0 ? [name] : [],
  );
  return evaluateSchema(contract, location, body).every(
    (visit) =>
      visit.holds || withPlaceholder.some((name) => visit.instancePath === `/${name}` || visit.instancePath.startsWith(`/${name}/`)),
  );
};
