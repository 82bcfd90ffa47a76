import { holdsForSome } from '../../contract/infer/holds-for-some.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { itemsOf, isType } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Parameter } from '../../contract/model.ts';
import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';

const members = String.raw`(?:members?|fields?|propert(?:y|ies)|attributes?|paths?|keys?|columns?)`;
const taken = String.raw`(?:taken?|changed?|updated?|wr(?:itten|ite)|appl(?:ied|y)|modif(?:ied|y)|replaced?|overwrit(?:ten|e)|stored?|touch(?:ed)?|set|saved?)`;
const left = String.raw`(?:left (?:alone|as|out of it)|ignored|disregarded|dropped|passed over|unchanged|untouched|unaffected|(?:stays?|remains?|keeps?|(?:is|are) kept)\b|not (?:be )?(?:looked at|${taken})|(?:has|have) no effect)`;

/** What says that a change takes nothing but what is named. */
const limiting: readonly RegExp[] = [
  // "What the patch holds beyond the mask is left alone", "all other members stay as they are".
  new RegExp(
    String.raw`\b(?:beyond|outside|not (?:in|on|named|listed|part of|covered|mentioned|included)|other|others|rest|everything else|anything else|all else)\b[^.;]*\b${left}`,
    'iu',
  ),
  // "Only these fields are updated", "changes only the members that it names".
  new RegExp(String.raw`\bonly (?:the |these |those )?(?:\w+ )?${members}\b[^.;]*\b${taken}\b`, 'iu'),
  new RegExp(
    String.raw`\b(?:changes|updates|applies|takes|writes|modifies|replaces|sets) only\b[^.;]*\b(?:${members}|what|named|listed)\b`,
    'iu',
  ),
  new RegExp(String.raw`\b(?:limits?|restricts?|narrows?|confines?)\b[^.;]*\b(?:update|change|patch|write)\b[^.;]*\bto\b`, 'iu'),
  // "Names the members to take from the patch", "the fields to update".
  new RegExp(
    String.raw`\b${members} (?:of \w+ )?(?:to|that (?:are|is|will be|get) (?:to be )?|which (?:are|is) (?:to be )?)(?: ?be)? ?${taken}\b`,
    'iu',
  ),
  new RegExp(String.raw`\bwhich ${members} (?:(?:are|is|will be|get) (?:to be )?|to )${taken}\b`, 'iu'),
];

/** Words by which it chooses what an answer shows, or promises nothing. */
const isOther =
  /\b(?:return(?:s|ed)?|respon\w+|answer(?:s|ed)? (?:with|shows?)|shown?|display\w*|hints?|advisory|may|might|deprecated|not supported|has no effect|(?:it|parameter|mask) is ignored)\b/iu;

/** Words by which it names something else than what is taken from the body, or limits that for some alone. */
const isElse =
  /\b(?:sends? back|sent back|gets? back|echo\w*|output|index|indices|logs?|logged|visib\w*|query|null|to (?:its|their|the) defaults?|as a note|validat\w*|only with|beside|in addition to|for (?:admins?|staff|owners?|some)|set back)\b/iu;

/** Names of a parameter that holds a mask; without a word of the text, none of them is one. */
const isMaskName = (name: string): boolean => {
  const words = wordsOf(name);
  return (
    words.at(-1) === 'mask' || ['fields', 'members', 'only', 'paths', 'attributes', 'properties', 'update fields'].includes(words.join(' '))
  );
};

/**
 * The query parameter of a change that names the members which the change takes from its body, where the document says so of it; undefined where there is none.
 */
export const updateMask = ({ document }: Contract, { location, parameters, method }: Operation): Parameter | undefined => {
  if (method !== 'PATCH' && method !== 'PUT') return undefined;
  const said = saidIn(valueAt(document, nodeOf(location))).flatMap(sentencesOf);
  return parameters.find(({ in: where, name, schema, location: at }) => {
    const isNames = isType(document, schema, 'string') || isType(document, itemsOf(document, schema), 'string');
    if (where !== 'query' || !isMaskName(name) || !isNames) return false;
    const isNamed = new RegExp(String.raw`\x60${literalPattern(name)}\x60|\b${literalPattern(name)}\b|\bmask\b`, 'iu');
    const own = saidIn(valueAt(document, nodeOf(at))).flatMap(sentencesOf);
    return [...own, ...said.filter((sentence) => isNamed.test(sentence))].some(
      (sentence) =>
        limiting.some((form) => form.test(sentence)) && !isOther.test(sentence) && !isElse.test(sentence) && !holdsForSome(sentence),
    );
  });
};
