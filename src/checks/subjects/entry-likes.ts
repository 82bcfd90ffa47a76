import { descriptionsIn } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { askedSchema } from '../../contract/asked-content.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import { bodyNamesOf } from './bulk-creations.ts';
import { saysLikeOne } from './bulk-words.ts';

/** "A SeedInput", "each one is a `SeedInput`": what begins the description of an entry, with what ends that part of it. */
const isNamed = /^(?:an?|one|each(?: one)?(?: is| being)?,? an?) [\x60*_"'“‘]?(?<name>\w+)[\x60*_"'”’]?(?=$|[.,;:(]| \()/iu;

/** Words by which an entry is only partly like what is named. */
const isPartly = /\b(?:without|except|but|apart|unlike|or|plus|minus|less|not)\b/iu;

/** The schema of the document after which the description of an entry calls it. */
const namedSchema = ({ document }: Contract, own: readonly string[]): Schema | undefined => {
  const { components } = document;
  const schemas = isObject(components) && isObject(components['schemas']) ? components['schemas'] : {};
  const [name, ...others] = own
    .flatMap(sentencesOf)
    .filter((sentence) => !isPartly.test(sentence))
    .flatMap((sentence) => isNamed.exec(sentence)?.groups?.['name'] ?? [])
    .filter((one) => Object.hasOwn(schemas, one));
  return name === undefined || others.length > 0 ? undefined : { $ref: `#/components/schemas/${name}` };
};

/**
 * The schema that an entry of a body has by the words of the document, where its own one tells no members: that of a name ("A SeedInput; checked one by one"), or
 * that of the body of another operation ("Each one as in `POST /seeds`"). Undefined where no text says so, or more than one is meant.
 * @param around The texts of the operation, of its list, and of an entry.
 */
export const entryLike = (
  contract: Contract,
  { key }: Operation,
  described: Schema | undefined,
  around: readonly string[],
): Schema | undefined => {
  const named = namedSchema(contract, descriptionsIn(contract.document, described));
  if (named) return named;
  const [only, ...others] = contract.operations.flatMap((one) => {
    const schema = one.key === key ? undefined : askedSchema(one.body);
    return schema !== undefined && saysLikeOne(around, '', bodyNamesOf(contract, one)) ? [schema] : [];
  });
  return others.length === 0 ? only : undefined;
};
