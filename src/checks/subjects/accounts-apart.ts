import { sentencesOf } from '../../contract/infer/sentences.ts';
import type { Contract } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';

const ofAccounts = /\b(?:accounts?|tenants?|users?|customers?|organi[sz]ations?|workspaces?|keys?|belongs?|owns?|owned)\b/iu;

/** Words for what belongs to somebody else, whatever the API calls those it belongs to: "a record of another practice". */
const ofOthers =
  /\b(?:of|belong(?:s|ing)? to|owned by) (?:an?)?other (?!types?\b|kinds?\b|versions?\b|formats?\b|methods?\b|lists?\b|pages?\b|states?\b)\w+/iu;

/** A sentence by which what belongs to others is not there. */
const isHidden = (sentence: string): boolean =>
  (ofAccounts.test(sentence) || ofOthers.test(sentence)) &&
  /\b(?:others?|another|(?:someone|somebody|anyone) else)\b[^.]*\b(?:(?:do|does|did) not exist|not found|like (?:an? |the )?(?:unknown|missing|non-?existent|absent)\b|(?:answer(?:s|ed)?(?: with)?|gives?|gets?|returns?|is|are) `?404)/iu.test(
    sentence,
  );

/** A sentence by which each account is alone with what is its own. */
const isApart = (sentence: string): boolean =>
  isHidden(sentence) ||
  (ofAccounts.test(sentence) &&
    (/\bother\b[^.]*\b(?:not visible|cannot be (?:seen|used|read))\b/iu.test(sentence) ||
      /\bonly (?:its|their|your|his) own\b/iu.test(sentence)));

const sentencesAbout = ({ document }: Contract): readonly string[] => {
  const text = valueAt(document, '#/info/description');
  return typeof text === 'string' ? sentencesOf(text) : [];
};

/** Does a document say that each account has only what is its own. */
export const saysApart = (contract: Contract): boolean => sentencesAbout(contract).some(isApart);

/** Does a document say that what belongs to other accounts is as if it did not exist, so that a caller cannot tell both apart. */
export const saysHidden = (contract: Contract): boolean => sentencesAbout(contract).some(isHidden);
