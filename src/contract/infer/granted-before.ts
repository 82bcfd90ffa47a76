import { nodeOf } from '../../model/location.ts';
import { askedSchema } from '../asked-content.ts';
import type { Contract, Operation } from '../model.ts';
import { valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import { type AnyInferred, itemOf } from './covering.ts';
import { nounWordsOf } from './id-names.ts';
import { beginsWith, parametersIn, segmentsOf } from './path-template.ts';
import { isType, membersOf, partsOf } from './schema-parts.ts';
import { sentencesOf } from './sentences.ts';
import { singular } from './singular.ts';
import { wordsOf } from './words.ts';

/** What has to be granted of a resource before a read at another path shows it. */
export type GrantedBefore = {
  /** The parameter in the path of the read that names the resource, and the type of that. */
  readonly parameter: string;
  readonly type: AnyInferred;
  /** The PUT that grants it, below the resource. */
  readonly put: Operation;
  /** The members of its body that say whether it is granted. */
  readonly flags: readonly string[];
  /** The parameter behind the resource in the path of the PUT that chooses what is granted, with its listed values; undefined where the path has none. */
  readonly choice: { readonly name: string; readonly values: readonly string[] } | undefined;
};

/** Does a sentence say that nothing is shown without a thing of that noun. */
const saysNeeded = (sentence: string, noun: string): boolean => {
  const words = ` ${wordsOf(sentence).map(singular).join(' ')} `;
  const isMeant = new RegExp(` (?:without|unless|only|need|require|as long a|missing|lack|no) (?:\\w+ ){0,6}?${noun} `, 'u').test(words);
  return isMeant && !/\b(?:even|also|may|might|not needed|no longer)\b/iu.test(sentence);
};

/**
 * What has to be granted of a resource of the run before a read at a path of its own shows it: "Without any consent the answer is 403" of `GET /shared/patients/{patientId}`, beside
 * `PUT /patients/{patientId}/consents/{scope}` with a boolean. By the parameter that both paths have. Undefined for all other reads. Nothing is judged by it.
 */
export const grantedBefore = (contract: Contract, operation: Operation): GrantedBefore | undefined => {
  const { document, operations, inferredResourceTypes, lastingResourceTypes } = contract;
  const [parameter, ...others] = parametersIn(operation.path);
  if (
    contract.standard.size === 0 ||
    operation.effect !== 'safe' ||
    operation.method !== 'GET' ||
    parameter === undefined ||
    others.length > 0
  )
    return undefined;
  const said = saidIn(valueAt(document, nodeOf(operation.location))).flatMap(sentencesOf);
  const found = [...inferredResourceTypes, ...lastingResourceTypes]
    .filter((type) => parametersIn(itemOf(type).path).join(' ') === parameter && !beginsWith(operation.path, itemOf(type).path))
    .flatMap((type) =>
      operations.flatMap((put): readonly GrantedBefore[] => {
        const item = itemOf(type).path;
        const [part, chosen, ...more] = beginsWith(put.path, item) ? segmentsOf(put.path).slice(segmentsOf(item).length) : [];
        if (put.method !== 'PUT' || put.unsupported !== undefined || part === undefined || !('literal' in part) || more.length > 0)
          return [];
        const noun = nounWordsOf(`/${part.literal}`).join(' ');
        if (noun === '' || !said.some((sentence) => saysNeeded(sentence, noun))) return [];
        const body = askedSchema(put.body);
        const required = new Set(
          partsOf(document, body).flatMap((one): readonly unknown[] => (Array.isArray(one['required']) ? one['required'] : [])),
        );
        const flags = [...membersOf(document, body)].flatMap(([name, schema]) =>
          required.has(name) && isType(document, schema, 'boolean') ? [name] : [],
        );
        const name = chosen && 'parameter' in chosen ? chosen.parameter : undefined;
        const schema = put.parameters.find((one) => one.in === 'path' && one.name === name)?.schema;
        const values = partsOf(document, schema).flatMap((one): readonly unknown[] => (Array.isArray(one['enum']) ? one['enum'] : []));
        const texts = values.filter((one) => typeof one === 'string');
        if (flags.length === 0 || (chosen !== undefined && (name === undefined || texts.length === 0))) return [];
        return [{ parameter, type, put, flags, choice: name === undefined ? undefined : { name, values: texts } }];
      }),
    );
  return found.length === 1 ? found[0] : undefined;
};
