import { askedSchema } from '../asked-content.ts';
import { nodeOf } from '../../model/location.ts';
import type { Contract, Operation, Schema } from '../model.ts';
import { valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import { isType, itemsOf, membersOf, partsOf } from './schema-parts.ts';
import { segmentsOf } from './path-template.ts';
import { sentencesOf } from './sentences.ts';
import { singular } from './singular.ts';
import { wordsOf } from './words.ts';

/** What is sent so that the service itself brings something about: the readings that raise an alarm. */
export type Cause = {
  readonly operation: Operation;
  /** The member of the body that holds the entries; undefined where the body itself is what is sent. */
  readonly entries: string | undefined;
  /** Members that have to have a value, as the sentence says: `level` for "with the level `danger`". */
  readonly equal: ReadonlyMap<string, string>;
  /** The number that has to lie beyond something; undefined where the sentence speaks of none. */
  readonly beyond: Beyond | undefined;
  readonly sentence: string;
};

/** A number that is compared with one that the sentence says, or that another thing holds, which is created first. */
export type Beyond = {
  readonly member: string;
  /** Has it to be more; undefined where the sentence leaves that to something else. */
  readonly isMore: boolean | undefined;
  /** The number, or the creation of what holds it, with its member; undefined where its condition holds it, as `{"type": "above", "value": 90}` does. */
  readonly limit: number | { readonly create: Operation; readonly member: string | undefined };
};

/** Words by which one thing brings about another one, in the present. */
const causing =
  '(?:(?:raise|open|create|trigger|file|generate|produce|start|cause|issue|book|record|send|add|make)(?:s|(?<! (?:an?|the|one|any|every|each|no|its|their|new|to|still|is|are) [a-z]+))|(?:leads?|results?) (?:to|in)|brings about)';

/** The same as a participle: "an alarm is raised". */
const caused = '(?:raised|opened|created|triggered|filed|generated|produced|started|caused|issued|booked|recorded|sent|added|made)';

/** Words between the verb and the noun that leave it the same thing. */
const between =
  '(?:(?:an?|one|two|three|four|five|six|several|some|all|the|its|their|another|new|such|single|own|further|corresponding|matching|to|it|them|also|then|automatically) )*';

/** What stands behind a noun and says whose it is: "the invoice of the first month". */
const ofWhat = '(?:(?:of|for) (?:(?!that |which |who |whose |is |are |and |or |but |not )[a-z\\d]+ ){1,7}?)?';

const denying = / (?:no|not|never|without|neither|nor|cannot) /u;

/** A sentence in words, without the endings of owners and without operations in code. */
const wordsIn = (sentence: string): string =>
  ` ${wordsOf(sentence.replaceAll(/[’']s\b/gu, ' ').replaceAll(/`(?<path>[A-Z]+ \/[^`]*)`/gu, ' ')).join(' ')} `;

const plural = (noun: string): string => `${noun}(?:e?s)?`;

/** Does a sentence say that something of a noun is brought about, and not something that is only called after it, such as a rule for it. */
const bringsAbout = (words: string, noun: string, longer: readonly string[]): boolean => {
  if (denying.test(words.replace(/ (?:unless|except|but|if|when|while|that is|which is) .*$/u, ' '))) return false;
  const called = longer.map((word) => `(?! ${plural(word)} )`).join('');
  return (
    new RegExp(` ${causing} ${between}${plural(noun)}${called} `, 'u').test(words) ||
    new RegExp(` ${plural(noun)}${called} ${ofWhat}(?:is|are|gets?|will be|has been) (?:also |then |automatically )?${caused} `, 'u').test(
      words,
    ) ||
    new RegExp(` ${plural(noun)}${called} (?:that (?:is|are) )?${caused} (?:by|from|for|when|if|whenever|once|as soon as) `, 'u').test(
      words,
    ) ||
    new RegExp(
      ` ${plural(noun)}${called} (?:then )?(?:comes? (?:to be|into (?:being|existence))|arises?|appears?|exists?) (?:with|by|through|from|for|when|once|whenever|if|as soon as) `,
      'u',
    ).test(words)
  );
};

/** Does a sentence of texts say that something of a noun is brought about: "issues one ticket per seat". */
export const bringsAboutOne = (texts: readonly string[], noun: string): boolean =>
  texts
    .flatMap(sentencesOf)
    .some((sentence) => bringsAbout(wordsIn(sentence), noun, ['count', 'id', 'rule', 'type', 'list', 'number', 'price']));

/** Words in a path that say how many things are sent, or that they are. */
const plainWords: ReadonlySet<string> = new Set(
  'bulk batch import many multiple create add send ingest submit report record new'.split(' '),
);

const mayEqual = (document: Contract['document'], schema: Schema): readonly string[] =>
  partsOf(document, schema)
    .flatMap((part) => (Array.isArray(part['enum']) ? (part['enum'] as readonly unknown[]) : []))
    .filter((one) => typeof one === 'string');

/** The nouns of what an operation is about: the words of its path, without those for how it is sent. */
const nounsOf = ({ path }: Operation): readonly string[] =>
  segmentsOf(path)
    .flatMap((one) => ('literal' in one ? [wordsOf(one.literal).filter((word) => !plainWords.has(word))] : []))
    .flatMap((words) => words.slice(-1))
    .map(singular);

/** What a sent thing consists of: the members of the body, or of the entries of its one list. */
const sentBy = (
  { document }: Contract,
  { body }: Operation,
): { readonly entries: string | undefined; readonly members: ReadonlyMap<string, Schema> } => {
  const own = membersOf(document, askedSchema(body) ?? true);
  const lists = [...own].filter(
    ([, schema]) => isType(document, schema, 'array') && membersOf(document, itemsOf(document, schema)).size > 0,
  );
  const [[entries, list] = []] = lists;
  return lists.length === 1 && own.size <= 2
    ? { entries, members: membersOf(document, itemsOf(document, list)) }
    : { entries: undefined, members: own };
};

const isNumber = (document: Contract['document'], schema: Schema): boolean =>
  ['number', 'integer'].some((type) => isType(document, schema, type)) &&
  !partsOf(document, schema).some((one) => one['readOnly'] === true);

/** Names of numbers that something is measured by, and of those that something else is not to pass. */
const measures: ReadonlySet<string> = new Set('value amount reading level quantity total price sum score count'.split(' '));
const bounds: ReadonlySet<string> = new Set('threshold limit maximum minimum max min bound ceiling floor level trigger'.split(' '));

const namedIn = (words: string, name: string): boolean => words.includes(` ${wordsOf(name).join(' ')} `);

const above =
  / (?:above|over|exceeds?|exceeding|exceeded|more than|greater|higher|beyond|passes|past|reach(?:es|ed)?|at least|too (?:high|many|much)|larger|rises?) /u;
const under = / (?:below|under|less than|fewer|lower|falls?|drops?|smaller|at most|too (?:low|few|little)|short of) /u;

const directionIn = (words: string): boolean | undefined => (above.test(words) === under.test(words) ? undefined : above.test(words));

/** A number behind a word of comparing: "above 500". */
const literal =
  /\b(?:above|over|exceed(?:s|ing)?|more than|greater than|higher than|beyond|below|under|less than|fewer than|lower than|at least|at most)(?: (?:of|the|an?|amount))* (?<limit>-?\d+(?:\.\d+)?)\b/iu;

type Said = { readonly sentence: string; readonly words: string; readonly by: Operation | undefined };

const allSaid = ({ document, operations }: Contract): readonly Said[] => {
  const ofOperations = operations.flatMap((by) => saidIn(valueAt(document, nodeOf(by.location))).map((text) => ({ text, by })));
  const tags: unknown = document['tags'];
  const around = [document['info'], ...(Array.isArray(tags) ? (tags as readonly unknown[]) : [])].flatMap(saidIn);
  return [...ofOperations, ...around.map((text) => ({ text, by: undefined }))].flatMap(({ text, by }) =>
    sentencesOf(text).map((sentence) => ({ sentence, words: wordsIn(sentence), by })),
  );
};

/** The number of a sent thing that a sentence compares: one that it names, else one with the name of a measure, else the only one. */
const measured = (contract: Contract, members: ReadonlyMap<string, Schema>, words: string): string | undefined => {
  const numbers = [...members].filter(([, schema]) => isNumber(contract.document, schema)).map(([name]) => name);
  const named = numbers.filter((name) => namedIn(words, name));
  const usual = numbers.filter((name) => measures.has(wordsOf(name).at(-1) ?? ''));
  return [named, usual, numbers].find(({ length }) => length === 1)?.[0];
};

/** Words by which something is not as a rule wants it: "a reading that breaches a rule", "if it violates a policy". */
const breaching =
  / (?:breach(?:es|ed|ing)?|violat(?:es?|ed|ing)|break(?:s|ing)?|cross(?:es|ed|ing)?|trip(?:s|ped)?|trigger(?:s|ed)?|match(?:es|ed|ing)?|meets?) /u;

/** Words of names of bounds in a condition. */
const conditionBounds: ReadonlySet<string> = new Set([...bounds, 'value', 'low', 'high', 'lower', 'upper', 'below', 'above', 'from', 'to']);

/** Is a number in a condition a bound, by its name. */
export const isConditionBound = (name: string): boolean => wordsOf(name).some((word) => conditionBounds.has(word));

/** Does a creation take a condition in an object, with bounds as its only numbers. */
const takesCondition = (contract: Contract, create: Operation): boolean => {
  const { document } = contract;
  const inside = [...sentBy(contract, create).members.values()].flatMap((member) =>
    isType(document, member, 'array') ? [] : [...membersOf(document, member)].filter(([, schema]) => isNumber(document, schema)),
  );
  return inside.length > 0 && inside.every(([name]) => isConditionBound(name));
};

/** The creation of what holds the bound of a sentence, with its member. */
const boundIn = (
  contract: Contract,
  cause: Operation,
  { words, by }: Said,
): { readonly create: Operation; readonly member: string | undefined } | undefined => {
  const found = contract.operations.flatMap((create): { readonly create: Operation; readonly member: string | undefined }[] => {
    if (create.key === cause.key || !create.effect.startsWith('creates') || create.method !== 'POST') return [];
    const noun = nounsOf(create).at(-1) ?? '';
    if (create.key !== by?.key && (noun === '' || !new RegExp(` ${plural(noun)} `, 'u').test(words))) return [];
    const numbers = [...sentBy(contract, create).members].filter(([, schema]) => isNumber(contract.document, schema)).map(([name]) => name);
    const named = numbers.filter(
      (name) => namedIn(words, name) || wordsOf(name).some((word) => bounds.has(word) && words.includes(` ${word} `)),
    );
    if (named.length === 1) return [{ create, member: named[0] }];
    const isOfCondition = named.length === 0 && create.key !== by?.key && breaching.test(words) && takesCondition(contract, create);
    return isOfCondition ? [{ create, member: undefined }] : [];
  });
  return found.length === 1 ? found[0] : undefined;
};

const equalIn = (contract: Contract, members: ReadonlyMap<string, Schema>, { sentence, words }: Said): ReadonlyMap<string, string> =>
  new Map(
    [...members].flatMap(([name, schema]) => {
      const values = mayEqual(contract.document, schema);
      const told = values.filter((value) => sentence.includes(`\`${value}\``) || (namedIn(words, name) && namedIn(words, value)));
      return told.length > 0 ? [[name, told[0] ?? ''] as const] : [];
    }),
  );

/** Can an operation be what is sent: it takes a body, and acts on nothing that is there already. */
const isSending = ({ method, body, effect, inferred, unsupported, issues }: Operation): boolean =>
  method === 'POST' &&
  body !== undefined &&
  (effect.startsWith('creates') || effect === 'destructive') &&
  inferred?.onOne !== true &&
  unsupported === undefined &&
  issues !== true;

/** The most causes of one thing that are tried. */
const most = 3;

/**
 * What has to be sent so that the service itself brings about something of a noun, as any text of the document tells: "A reading above a rule's threshold raises an alarm". Those with a
 * bound or a value come first.
 * @param path The path of the list of what is brought about.
 */
export const causesOf = (contract: Contract, noun: string, path: string): readonly Cause[] => {
  const longer = [
    ...new Set(
      contract.operations.flatMap((one) =>
        segmentsOf(one.path).flatMap((part) => {
          const words = 'literal' in part ? wordsOf(part.literal).map(singular) : [];
          return words[0] === noun && words[1] !== undefined && !plainWords.has(words[1]) ? [words[1]] : [];
        }),
      ),
    ),
    'count',
    'id',
    'rule',
  ];
  const told = allSaid(contract).filter(({ words }) => bringsAbout(words, noun, longer));
  const found = contract.operations
    .filter((one) => isSending(one) && one.path !== path)
    .flatMap((operation): readonly Cause[] => {
      const nouns = nounsOf(operation).filter((one) => one !== noun);
      const { entries, members } = sentBy(contract, operation);
      return told
        .filter(
          ({ words, by }) => by?.key === operation.key || nouns.slice(-1).some((one) => new RegExp(` ${plural(one)} `, 'u').test(words)),
        )
        .map((said): Cause => {
          const member = measured(contract, members, said.words);
          const limit = Number(literal.exec(said.sentence)?.groups?.['limit'] ?? Number.NaN);
          const bound = boundIn(contract, operation, said) ?? (Number.isNaN(limit) ? undefined : limit);
          const beyond =
            member === undefined || bound === undefined ? undefined : { member, isMore: directionIn(said.words), limit: bound };
          return { operation, entries, equal: equalIn(contract, members, said), beyond, sentence: said.sentence };
        });
    });
  const rank = ({ beyond, equal }: Cause): number => (beyond ? 0 : equal.size > 0 ? 1 : 2);
  // What sets the bound is not what passes it.
  const setting = new Set(found.flatMap(({ beyond }) => (typeof beyond?.limit === 'object' ? [beyond.limit.create.key] : [])));
  return found
    .filter(({ operation }) => !setting.has(operation.key))
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, most);
};
