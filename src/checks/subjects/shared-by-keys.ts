import { ownOnlySentence } from '../../contract/infer/roles/own-only.ts';
import { isSamePath } from '../../contract/infer/path-template.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Collection, Contract, Operation } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { distinctBy } from '../../model/json.ts';
import { at, type Subject } from '../kit/define.ts';
import { hiddenResources } from './hidden-resources.ts';
import { type OnOwn, operationsOnOwn } from './own-resources.ts';
import { toldPartiesOf } from './role-rights.ts';

/** A read that gives every credential of an account the same, with the sentence that says so: of one resource or what is below it, or of a list in which a new resource is. */
export type SharedByKeys = Subject & { readonly sentence: string } & (
    | { readonly kind: 'read'; readonly operation: Operation }
    | { readonly kind: 'list'; readonly operation: Operation; readonly collection: Collection; readonly onOwn: OnOwn }
  );

/** Those who call for an account. */
const callers = String.raw`(?:(?:api|access|bearer) )?(?:keys?|tokens?|clients?|credentials?|users?|members?|callers?|apps?|applications?|integrations?)`;
/** What they call for, whatever the API calls it: not what tells apart which rights one has. */
const account = String.raw`(?!(?:\p{L}+ )?(?:role|type|kind|scope|plan|tier|level|user|person|admin|administrator|owner)s?\b)\p{L}+(?: \p{L}+)?`;
const ofAccount = String.raw`(?: (?:of|in|from|within|for|issued (?:to|for|by)|that belong to|belonging to) (?:an?|one|the|the same|each|every|your|any) (?:same |single )?${account})`;
const things = '(?:data|things|resources|objects|records|content)';
const works =
  '(?:(?:can )?(?:all )?(?:works? (?:on|with|in)|acts? on|operates? on|shares?|sees?|reads?|uses?|access(?:es)?|ha(?:s|ve) access to))';

/** "All keys of an account work on the same data", "Data is shared by all tokens of a workspace", "Resources belong to the account, not to the key". */
const forms: readonly RegExp[] = [
  new RegExp(
    String.raw`\b(?:all|every|each|any)(?: of)?(?: the| your)? ${callers}${ofAccount}? ${works} (?:(?:on|with) )?(?:exactly )?(?:the same|one set of|common|all (?:of )?(?:its|the)) ${things}\b`,
    'iu',
  ),
  new RegExp(
    String.raw`\b(?:(?:all|the|several|different) )?${callers}${ofAccount} ${works} (?:exactly )?(?:the same|one set of|common|all (?:of )?(?:its|the)) ${things}\b`,
    'iu',
  ),
  new RegExp(
    String.raw`\b(?:${things}|everything) (?:is|are) (?:shared (?:by|between|among|across|with)|the same (?:for|to)|common to|visible to) (?:all|every|each)(?: of)?(?: the| its| your)? ${callers}\b`,
    'iu',
  ),
  new RegExp(
    String.raw`\b(?:${things}|everything) (?:belongs?|is owned by|are owned by)(?: to)? (?:the|an|your) ${account},? (?:and )?(?:never|not)(?: to| by)? (?:the|an?|any|single|individual|one)(?: single)? ${callers}\b`,
    'iu',
  ),
];

/** Words by which it is not so for some, at some times, or for some things. */
const otherwise =
  /\b(?:unless|except|apart from|other than|but|however|although|usually|might|may|if|when|while|depending|own|most|some|only|for reading)\b/iu;

/** What belongs to a credential or to a person even where everything else is shared. */
const personal: ReadonlySet<string> = new Set(
  'key token session credential secret password login device preference setting profile draft basket cart me self notification'.split(' '),
);

/** The sentences of the introduction, and those about the ways to authenticate. */
const sentencesAbout = ({ document }: Contract): readonly string[] => {
  const schemes = valueAt(document, '#/components/securitySchemes');
  return [document['info'], ...(isObject(schemes) ? Object.values(schemes) : [])].flatMap(saidIn).flatMap(sentencesOf);
};

/** The sentence by which every credential of an account has the same before it; undefined where a document has none. */
export const saysShared = (contract: Contract): string | undefined =>
  sentencesAbout(contract).find((sentence) => {
    const plain = sentence.replaceAll(/[`*_]/gu, '');
    return !otherwise.test(plain.replaceAll(/\bread-only\b/giu, '')) && forms.some((form) => form.test(plain));
  });

const isPersonal = ({ path }: Operation): boolean =>
  path.split('/').some((part) => !part.includes('{') && wordsOf(part).some((word) => personal.has(singular(word))));

/** Does a document keep something of what an operation shows from some callers. */
const isKept = (contract: Contract, operation: Operation): boolean =>
  ownOnlySentence(contract.document, operation) !== undefined || toldPartiesOf(contract, operation).length > 0;

/** Every such read of a contract that is held to the standard requirements. */
export const sharedByKeys = (contract: Contract): readonly SharedByKeys[] => {
  const sentence = contract.standard.size === 0 ? undefined : saysShared(contract);
  if (sentence === undefined) return [];
  const hidden = hiddenResources(contract).map(({ trip }) => trip);
  const isOpen = (operation: Operation): boolean =>
    !isPersonal(operation) &&
    !isKept(contract, operation) &&
    !hidden.some(({ itemPath, addsTo }) => operation.path.startsWith(itemPath) || isSamePath(operation.path, addsTo));
  const onOwn = operationsOnOwn(contract).filter(({ operation }) => operation.method === 'GET' && operation.effect === 'safe');
  const reads = onOwn
    .filter(({ operation }) => isOpen(operation))
    .map(({ operation }): SharedByKeys => at(operation.location, { kind: 'read', operation, sentence }));
  const lists = contract.collections
    .filter(({ operation }) => operation.secured && operation.takesKey && operation.effect === 'safe' && !operation.path.includes('{'))
    .flatMap((collection): readonly SharedByKeys[] => {
      const { operation } = collection;
      const listed = onOwn.find((one) => one.resourceType.list?.key === operation.key);
      return listed && isOpen(operation) ? [at(operation.location, { kind: 'list', operation, collection, onOwn: listed, sentence })] : [];
    });
  return distinctBy([...reads, ...lists], ({ operation }) => operation.key);
};
