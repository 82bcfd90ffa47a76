import { sentencesOf } from '../../contract/infer/sentences.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { parametersIn, segmentsOf } from '../../contract/infer/path-template.ts';
import { idWords, isId } from '../../contract/infer/reference-types.ts';
import { descriptionsIn, isType, itemsOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { singular } from '../../contract/infer/singular.ts';
import { typesNamedIn } from '../../contract/infer/references.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';

/** A creation whose body names resources, and the names of the types of which the document says that they have to exist. */
export type ToldReferences = Subject & {
  readonly operation: Operation;
  readonly told: ReadonlySet<string>;
  /** The status by which a sentence says that such a thing is refused that is not there, by the name of the type. */
  readonly statuses: ReadonlyMap<string, number>;
  /** Members for ids of what is there already, as their descriptions say: "Someone of the workspace". */
  readonly ofOurs: readonly BodyMember[];
};

const refusals: ReadonlySet<string> = new Set(['400', '404', '409', '422', '4XX']);

/** Words for what is not there, in a text about a refusal. */
const absent =
  / (?:unknown|non ?existent|non ?existing|no such|not found|(?:does|do|did) not exist|doesn t exist|not exist|(?:is|are|was) not there|(?:can not|cannot|could not) be found|not (?:be )?known) /u;

/** Words by which something has to be there. */
const present =
  / (?:(?:must|has to|have to|needs? to) (?:already )?exist|must be (?:(?:the id of )?an? )?existing|of an existing|an existing) /u;

/** Words for whatever a body names. */
const whatever = / (?:ids?|references?|referenced|linked|related|foreign keys?) /u;
const inBody = / (?:body|bodies|payloads?|requests?|creations?|references?|referenced) /u;

/** Words by which it is taken all the same, or is about something else. */
const otherwise =
  / (?:may|might|need not|ignored?|ignores|skipped|dropped|created|adds? it|is added|silently|allowed|accepted|kept as|member names?|fields?|parameters?|media types?|paths?|routes?|methods?|keys?|tokens?|query) /u;

const inWords = (text: string): string => ` ${wordsOf(text).join(' ')} `;

const sentencesIn = (texts: readonly string[]): readonly string[] => texts.flatMap(sentencesOf).map(inWords);

/** Sentences about refusals of an operation, and its own ones. */
const aboutOperation = ({ document }: Contract, { location, responses }: Operation) => ({
  refusals: sentencesIn(
    responses.filter(({ status }) => refusals.has(status)).flatMap((one) => saidIn(valueAt(document, nodeOf(one.location)))),
  ),
  own: sentencesIn(saidIn(valueAt(document, nodeOf(location)))),
});

const isAbout = (words: string, noun: string): boolean => words.includes(` ${noun} `) || words.includes(` ${noun}s `);

/** Does the introduction say it of whatever a body names: "Unknown ids in a body are `422`". */
const saidOfAll = ({ document }: Contract): boolean =>
  sentencesIn(saidIn(valueAt(document, '#/info'))).some(
    (words) => absent.test(words) && whatever.test(words) && inBody.test(words) && / 4\d\d /u.test(words) && !otherwise.test(words),
  );

/**
 * Does an operation describe 404 although its path names nothing, so that only its body can. Not where the document describes 404 of lists as well, as some write every
 * status everywhere.
 */
const describesNothingFound = ({ operations }: Contract, { path, responses, parameters }: Operation): boolean =>
  responses.some(({ status }) => status === '404') &&
  parametersIn(path).length === 0 &&
  parameters.every(({ in: where }) => where !== 'query') &&
  !operations.some(
    (one) => one.method === 'GET' && parametersIn(one.path).length === 0 && one.responses.some(({ status }) => status === '404'),
  );

const isTold = (contract: Contract, operation: Operation, noun: string): boolean => {
  const { refusals: refusing, own } = aboutOperation(contract, operation);
  return (
    refusing.some((words) => absent.test(words) && (isAbout(words, noun) || whatever.test(words)) && !otherwise.test(words)) ||
    own.some(
      (words) =>
        isAbout(words, noun) &&
        !otherwise.test(words) &&
        (present.test(words) || (absent.test(words) && / (?:4\d\d|refused|rejected) /u.test(words))),
    )
  );
};

/** The one status that the operation's own sentences give to what is not there: 422 for "An unknown job, candidate or user is `422`". Undefined where they give none, or several. */
const statusTold = (contract: Contract, operation: Operation, noun: string): number | undefined => {
  const said = aboutOperation(contract, operation).own.filter(
    (words) => isAbout(words, noun) && !otherwise.test(words) && absent.test(words) && / 4\d\d /u.test(words),
  );
  const [status, ...others] = new Set(said.flatMap((words) => [...words.matchAll(/ (4\d\d)(?= )/gu)].map((one) => Number(one[1]))));
  return others.length === 0 ? status : undefined;
};

/** What all that an account sees is in. */
const account = 'workspace|account|organi[sz]ation|tenant|team|company|firm|school|club|household|community|space';

/** Words for whoever stands in a list of people. */
const anybody: ReadonlySet<string> = new Set(['someone', 'somebody', 'people', 'person']);

/** A description that says no more than of what the id is: "Someone of the workspace", "Id of a member of the team", "Labels of the project". */
const described = (around: readonly string[]): RegExp =>
  new RegExp(
    String.raw`^(?:(?:the )?(?:ids?|uuids?) of )?(?:an? |one of the |some )?(?:\p{L}+ )?(?<what>\p{L}+) (?:of|in|from|(?:that|which|who) belongs? to) (?:the|this|the same) (?:${[account, ...around].join('|')})$`,
    'iu',
  );

/** Words by which such a description leaves something open, or is about something else. */
const leavesOpen = /\b(?:or|and|not|number|name|copy|copies|part|owner|amount|rest|ids?|unless|optional|usually|external|free)\b/iu;

/** Is there a list at whose end a path has the noun, or one for people where that is who is meant. */
const isListed = ({ operations }: Contract, noun: string): boolean =>
  operations.some(({ method, path }) => {
    const words = method === 'GET' ? nounWordsOf(path).map(singular) : [];
    return (
      words.at(-1) === noun ||
      (anybody.has(noun) && ['member', 'user', 'person', 'people', 'employee', 'colleague'].includes(words.at(-1) ?? ''))
    );
  });

/** Does a description promise that the id in a member is one of those that a list of the same account shows. */
const isOfOurs = (contract: Contract, { path }: Operation, { name, schema }: BodyMember): boolean => {
  const { document } = contract;
  const one = isType(document, schema, 'array') ? itemsOf(document, schema) : schema;
  const isFree = partsOf(document, one).every(
    (part) =>
      ['enum', 'const', 'pattern', 'readOnly'].every((word) => part[word] === undefined) &&
      [undefined, 'uuid'].includes(part['format'] as string | undefined),
  );
  if (!isFree || !isId(document, one) || !idWords.has(wordsOf(name).at(-1) ?? '')) return false;
  const sentences = descriptionsIn(document, schema).flatMap(sentencesOf);
  const around =
    parametersIn(path).length === 0
      ? []
      : segmentsOf(path).flatMap((segment) => ('literal' in segment ? [singular(wordsOf(segment.literal).join(' '))] : []));
  const [text = '', ...others] = sentences;
  const what = described(around)
    .exec(text.replace(/[.\s]+$/u, '').replaceAll('`', ''))
    ?.groups?.['what']?.toLowerCase();
  return (
    what !== undefined &&
    !leavesOpen.test(text.replace(/^(?:the )?(?:ids?|uuids?) of /iu, '')) &&
    others.every((rest) => !otherwise.test(inWords(rest)) && !/\b(?:unknown|any|other)\b/iu.test(rest)) &&
    isListed(contract, singular(what))
  );
};

const toldIn = (contract: Contract, operation: Operation): ReadonlySet<string> => {
  const named = typesNamedIn(contract, operation);
  // Of several resources, a 404 does not say which one is meant.
  const isOfAll = saidOfAll(contract) || (named.length === 1 && describesNothingFound(contract, operation));
  return new Set(named.filter(({ name }) => isOfAll || isTold(contract, operation, nounWordsOf(name).join(' '))).map(({ name }) => name));
};

/** The creations whose body names resources that have to exist, as the document says: "An owner who does not exist is `422`". */
export const toldReferences = (contract: Contract): readonly ToldReferences[] =>
  contract.standard.size === 0
    ? []
    : [...contract.inferredResourceTypes, ...contract.lastingResourceTypes]
        .map(({ create }) => create)
        .filter(({ body, responses }) => body !== undefined && responses.some(({ status }) => refusals.has(status)))
        .map((operation) =>
          at(operation.location, {
            operation,
            told: toldIn(contract, operation),
            statuses: new Map(
              typesNamedIn(contract, operation).flatMap(({ name }) => {
                const status = statusTold(contract, operation, nounWordsOf(name).join(' '));
                return status === undefined ? [] : [[name, status] as const];
              }),
            ),
            ofOurs: bodyMembers(contract, operation).filter((member) => isOfOurs(contract, operation, member)),
          }),
        )
        .filter(({ told, ofOurs }) => told.size + ofOurs.length > 0);
