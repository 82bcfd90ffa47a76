import { sentencesOf } from '../../contract/infer/sentences.ts';
import type { Contract } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';

const closes = String.raw`\b(?:lock(?:s|ed|ing)?|lock(?:ed)? ?outs?|block(?:s|ed|ing)?|suspend(?:s|ed)?|disabl(?:es|ed)|deactivat(?:es|ed)|bann?(?:s|ed)?|frozen|closed)\b`;
const wrong = String.raw`(?:wrong|failed|failing|invalid|incorrect|bad|false|mistyped|unsuccessful|rejected|refused)`;
const tries = String.raw`(?:\b${wrong} (?:[\w-]+ ){0,2}(?:attempts?|tries|passwords?|secrets?|credentials?|log-?ins?|sign-?ins?|authentications?|requests|calls)\b|\b(?:attempts?|tries|passwords?|log-?ins?|sign-?ins?|authentications?) (?:that |which )?(?:have |are |were )?${wrong}\b|\b(?:repeated|too many|several) failures\b|\b401s?\b)`;

/** "After five wrong passwords the account is locked", "Locks a user for 15 minutes after 3 failed attempts". */
const locks = new RegExp(String.raw`${tries}.*${closes}|${closes}.*${tries}|\baccount (?:(?:is|was|has been) )?lock(?:ed|out|ing)\b`, 'iu');
const denied = /\b(?:never|not|no)\b(?! (?:only|more|later)\b)/iu;

/** Does a text say that wrong passwords lock the account, or whoever sends them. */
export const saysLocked = (text: string): boolean => sentencesOf(text).some((sentence) => locks.test(sentence) && !denied.test(sentence));

const known = new WeakMap<Contract['document'], boolean>();

/** Does a document say so anywhere: of the API, its security schemes, its operations or what they answer. A known name with a wrong password may then close the account of the run, and that of others. */
export const locksNames = ({ document, operations }: Contract): boolean => {
  const found = known.get(document);
  if (found !== undefined) return found;
  const schemes = valueAt(document, '#/components/securitySchemes');
  const tags: unknown = document['tags'];
  const nodes: readonly unknown[] = [
    document['info'],
    ...Object.values(isObject(schemes) ? schemes : {}),
    ...(Array.isArray(tags) ? (tags as readonly unknown[]) : []),
    ...operations
      .flatMap(({ location, responses }) => [location, ...responses.map((one) => one.location)])
      .map((one) => valueAt(document, nodeOf(one))),
  ];
  const is = nodes.flatMap(saidIn).some(saysLocked);
  known.set(document, is);
  return is;
};
