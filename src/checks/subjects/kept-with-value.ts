import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import { descriptionsIn } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import type { Contract, Schema } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import { listedBy } from '../../generators/conditions.ts';
import { resolvedSchema } from '../../generators/resolved-schema.ts';
import type { Resource } from './shown-resource.ts';

type Document = Contract['document'];

/** Words by which a member is there in some cases alone. */
const inSomeCases = /\b(?:if|when|whenever|where|with|for|in case|unless|except|only|once|after|otherwise|needs?|requires?)\b/iu;

/** Words by which it is not there in the cases that are named. */
const turned = /\b(?:unless|except|but|other than|not|never|no|ignored?|dropped|discarded|without|null|empty|nothing|meaningless)\b/iu;

/** Does a sentence name a word or a value: in quotes, or a longer one plainly. */
const names = (sentence: string, value: string): boolean =>
  new RegExp(String.raw`["'\x60]${literalPattern(value)}["'\x60]`, 'u').test(sentence) ||
  (value.length >= leastPlain &&
    new RegExp(String.raw`(?<![\p{L}\p{N}_])${literalPattern(value.replaceAll(/[_-]/gu, ' '))}(?![\p{L}\p{N}_])`, 'iu').test(
      sentence.replaceAll(/(?<=\p{L})[_-](?=\p{L})/gu, ' '),
    ));

/** Shorter words stand in sentences for something else. */
const leastPlain = 4;

/**
 * Does the text of a member tie it to values of another member that an object does not have: a service need not keep it there. "Required if `state` is `rejected`" of a reason ties
 * it to one value, "ignored for `walk_in`" to all others.
 * @param members The members of the object, each with its schema.
 * @param object What the resource has, as far as it is known.
 */
export const isOfOtherValue = (document: Document, members: ReadonlyMap<string, Schema>, name: string, object: Resource): boolean =>
  descriptionsIn(document, members.get(name) ?? true)
    .flatMap(sentencesOf)
    .filter((sentence) => inSomeCases.test(sentence) || turned.test(sentence))
    .some((sentence) =>
      [...members].some(([other, schema]) => {
        if (other === name) return false;
        const isNamed = names(sentence, other);
        const listed = listedBy(document, schema);
        // True and false are said of many things.
        const named = listed.filter((value) => (typeof value === 'string' || isNamed) && names(sentence, String(value)));
        if (named.length === 0 || (named.length === listed.length && !isNamed)) return false;
        const resolved = resolvedSchema(document, schema);
        const now = object[other] ?? (isObject(resolved) ? resolved['default'] : undefined);
        return named.includes(now) === turned.test(sentence);
      }),
    );
