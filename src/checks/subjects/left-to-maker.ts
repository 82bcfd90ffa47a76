import { actsAs } from '../../contract/infer/acting.ts';
import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { endsInParameter } from '../../contract/infer/path-template.ts';
import { toldRoles } from '../../contract/infer/roles/hidden.ts';
import { membersOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn, saidOfTags } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { type OnOwn, operationsOnOwn } from './own-resources.ts';

/** A change or removal that the document leaves to whoever made the resource, and the members of the resource that may tell who that is. */
export type LeftToMaker = Subject & OnOwn & { readonly sentence: string; readonly by: readonly string[] };

const makers = '(?<maker>author|creator|owner|uploader|submitter|writer|poster|sender|reporter|requester|requestor|initiator|originator)';

/** The verbs of what an operation does, by how it acts. */
const verbs: Readonly<Record<string, string>> = {
  PATCH: '(?:change|edit|update|modify|amend|rename)',
  PUT: '(?:change|edit|update|modify|amend|replace|rename)',
  DELETE: '(?:delete|remove|withdraw)',
};

/** "Only the author can edit a note", "Only its owner may do this", "It can be removed only by its creator". */
const formsFor = (verb: string): readonly RegExp[] => [
  new RegExp(
    String.raw`\bonly (?:the|its|their|an?) ${makers} (?:can|may|is allowed to) (?:ever )?(?:${verb}\b|do (?:this|so|that|it)\b|[a-z]+ (?:and|or) ${verb}\b|${verb} (?:and|or) [a-z]+)`,
    'iu',
  ),
  new RegExp(String.raw`\b(?:can|may) (?:be ${verb}d? only|only be ${verb}d?) by (?:the|its|their) ${makers}(?=$|[.,;:])`, 'iu'),
];

/** Words by which somebody else may do it as well, or by which it is so at some times. */
const otherwise =
  /\b(?:unless|except|if|when|while|until|before|after|within|by default|should|might|usually|also|too|as well|admins?|administrators?|managers?|moderators?|supervisors?|staff|shared|assigned)\b/iu;

/** What gives somebody a right to whatever others made: "Admins can change everything". */
const grants =
  /\b(?:admins?|administrators?|managers?|moderators?|supervisors?|super ?users?|owners?|staff)\b[^.;]*\b(?:can|may|are allowed to|is allowed to|manages?|change|edit|delete)\b[^.;]*\b(?:everything|anything|all|any|every|each|others?|whatever|it|them)\b/iu;

/** What refuses it to all others: "other members get 403". */
const refusesOthers =
  /\b(?:others?|(?:any|every)(?:body|one) else)\b[^.;]*\b(?:4\d\d|refused|rejected|forbidden|denied|cannot|can not|may not)\b/iu;

/** What is said of an operation, of its tag and of the whole. */
const textsAround = ({ document }: Contract, node: unknown): readonly string[] =>
  [...saidIn(node), ...saidOfTags(document, node), ...saidIn(valueAt(document, '#/info'))].flatMap(sentencesOf);

/** The sentence that leaves an operation to the maker, and the word for that one. */
const leaving = (contract: Contract, operation: Operation): { readonly sentence: string; readonly maker: string } | undefined => {
  const verb = verbs[actsAs(operation)];
  if (verb === undefined || !endsInParameter(operation.path)) return undefined;
  const node = valueAt(contract.document, nodeOf(operation.location));
  if (textsAround(contract, node).some((one) => grants.test(one) && !/\bonly\b/iu.test(one))) return undefined;
  for (const sentence of saidIn(node).flatMap(sentencesOf)) {
    const plain = sentence.replaceAll(/[`*_]/gu, '');
    const maker = formsFor(verb)
      .map((form) => form.exec(plain)?.groups?.['maker'])
      .find((one) => one !== undefined);
    // Where a role may do everything, a sentence about the maker may leave it aside.
    const isClear = refusesOthers.test(plain) || toldRoles(contract.document).full.size === 0;
    if (maker !== undefined && isClear && !otherwise.test(plain)) return { sentence, maker: maker.toLowerCase() };
  }
  return undefined;
};

/** Last words of a member that names somebody. */
const naming: ReadonlySet<string> = new Set(['id', 'uuid', 'name', 'email', 'username', 'login']);

/** Does a member name the maker: `authorId`, `author`, and for whoever created something `createdBy`. */
const namesMaker = (name: string, maker: string): boolean => {
  const words = wordsOf(name);
  const [first, ...rest] = words.join(' ').startsWith('created by') ? ['creator', ...words.slice(2)] : words;
  return first === maker && rest.every((word) => naming.has(word));
};

/** Changes and removals of one resource that their text leaves to whoever made it, where the resource shows who that is. */
export const leftToMakers = (contract: Contract): readonly LeftToMaker[] =>
  contract.standard.size === 0
    ? []
    : operationsOnOwn(contract).flatMap((one) => {
        const told = leaving(contract, one.operation);
        if (told === undefined) return [];
        const by = [...membersOf(contract.document, answerSchema(one.resourceType.create)).keys()].filter((name) =>
          namesMaker(name, told.maker),
        );
        return by.length === 0 ? [] : [at(one.operation.location, { ...one, sentence: told.sentence, by })];
      });
