import type { Contract, Operation } from '../../model.ts';
import { answerSchema } from '../conventions/collection.ts';
import { type AnyInferred } from '../covering.ts';
import { nounWordsOf } from '../id-names.ts';
import { membersOf } from '../schema-parts.ts';
import { wordsOf } from '../words.ts';
import { toldRoles } from './hidden.ts';
import { saidAt } from './spelled.ts';
import { stemOf } from './stem.ts';
import { linesOf, plain } from './texts.ts';

/** A role of which only the one that a resource names may do something, besides those who may do everything. */
export type Party = {
  /** The stem of the name of the role. */
  readonly role: string;
  /** The member of the resource that names the one: `tutor_id`. */
  readonly member: string;
  readonly sentence: string;
};

const party = String.raw`(?:(?:the|its|their) [\p{L}-]+(?: of (?:the|this|that|its) [\p{L}-]+)?(?: (?:themselves|themself|itself))?|(?:an? |any |the )?[\p{L}-]+)`;

/** A sentence, or the end of its first part, that is nothing but who may: "The tutor of the lesson or an admin.", "`open` → `held`, by its tutor or an admin". */
const parties = new RegExp(
  String.raw`(?:^|, )(?:only )?(?:for |by )?(?:only )?(?<list>${party}(?:(?:,| or| and|, or|, and) ${party}){1,3})(?= (?:only|alone)\b|$|[.;:(]| \(|, (?:from|for|if|when|while|as long as|until|unless)\b)`,
  'iu',
);

const own =
  /^(?:the|its|their) (?<role>[\p{L}-]+)(?: of (?:the|this|that|its) (?<thing>[\p{L}-]+))?(?: (?:themselves|themself|itself))?$/iu;

/**
 * The roles of which the text of an operation on one resource lets in the one alone that the resource names, besides those who may do everything: "The tutor of the lesson or an admin", "For the pupil and
 * admins", where the resource shows a `tutor_id` or a `pupil_id`. None where the sentence names anybody else.
 */
export const toldParties = (contract: Contract, operation: Operation, { name, create }: AnyInferred): readonly Party[] => {
  const { document } = contract;
  const { full, lesser } = toldRoles(document);
  const answer = answerSchema(create);
  if (full.size === 0 || lesser.size === 0 || answer === undefined) return [];
  const noun = nounWordsOf(name).at(-1) ?? '';
  const members = [...membersOf(document, answer).keys()];
  return saidAt(document, operation)
    .flatMap(linesOf)
    .map(plain)
    .flatMap((sentence): readonly Party[] => {
      const list = (parties.exec(sentence)?.groups?.['list'] ?? '').split(/,? (?:or|and) |, /u).filter((one) => one !== '');
      const named = list.map((one) => ({
        role: stemOf(wordsOf(own.exec(one)?.groups?.['role'] ?? one).at(-1) ?? ''),
        thing: own.exec(one)?.groups?.['thing']?.toLowerCase(),
        isOne: own.test(one),
      }));
      const isClosed =
        named.some(({ role }) => full.has(role)) && named.every(({ role, isOne }) => full.has(role) || (isOne && lesser.has(role)));
      if (!isClosed) return [];
      return named.flatMap(({ role, thing }) => {
        const member = members.find((one) => {
          const [first = '', ...rest] = wordsOf(one);
          return stemOf(first) === role && ['', 'id'].includes(rest.join(' '));
        });
        const isOfIt = thing === undefined || thing === noun;
        return lesser.has(role) && isOfIt && member !== undefined ? [{ role, member, sentence }] : [];
      });
    });
};
