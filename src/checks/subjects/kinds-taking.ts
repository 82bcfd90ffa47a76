import { sentencesOf } from '../../contract/infer/sentences.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import type { Setting } from '../../generators/body-with.ts';
import { nodeOf } from '../../model/location.ts';
import { statefulAnswer } from './needed-states.ts';
import { inWords, type State } from './state-mentions.ts';

/** What a request of one kind refuses of what it names: all states but those that its sentence names. */
export type TakenByKind = { readonly kind: Setting; readonly refused: readonly State[] };

/** Words by which a sentence leaves something open. */
const open =
  / (?:if|unless|except|usually|normally|should|may|might|can|default|into|or none|or no|not|never|before|first|while|when|until|after|preferably|ideally|at least|also|any|newest|latest) /u;

/** Words by which nothing else is taken. */
const alone = / (?:otherwise|else|only|must|has to|have to|needs to) /u;

const refused = / (?:4(?:00|03|04|09|22)|refused|rejected|conflict) /u;

/** Every value that a member of the body lists: the kinds of a request. */
const kindsOf = (contract: Contract, operation: Operation): readonly { readonly member: string; readonly value: string }[] =>
  bodyMembers(contract, operation).flatMap(({ name, schema }) => {
    const values: unknown = isObject(schema) ? schema['enum'] : undefined;
    return Array.isArray(values) ? values.flatMap((value) => (typeof value === 'string' ? [{ member: name, value }] : [])) : [];
  });

/**
 * What a sentence says of one kind of request, and of the states of what it names: "`install` takes a released version, otherwise 409", "For a transfer the account
 * must be open (409)". Undefined where none does, or where one leaves something open.
 * @param states The states of what the body names.
 * @param noun Its noun.
 * @param others The nouns of other resources, of which a sentence may speak.
 */
export const takenByKind = (
  contract: Contract,
  operation: Operation,
  states: readonly State[],
  noun: string,
  others: ReadonlySet<string>,
): TakenByKind | undefined => {
  const own = statefulAnswer(contract, operation)?.states ?? [];
  const listed = states.filter(({ value }) => typeof value === 'string' && !own.includes(value));
  if (listed.length === 0) return undefined;
  const any = listed.map(({ name }) => name).join('|');
  const some = `(?<fit>(?:${any})(?: (?:or|and) (?:an? )?(?:${any}))*)`;
  for (const sentence of saidIn(valueAt(contract.document, nodeOf(operation.location))).flatMap(sentencesOf)) {
    const words = inWords(sentence);
    if (!refused.test(words) || !alone.test(words) || open.test(words)) continue;
    for (const kind of kindsOf(contract, operation)) {
      const called = wordsOf(kind.value).join(' ');
      const forms = [
        `^ (?:an? |the )?${called} (?:only )?(?:takes?|needs?|requires?|wants?|accepts?|expects?|works with|is (?:only )?(?:possible|allowed|accepted|for)(?: only)?(?: with| for)?)(?: only)? (?:an? |the |one )?(?:only )?${some} (?<noun>[a-z]+) `,
        `^ (?:for|with) (?:an? |the )?${called} (?:the|its|an?) (?<noun>[a-z]+) (?:must|has to|needs to) be (?:an? )?${some} `,
      ];
      for (const form of forms) {
        const found = new RegExp(form, 'u').exec(words)?.groups;
        const about = found?.['noun'] ?? '';
        if (!found || (about !== noun && about !== `${noun}s` && others.has(about))) continue;
        const named = ` ${found['fit'] ?? ''} `;
        const fit = listed.filter(({ name }) => named.includes(` ${name} `));
        const left = states.filter((one) => fit.some(({ member }) => member === one.member) && !fit.includes(one));
        if (fit.length > 0 && left.length > 0) return { kind, refused: left };
      }
    }
  }
  return undefined;
};
