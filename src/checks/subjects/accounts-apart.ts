import { sentencesOf } from '../../contract/infer/sentences.ts';
import type { Contract } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { wordsOf } from '../../contract/infer/words.ts';

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

/** Sentences by which an account sees nothing of another one. */
const aboutOthers = /\b(?:another|other|others|foreign|different|(?:somebody|someone) else['’]s|each other)\b/iu;
const seesNothing =
  /\b(?:not exist|in no list|in none of|invisible|hidden|never (?:shown|listed)|sealed|isolated|404|can(?:not|'t| not) (?:see|read|reach|access|be (?:seen|read|reached|accessed))|sees? only|only (?:see|its own|their own|your own)|nothing of|(?:never|(?:do|does) not|don['’]t) (?:see|turn up|appear)|never (?:returned|listed|turns? up)|sealed box|walled off|strictly separate\w*)\b/iu;

/** Does a document say in its own words that accounts see nothing of each other. */
export const keepsAllFromOthers = (contract: Contract): boolean =>
  sentencesAbout(contract).some((one) => aboutOthers.test(one) && seesNothing.test(one));

/** Words of who has something, whatever an API calls them, and of what is not for everybody. */
const ofHolders =
  /\b(?:accounts?|tenants?|tenancy|users?|customers?|clients?|organi[sz]ations?|workspaces?|teams?|compan(?:y|ies)|branch(?:es)?|projects?|callers?|merchants?|belong\w*|own(?:s|ed|er|ers|ership)?|yours|you (?:may|can|are allowed to) (?:see|read|change)|your (?!(?:own |api |access )?(?:keys?|tokens?|credentials?|requests?|apps?|applications?|servers?|secrets?|passwords?|code|browser)\b)\w+|mine|private|shared|sharing|visib\w*|hidden|permission|forbidden|not allowed|another(?: \w+)?'s|(?:someone|somebody|anyone) else)\b/iu;

/** Words in the name of a member or parameter that says whose something is. */
const holders: ReadonlySet<string> = new Set(
  'account tenant user customer organization organisation org workspace team company branch project owner merchant'.split(' '),
);

/** Does a node of a document, or anything in it, speak of who has something: in a text or by the name of a member. */
const speaksIn = (node: unknown): boolean => {
  if (Array.isArray(node)) return node.some(speaksIn);
  if (!isObject(node)) return false;
  return Object.entries(node).some(([name, value]) =>
    typeof value === 'string'
      ? (['description', 'summary'].includes(name) && ofHolders.test(value)) ||
        (name === 'name' && wordsOf(value).some((word) => holders.has(word)))
      : wordsOf(name).some((word) => holders.has(word)) || speaksIn(value),
  );
};

const speaking = new WeakMap<Contract, boolean>();

/** Does a document speak anywhere of accounts, or of whose something is. Where it does not, what one caller creates may be for all. */
export const speaksOfAccounts = (contract: Contract): boolean => {
  const known = speaking.get(contract) ?? speaksIn(contract.document);
  speaking.set(contract, known);
  return known;
};
