import { actsAs } from '../../contract/infer/acting.ts';
import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { endsInParameter } from '../../contract/infer/path-template.ts';
import { toldRoles } from '../../contract/infer/roles/hidden.ts';
import { stemOf } from '../../contract/infer/roles/stem.ts';
import { shownKeyFor } from '../../contract/infer/shown-keys.ts';
import { membersOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn, saidOfTags } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { type OnOwn, operationsOnOwn } from './own-resources.ts';

/** A change, removal or action that the document leaves to whoever made the resource, and the members of the resource that may tell who that is. */
export type LeftToMaker = Subject &
  OnOwn & {
    readonly sentence: string;
    readonly by: readonly string[];
    /** The creations that are only for those who may do it as well: who is refused one of them is none of those. Undefined where nobody else may. */
    readonly closed: readonly Operation[] | undefined;
    /** The document says that the maker is whoever sends the creation. */
    readonly isCaller: boolean;
    /** It is done to what comes about with the resource, and is known by what that shows: the series of a booking. */
    readonly isBeside?: true;
  };

const makers =
  '(?<maker>author|creator|owner|uploader|submitter|writer|poster|sender|reporter|requester|requestor|initiator|originator|organi[sz]er|booker|maker)';

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

/** Further conditions, which let in nobody else: "and only while it is `booked`". */
const narrower = /,? (?:and|but) only (?:while|if|when|as long as|until|before|after|within)\b[^.;]*/giu;

const role = String.raw`(?:the |an? |any |all )?(?<role>[\p{L}-]+(?: [\p{L}-]+){0,2}?)`;

/** "Only the organizer and facilities staff may do it", "Only the author or an admin can edit a note", or no more than "Only the organizer and facilities staff." */
const besideFor = (verb: string | undefined): RegExp =>
  new RegExp(
    String.raw`(?:^|[,:;] )only (?:the|its|their|an?) ${makers},? (?:and|or|and also|as well as) ${role}(?: (?:can|may|(?:is|are) allowed to) (?:do (?:this|so|that|it)${verb === undefined ? '' : `|${verb}`})\b[^.;]*)?[.;]?$`,
    'iu',
  );

/** "Only facilities staff.", "Only admins may add rooms" */
const forRole = new RegExp(String.raw`^only ${role}(?: (?:can|may|(?:is|are) allowed to) [^.;]*)?[.;]?$`, 'iu');

const widening =
  /\b(?:unless|except|if|when|while|until|before|after|within|by default|should|might|usually|also|too|as well|others|shared|assigned)\b/iu;

const stemsOf = (name: string): string => wordsOf(name).map(stemOf).join(' ');

/** A sentence without marks, without what is in brackets, and without conditions that let in nobody else. */
const bare = (sentence: string): string =>
  sentence
    .replaceAll(/[`*_]/gu, '')
    .replaceAll(/ ?\([^()]*\)/gu, '')
    .replaceAll(narrower, '')
    .trim();

/** The creations of which the text says that they are for one role alone. */
const closedTo = ({ document, operations }: Contract, name: string): readonly Operation[] =>
  operations.filter(
    (one) =>
      one.effect.startsWith('creates') &&
      one.secured &&
      one.takesKey &&
      one.unsupported === undefined &&
      saidIn(valueAt(document, nodeOf(one.location)))
        .flatMap(sentencesOf)
        .map(bare)
        .some((sentence) => stemsOf(forRole.exec(sentence)?.groups?.['role'] ?? '') === name && !widening.test(sentence)),
  );

/** Does an operation change, remove or act on one resource: an action is the last word of a path. */
const isOnOne = ({ path, effect }: Operation): boolean =>
  endsInParameter(path) || (/\}\/[^/{}]+$/u.test(path) && !effect.startsWith('creates'));

/** The sentence that leaves an operation to the maker and one role besides, the word for the maker, and the creations that are for that role alone. */
const leavingBeside = (contract: Contract, operation: Operation): Leaving | undefined => {
  if (operation.effect === 'safe' || !isOnOne(operation)) return undefined;
  const verb = endsInParameter(operation.path) ? verbs[actsAs(operation)] : undefined;
  for (const sentence of saidIn(valueAt(contract.document, nodeOf(operation.location))).flatMap(sentencesOf)) {
    const { maker, role: name } = besideFor(verb).exec(bare(sentence))?.groups ?? {};
    if (maker === undefined || name === undefined || widening.test(bare(sentence))) continue;
    const closed = closedTo(contract, stemsOf(name));
    if (closed.length > 0) return { sentence, maker: maker.toLowerCase(), closed };
  }
  return undefined;
};

/** What is said of an operation, of its tag and of the whole. */
const textsAround = ({ document }: Contract, node: unknown): readonly string[] =>
  [...saidIn(node), ...saidOfTags(document, node), ...saidIn(valueAt(document, '#/info'))].flatMap(sentencesOf);

type Leaving = Pick<LeftToMaker, 'sentence' | 'closed'> & { readonly maker: string };

/** The sentence that leaves an operation to the maker, and the word for that one. */
const leaving = (contract: Contract, operation: Operation): Leaving | undefined => {
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
    if (maker !== undefined && isClear && !otherwise.test(plain)) return { sentence, maker: maker.toLowerCase(), closed: undefined };
  }
  return undefined;
};

/** Does a document say who the maker is: "The organizer is the person who sends the request". */
const saysCaller = (contract: Contract, create: Operation, maker: string): boolean => {
  const form = new RegExp(
    String.raw`\bthe ${maker} is (?:always )?(?:the (?:[\p{L}-]+ )?(?:who|that) (?:sends|sent|makes|made|creates|created|calls|is (?:signed|logged) in)\b|whoever (?:sends|makes|creates|calls)\b|the (?:caller|(?:signed|logged)-in|authenticated)\b)`,
    'iu',
  );
  return textsAround(contract, valueAt(contract.document, nodeOf(create.location))).some((one) => {
    const plain = one.replaceAll(/[`*_]/gu, '');
    return form.test(plain) && !widening.test(plain);
  });
};

/** Last words of a member that names somebody. */
const naming: ReadonlySet<string> = new Set(['id', 'uuid', 'name', 'email', 'username', 'login']);

/** Does a member name the maker: `authorId`, `author`, and for whoever created something `createdBy`. */
const namesMaker = (name: string, maker: string): boolean => {
  const words = wordsOf(name);
  const [first, ...rest] = words.join(' ').startsWith('created by') ? ['creator', ...words.slice(2)] : words;
  return first === maker && rest.every((word) => naming.has(word));
};

/** The operations on what comes about with a resource by a member that its creation may leave out: `DELETE /series/{seriesId}`. */
const besideOwn = (contract: Contract): readonly (OnOwn & { readonly isBeside: true })[] =>
  contract.operations.flatMap((operation) => {
    const [parameter, ...others] = operation.parameters.filter((one) => one.in === 'path');
    const isTried = operation.secured && operation.takesKey && operation.unsupported === undefined && operation.effect !== 'safe';
    const shown = isTried && parameter && others.length === 0 ? shownKeyFor(contract, operation, parameter) : undefined;
    return shown?.by === undefined ? [] : [{ operation, resourceType: shown.resourceType, names: new Map(), isBeside: true as const }];
  });

/** Changes and removals of one resource that their text leaves to whoever made it, where the resource shows who that is. */
export const leftToMakers = (contract: Contract): readonly LeftToMaker[] =>
  contract.standard.size === 0
    ? []
    : [...operationsOnOwn(contract), ...besideOwn(contract)].flatMap((one) => {
        const told = leaving(contract, one.operation) ?? leavingBeside(contract, one.operation);
        if (told === undefined) return [];
        const by = [...membersOf(contract.document, answerSchema(one.resourceType.create)).keys()].filter((name) =>
          namesMaker(name, told.maker),
        );
        const isCaller = saysCaller(contract, one.resourceType.create, told.maker);
        return by.length === 0 ? [] : [at(one.operation.location, { ...one, sentence: told.sentence, closed: told.closed, by, isCaller })];
      });
