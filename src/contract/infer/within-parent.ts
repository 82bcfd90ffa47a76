import { nodeOf } from '../../model/location.ts';
import { rememberedByPair } from '../../model/remembered.ts';
import { askedSchema } from '../asked-content.ts';
import type { Contract, Operation, Schema } from '../model.ts';
import { valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import { answerSchema } from './conventions/collection.ts';
import { itemOf } from './covering.ts';
import { nounWordsOf } from './id-names.ts';
import { partedTypeOf } from './part-of-own.ts';
import { pathAbove } from './path-template.ts';
import { resourceMembers } from './resource-object.ts';
import { isType, membersOf, partsOf } from './schema-parts.ts';
import { sentencesOf } from './sentences.ts';
import { singular } from './singular.ts';
import { wordsOf } from './words.ts';

/** The side on which a text has that of what it is below: a name ends in that of its domain, a path begins with that of its folder. */
type Side = 'end' | 'begin';

/** A member of a body whose text has to lie below what the resource in the path shows: "The name has to be the domain's name or below it". */
export type WithinParent = {
  readonly member: string;
  /** The member of the resource that shows the text. */
  readonly shown: string;
  readonly side: Side;
  /** What stands between both texts; undefined where nothing tells. */
  readonly between: string | undefined;
};

const must = '(?:(?:always )?(?:has|have|needs?|ought) to|must|shall|should(?: always)?|can only|may only|is required to)';
const article = '(?:the |its |that |this |their |your )?';

/** The relations that a sentence may tell, each with the side that it tells by itself. */
const relations: readonly (readonly [words: string, side: Side | undefined])[] = [
  [`(?:end|ends|finish|finishes) (?:in|with|on)`, 'end'],
  [`be suffixed (?:with|by)`, 'end'],
  [`have ${article}suffix of`, 'end'],
  [`(?:start|starts|begin|begins) (?:with|by)`, 'begin'],
  [`be prefixed (?:with|by)`, 'begin'],
  [
    `(?:be |lie |lies |sit |stay |stand |fall |live |remain )?(?:at or )?(?:below|under|underneath|beneath|inside|inside of|within|somewhere below)`,
    undefined,
  ],
  [`be (?:in|part of|a part of|a sub ?domain of|a child of|a descendant of|a sub ?path of)`, undefined],
];

/** What a refusal says of a text elsewhere: "A name outside of the domain is refused". */
const outside = '(?:outside of|outside|not (?:in|below|inside|within|under))';
const refused =
  '(?:is|are|gets?|gives?|leads? to|causes?|means)? ?(?:a |an |with )?(?:refused|rejected|invalid|not (?:allowed|accepted|possible)|422|400)';

type Named = { readonly noun: string; readonly property: string | undefined };

/** A noun phrase for what the resource in the path shows: "the domain name", "the domain's name", "the name of the domain", or the resource alone. */
const namedIn = (phrase: string, noun: string, shown: readonly string[]): Named | undefined => {
  const words = phrase
    .split(' ')
    .filter((word) => !['the', 'its', 'that', 'this', 'their', 'your', 's', 'own'].includes(word))
    .map(singular)
    .join(' ');
  if (words === noun) return { noun, property: undefined };
  return shown
    .map((property) => ({ noun, property, words: wordsOf(property).map(singular).join(' ') }))
    .find(
      (one) => words === `${noun} ${one.words}` || words === `${one.words} of ${noun}` || (one.words.includes(' ') && words === one.words),
    );
};

const plain = (text: string): string => wordsOf(text.replaceAll(/[’']s\b/gu, ' s')).join(' ');

/** What a sentence says that a member has to lie below, and on which side. */
const relationIn = (
  sentence: string,
  member: string,
  isOwn: boolean,
  noun: string,
  shown: readonly string[],
): { readonly named: Named; readonly side: Side | undefined } | undefined => {
  const words = plain(sentence);
  const name = wordsOf(member).join(' ');
  const subject = `(?:(?:the|a|an|its|every|each) )?(?:[a-z]+ )?${name}(?: of (?:the|a|an|each|every) [a-z]+(?: [a-z]+)?)?`;
  const lead = isOwn ? `^(?:(?:it|this|${subject}) )?` : `^(?:.* )?${subject} `;
  const phrase = `(?<phrase>${article}[a-z0-9]+(?: [a-z0-9]+){0,4}?)`;
  const end = '(?: (?:\\d{3}|or|else|otherwise|if|and|is|are|in|with) .*| \\d{3})?$';
  const told = [
    // "the domain's name or below it"
    {
      form: `${lead}${must} (?:be|equal|match) ${phrase} (?:itself )?or (?:something |a name |one |anything )?(?:below|under|beneath|inside|within|in)(?: it| that)?(?: .*)?$`,
      side: undefined,
    },
    ...relations.map(([relation, side]) => ({
      form: `${lead}${isOwn ? `(?:${must} )?` : `(?:${must}|always) `}${relation} ${phrase}${end}`,
      side,
    })),
    { form: `^(?:(?:a|an|any) )?(?:${name}|${name}s|${singular(name)}s) ${outside} ${phrase} ${refused}(?: .*)?$`, side: undefined },
  ];
  for (const { form, side } of told) {
    const said = new RegExp(form, 'u').exec(words)?.groups?.['phrase'];
    const named = said === undefined ? undefined : namedIn(said.trim(), noun, shown);
    if (named) return { named, side };
  }
  return undefined;
};

/** The texts that a document prints for a member. */
const printedFor = (document: Contract['document'], schema: Schema | undefined): readonly string[] =>
  partsOf(document, schema).flatMap(({ example, examples }) =>
    [example, ...(Array.isArray(examples) ? (examples as readonly unknown[]) : [])].filter((one) => typeof one === 'string'),
  );

/** The separators of texts that name a place below another one, with the side of what is above. */
const separators: readonly (readonly [between: string, side: Side])[] = [
  ['/', 'begin'],
  ['.', 'end'],
];

/** The side and the separator that the printed texts of both members show: `www.example.com` below `example.com`, `/a/b` below `/a`. */
const printedWay = (below: readonly string[], above: readonly string[]): Pick<WithinParent, 'side' | 'between'> | undefined => {
  for (const whole of above)
    for (const text of below) {
      if (text === whole || whole === '') continue;
      const last = /[^\p{L}\d]$/u.exec(text.endsWith(whole) ? text.slice(0, -whole.length) : '')?.[0];
      if (last !== undefined) return { side: 'end', between: last };
      const first = /^[^\p{L}\d]/u.exec(text.startsWith(whole) ? text.slice(whole.length) : '')?.[0];
      if (first !== undefined) return { side: 'begin', between: first };
    }
  const isPrinted = below.length > 0 && above.length > 0;
  const found = separators.find(([between]) => isPrinted && [...below, ...above].every((text) => text.includes(between)));
  return found && { side: found[1], between: found[0] };
};

const find = (contract: Contract, operation: Operation): readonly WithinParent[] => {
  const { document } = contract;
  const parent = operation.effect.startsWith('creates') ? partedTypeOf(contract, operation) : undefined;
  const answer = parent && answerSchema(parent.read);
  const body = askedSchema(operation.body);
  if (!parent || answer === undefined || body === undefined) return [];
  const noun = nounWordsOf(pathAbove(itemOf(parent.resourceType).path)).join(' ');
  const shown = resourceMembers(document, answer);
  const texts = [...shown].flatMap(([name, schema]) => (isType(document, schema, 'string') ? [name] : []));
  const own = saidIn(valueAt(document, nodeOf(operation.location))).flatMap(sentencesOf);
  return [...membersOf(document, body)].flatMap(([member, schema]): readonly WithinParent[] => {
    if (!isType(document, schema, 'string')) return [];
    const described = partsOf(document, schema).flatMap(({ description }) =>
      typeof description === 'string' ? sentencesOf(description) : [],
    );
    const relation =
      own.map((sentence) => relationIn(sentence, member, false, noun, texts)).find((one) => one !== undefined) ??
      described.map((sentence) => relationIn(sentence, member, true, noun, texts)).find((one) => one !== undefined);
    const property = relation && (relation.named.property ?? [member, 'name', 'path'].find((one) => texts.includes(one)));
    if (!relation || property === undefined) return [];
    const way = printedWay(printedFor(document, schema), printedFor(document, shown.get(property)));
    // What is printed may show the other side than the sentence tells: then nothing is certain.
    if (way) return relation.side === undefined || relation.side === way.side ? [{ member, shown: property, ...way }] : [];
    return relation.side === undefined ? [] : [{ member, shown: property, side: relation.side, between: undefined }];
  });
};

/**
 * The members at the top of the body of a creation whose texts have to lie below what the resource right above it in the path shows, by a sentence of the operation or by
 * their own descriptions. Where the sentence does not tell on which side that stands, the printed texts have to show it.
 */
export const withinParent: (contract: Contract, operation: Operation) => readonly WithinParent[] = rememberedByPair(find);

/** What may stand between two texts where nothing tells it. */
const usualBetween: readonly string[] = ['', '.', '/', '-', '_', ':'];

/**
 * A text below another one: what was made, or the longest part of that where there is no room for all of it, on the side that is told. As it is where it lies there
 * already; undefined where no such text may be sent.
 */
export const textWithin = (
  { side, between }: WithinParent,
  above: string,
  made: string,
  mayBe: (text: string) => boolean,
): string | undefined => {
  if (side === 'end' ? made.endsWith(above) : made.startsWith(above)) return made;
  const texts = (between === undefined ? usualBetween : [between]).flatMap((by) => {
    const parts = by === '' ? [made] : made.split(by).filter((part) => part !== '');
    const longest = parts.toSorted((a, b) => b.length - a.length)[0] ?? made;
    return [parts.join(by), longest].map((own) => {
      const isApart = by !== '' && (side === 'end' ? above.startsWith(by) : above.endsWith(by));
      const separator = isApart ? '' : by;
      return side === 'end' ? `${own}${separator}${above}` : `${above}${separator}${own}`;
    });
  });
  return texts.find(mayBe);
};
