import { compositionsToldIn } from '../contract/infer/told-compositions.ts';
import type { Content, Contract, Operation } from '../contract/model.ts';
import { isObject, valueAt } from '../contract/pointer.ts';
import { saidIn } from '../contract/said.ts';
import { nodeOf } from '../model/location.ts';
import { type BodyMember, membersAt } from './body-members.ts';
import { mismatch } from './request-match.ts';
import { saidOfMembers, withToldDigits } from './told-check-digit.ts';
import { withValuesApart } from './told-apart.ts';
import { withToldCompositions } from './told-compositions.ts';
import { withEachOnce } from './told-each-once.ts';
import { withFirsts } from './told-firsts.ts';
import { withTypesTold } from './told-types.ts';

type Values = Readonly<Record<string, unknown>>;

const isTime = ({ schema }: BodyMember): boolean => isObject(schema) && ['date', 'date-time'].includes(String(schema['format']));

/**
 * A body whose texts have the form that the document tells in words: other than those of other members, made of them, with a check digit, or each once in a list; the first entry of a list with the number that it has to have, and values of the type that another member names.
 * @param kept The names of members whose values stay as they are.
 * @param kindsAbove The texts in the body that created what the path names.
 * @returns The body, and the names of the members that differ from `value`; none where the schema takes no such body.
 */
export const withToldForms = (
  contract: Contract,
  operation: Operation,
  { schema, schemaLocation }: Content,
  value: Values,
  kept: readonly string[] = [],
  kindsAbove: () => ReadonlySet<string> = () => new Set(),
): { readonly value: Values; readonly changed: readonly string[] } => {
  if (schema === undefined || !schemaLocation) return { value, changed: [] };
  const own = saidIn(valueAt(contract.document, nodeOf(operation.location))).map((text) => ({ text }));
  const said = [...own, ...saidOfMembers(contract.document, schema)];
  const members = membersAt(contract, schemaLocation);
  const named = { names: members.map(({ name }) => name), times: members.filter(isTime).map(({ name }) => name) };
  const told = said.flatMap(({ text }) => compositionsToldIn(text, named)).filter(({ member }) => !kept.includes(member));
  const differing = withValuesApart(contract, operation, value, kept);
  const composed = withToldCompositions(told, differing.value);
  const digits = withToldDigits(said, composed.value);
  const texts = said.map(({ text }) => text);
  const apart = withEachOnce(contract.document, schema, texts, digits.value, kindsAbove);
  const firsts = withFirsts(contract.document, schema, texts, apart.value);
  const typed = withTypesTold(contract.document, schema, firsts.value);
  const changed = [differing, composed, digits, apart, firsts, typed].flatMap((one) => one.changed);
  const isOurs = changed.length > 0 && changed.every((name) => !kept.includes(name));
  return isOurs && mismatch(contract, schema, schemaLocation, typed.value) === undefined
    ? { value: typed.value, changed }
    : { value, changed: [] };
};

/**
 * A body in which some members were set, with those that are made of them by what the document tells; as it is where it breaks its schema on purpose.
 * @param kept The names of the members that were set, or given by the operator.
 */
export const followingForms = (
  contract: Contract,
  operation: Operation,
  content: Content | undefined,
  value: Values,
  kept: readonly string[],
): Values =>
  content === undefined || contract.standard.size === 0 ? value : withToldForms(contract, operation, content, value, kept).value;
