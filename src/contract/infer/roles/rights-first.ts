import type { Contract } from '../../model.ts';
import { textsOf } from './spelled.ts';
import { linesOf, plain } from './texts.ts';

type Document = Contract['document'];

const rights = String.raw`(?:rights|roles?|permissions?|authori[sz]ation|scopes?)(?: (?:of|for) (?:the |a )?(?:caller|key|token|credential|user)s?)?`;
const checked = String.raw`(?:looked at|checked|verified|examined|evaluated|tested|decided|considered|judged)`;

/** "Rights are looked at before the body is", "the role is checked before the body is parsed". */
const beforeBody = new RegExp(
  String.raw`\b${rights} (?:is|are) (?:always )?${checked} before (?:the |a |any )?(?:request )?(?:body|payload|content)\b`,
  'iu',
);

/** "Permissions are checked first", "the role is checked before anything else". */
const beforeAll = new RegExp(
  String.raw`\b${rights} (?:is|are) (?:always )?${checked} (?:first(?=$|[.,;])|before (?:anything|everything|all) else\b)`,
  'iu',
);

/** A sentence that gives the order in which a request is checked, with the statuses in brackets: "key (401), role (403), syntax (400), state (409)". */
const isOrder = /\border\b|\bin turn\b|\bone after the other\b|\bfirst\b.*\bthen\b/iu;

const isConditional =
  /\b(?:if|unless|except|usually|mostly|may|might|sometimes|not necessarily|no particular|any order|undefined|where possible|frequency|severity|importance|likelihood|numerical|sorted)\b/iu;

/** Statuses of a fault of the body (RFC 9110, sections 15.5.1, 15.5.16 and 15.5.21). */
const ofBody: readonly number[] = [400, 415, 422];

/**
 * Statuses of other faults than a lack of rights: those of the body, and what a state or a condition prevents (RFC 9110, section 15.5; RFC 6585, section 3). What a caller may
 * not see may always be reported as absent.
 */
const ofAnything: readonly number[] = [...ofBody, 409, 412, 428];

/** The statuses that a sentence names in the order of the checks after 403; none where it gives no order. */
const afterForbidden = (sentence: string): readonly number[] => {
  if (!isOrder.test(sentence)) return [];
  const named = [...sentence.matchAll(/\b[45]\d\d\b/gu)].map(([text]) => Number(text));
  const at = named.indexOf(403);
  const isAlone = named.filter((one) => one === 403).length === 1;
  return at < 0 || !isAlone ? [] : named.slice(at + 1).filter((one) => ofAnything.includes(one) && named.indexOf(one) > at);
};

/**
 * Statuses with which a call by somebody without the right to it is not answered, because the document says that rights are checked before what these are about. A
 * conflict with what a body names counts to the body where the path names nothing.
 * @param path The path of the operation.
 */
export const statusesAfterRights = (document: Document, path: string): readonly number[] => {
  const isBare = !path.includes('{');
  const found = textsOf(document)
    .flatMap(linesOf)
    .map(plain)
    .flatMap((sentence): readonly number[] => {
      if (isConditional.test(sentence)) return [];
      if (beforeAll.test(sentence)) return ofAnything;
      if (beforeBody.test(sentence)) return isBare ? [...ofBody, 409] : ofBody;
      return afterForbidden(sentence);
    });
  return [...new Set(found)];
};
