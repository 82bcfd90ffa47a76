import { askedSchema } from '../asked-content.ts';
import type { Contract, Operation } from '../model.ts';
import { collectionOf } from './effects/collections.ts';
import type { MemberWay } from './described-nouns.ts';
import { nounWordsOf } from './id-names.ts';
import { parametersIn } from './path-template.ts';
import { membersOf, partsOf } from './schema-parts.ts';

/** First words of a path that say what is done with what its last word names: `POST /stays/{id}/apply-voucher`. */
const verbs: ReadonlySet<string> = new Set('apply use redeem set add attach assign change choose select'.split(' '));

/** Members that say how much of something, and not what it is. */
const amounts: ReadonlySet<string> = new Set(['quantity', 'qty', 'count', 'amount', 'pieces', 'units']);

/**
 * What a member is called together with the path of its operation, where what that sets or adds to a resource is told by the member alone: `voucher_code` for the `code` of `PUT /stays/{id}/voucher`.
 * Undefined where a body needs more than that and an amount of it, so that the member may be a property of what is set; of a creation, where it may have more.
 */
export const calledByPath = ({ document }: Pick<Contract, 'document'>, operation: Operation, way: MemberWay): string | undefined => {
  const { method, path, effect, body } = operation;
  const [member, ...inner] = way;
  const words = nounWordsOf(collectionOf(path));
  const noun = words.length > 1 && verbs.has(words[0] ?? '') ? words.slice(1) : words;
  const isBelow = ['POST', 'PUT', 'PATCH'].includes(method) && parametersIn(path).length > 0 && noun.length > 0;
  if (member === undefined || inner.length > 0 || !isBelow) return undefined;
  const schema = askedSchema(body);
  const members = membersOf(document, schema);
  const required = new Set(partsOf(document, schema).flatMap((part) => part['required'] ?? []));
  const isOnly = members.size === 1 && members.has(member);
  const naming = [...required].filter((name) => typeof name !== 'string' || !amounts.has(name.toLowerCase()));
  const isAlone = isOnly || (naming.length === 1 && naming[0] === member && !effect.startsWith('creates'));
  return isAlone ? [...noun, member].join('_') : undefined;
};
