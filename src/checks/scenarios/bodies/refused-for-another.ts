import { askedContent } from '../../../contract/asked-content.ts';
import { partsOf } from '../../../contract/infer/schema-parts.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isObject, tokensOf } from '../../../contract/pointer.ts';
import type { NearestBreach } from '../../../generators/breaches/nearest.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import type { Exchange } from '../../../model/exchange.ts';

/** Does a text name a member, as a word of its own. */
const names = (text: string, member: string): boolean => {
  const at = text.indexOf(member);
  return at >= 0 && !/[\p{L}\p{N}_]/u.test(text.charAt(at - 1) + text.charAt(at + member.length));
};

/**
 * The broken body without the members that the refusal names in place of the broken one, where it may be sent without them: a rule about a member beside it ("only
 * sealed jars have a lid") hides whether the mistake is seen. Undefined where the refusal names the mistake, or nothing that may be left out.
 */
export const withoutWhatIsBlamed = (
  { document }: Contract,
  operation: Operation,
  { instancePath, value }: Pick<NearestBreach, 'instancePath' | 'value'>,
  { reply }: Exchange,
): Readonly<Record<string, unknown>> | undefined => {
  const text = reply.kind === 'answer' ? (reply.text ?? '') : '';
  const broken = tokensOf(instancePath);
  const schema = askedContent(operation.body)?.schema;
  const [own] = broken;
  if (own === undefined || schema === undefined || !isObject(value) || broken.some((token) => names(text, token))) return undefined;
  const required = new Set(partsOf(document, schema).flatMap((part) => (Array.isArray(part['required']) ? part['required'] : [])));
  const blamed = Object.keys(value).filter((name) => name !== own && !required.has(name) && names(text, name));
  if (blamed.length === 0) return undefined;
  const rest = Object.fromEntries(Object.entries(value).filter(([name]) => !blamed.includes(name)));
  // With less beside it, what is broken may fit another alternative of the schema.
  return mayBeSent(document, schema, rest) ? undefined : rest;
};
