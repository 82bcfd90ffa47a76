import { sentencesOf } from './sentences.ts';
import { nodeOf } from '../../model/location.ts';
import { rememberedByObject, rememberedByPair } from '../../model/remembered.ts';
import { nounWordsOf } from './id-names.ts';
import { saidIn, saidOfTags } from '../said.ts';
import type { Contract, Operation, Schema } from '../model.ts';
import { isObject, valueAt } from '../pointer.ts';
import { idWords } from './reference-types.ts';
import { singular } from './singular.ts';
import { alternativesOf, descriptionsIn, isType, membersOf, partsOf } from './schema-parts.ts';
import { wordsOf } from './words.ts';

type Json = Contract['document'];

/** Words by which a member says that no other resource may have its value. */
const saysUnique =
  /^unique\b(?! (?:id|letters|characters|digits|words|visitors|users))|\b(?:is|are|be|kept|stays) (?:(?:case-insensitive|case-sensitive|required|mandatory) and )?unique\b|\bunique (?:among|within|per|in|across|for each)\b|\b(?:must|has to|have to|needs? to) (?:(?:both|each|all) )?be new (?:within|in|among|to|across)\b/iu;

/** "Has to be new within your account". */
const mustBeNew = /\bbe new (?:within|in|among|to|across)\b/iu;

/** The same of the resources: "Two members of a club never have the same address". */
const noTwo =
  /\bno two (?:(?!same\b)[\w-]+ ){1,6}?(?:have|share|carry|may have|can have) the same\b|\btwo (?:(?!same\b)[\w-]+ ){1,6}?never (?:have|share|carry) the same\b/iu;

/** Words by which a value may be used for one resource alone: "can be registered only once within an account", and not once a day. */
const saysOnce =
  /\b(?:only|at most|just) once\b(?! (?:per|an?|each|every|for|in|at|during|with|by)\b)|\b(?:can|may|must) be (?:registered|used|taken|given|added) (?:only )?once (?:in the whole|in all|across)\b/iu;

/** The same in what a creation is made in: "An IBAN can be used only once in an organisation", "a number may be given once in an account". */
const saysOnceIn =
  /\b(?:(?:only|at most|just) once|(?:can|may|must) be (?:registered|used|taken|given|added|assigned) (?:only |just |at most )?once) (?:in|within) (?:an?|the|each|every|one|its|your) (?:whole |same )?(?:accounts?|organi[sz]ations?|workspaces?|tenants?|compan(?:y|ies)|systems?|installations?|registr(?:y|ies)|director(?:y|ies))\b/iu;

const deniesUnique = /(?:\b(?:not|never|no longer|need not|hardly|rarely|whether|without)\b|n['’]t\b)[^.]{0,30}\bunique\b/iu;

/** Does a document say of a member that no two resources have the same value. */
export const isDocumentedUnique = (document: Json, schema: unknown): boolean =>
  partsOf(document, schema).some(({ description, 'x-unique': marked }) => {
    const isSaid =
      typeof description === 'string' && (saysUnique.test(description) || noTwo.test(description)) && !deniesUnique.test(description);
    return marked === true || isSaid;
  });

/** Is a member the id of a resource of another kind than the one that is created: `clubId` of a player. */
const namesAnother = ({ path }: Operation, name: string): boolean => {
  const words = wordsOf(name);
  const own = nounWordsOf(path).at(-1);
  return words.length > 1 && idWords.has(words.at(-1) ?? '') && singular(words.at(-2) ?? '') !== own;
};

/** A schema without what it refers to. */
const withoutReferred = (schema: Schema): Schema => {
  if (!isObject(schema)) return schema;
  const { $ref: _, ...own } = schema;
  const joined = ['allOf', 'anyOf', 'oneOf'].flatMap((word) => {
    const parts = own[word];
    return Array.isArray(parts) ? [[word, (parts as Schema[]).map(withoutReferred)] as const] : [];
  });
  return { ...own, ...Object.fromEntries(joined) };
};

/**
 * What counts as said of a member itself. What a schema that many share says of ids ("Unique, never used again") is true of the resources that have them, and not of what
 * names one by its id.
 */
const ofItself = (create: Operation, name: string, schema: Schema): Schema =>
  namesAnother(create, name) ? withoutReferred(schema) : schema;

const isTaken = /\b(?:already|taken|in use|exists|duplicate)\b/iu;

/** What an operation says of its answer 409 (RFC 9110, section 15.5.10); undefined where it describes none. */
const conflictOf = (document: Json, { responses }: Operation): string | undefined => {
  const response = responses.find(({ status }) => status === '409');
  const node = response && valueAt(document, nodeOf(response.location));
  if (!isObject(node)) return undefined;
  return typeof node['description'] === 'string' ? node['description'] : '';
};

/** The same where words behind it name the member: "No two clubs of a league share a short name", "has a unique call sign". */
const namedBehind: readonly RegExp[] = [
  /\bno two (?:(?!same\b)[\w-]+ ){1,6}?(?:(?:share|shares|have|carry|use|bear) (?:the same|an? identical|one and the same|equal)|share an?) (?<member>[^.;:,()]+)/iu,
  /\btwo (?:(?!same\b)[\w-]+ ){1,6}?never (?:have|share|carry|use|bear) the same (?<member>[^.;:,()]+)/iu,
  /\btwo (?:(?!same\b)[\w-]+ ){1,6}?(?:(?:may|can|must) (?:not|never)|can['’]?(?:not|t)|mustn['’]t) (?:have|share|carry|use|bear) (?:the same|an? identical|an?) (?<member>[^.;:,()]+)/iu,
  /\b(?:a|any) (?:second|further) (?:[\w-]+ )?with the same (?<member>[^.;:,()]+?) (?:is|gets?|gives?|are|leads? to|means) (?:an? |answered |with )*(?:conflict|refused|rejected|409)\b/iu,
  /\bthe same (?<member>[^.;:,()]+?) (?:(?:may|can|must) (?:not|never)|can['’]?(?:not|t)|mustn['’]t) be (?:used|taken|given|chosen|registered) twice\b/iu,
  /\b(?:has|have|gets?|needs?|carr(?:y|ies)|with) (?:an?|its|their) (?:own,? )?unique (?<member>(?!id\b|ids\b|identifier)[^.;:,()]+)/iu,
];

/** What happens once in a time is not there once: "once per day". */
const ofTime = String.raw`(?!(?:an? |the |each |every )?(?:second|minute|hour|day|week|month|quarter|year|season|term|time|request|call|session|visit|run|turn|event)s?\b)`;

const handing = '(?:given|assigned|issued|attached|allotted)';

/** Words by which one value belongs to one resource: "exists once per house", "belongs to one guest only", "can be given to one item of the account only". */
const ofOne = new RegExp(
  String.raw`\b(?:exists?|occurs?|appears?|is (?:there|given|assigned|issued|registered)) (?:only |just |exactly |at most )?once (?:per|in|within|for each|in each) ${ofTime}|\b(?:can|may) only be (?:registered|used|taken|given|added|assigned|issued) once (?:per|in|within|for each|in each) ${ofTime}|\b(?:can|may) be (?:uploaded|published|registered|added|assigned|issued) once (?:per|in|within|for each|in each) ${ofTime}|\bbelongs? to (?:only |exactly |at most )?one [\w-]+ (?:only|alone)\b|\bbelongs? to (?:only|exactly|at most) one\b|\b(?:can|may) (?:only be ${handing} to|be ${handing} to (?:only|just|exactly|at most)) one\b|\b(?:can|may) be ${handing} to one [\w-]+(?: (?:of|in|within|on) (?:the|an?|your|its|each) [\w-]+)? (?:only|alone)\b`,
  'iu',
);

/** The nouns of the collections of a document. */
const nounsOf = (document: Json): ReadonlySet<string> =>
  new Set(Object.keys(isObject(document['paths']) ? document['paths'] : {}).flatMap((path) => nounWordsOf(path).slice(-1)));

/** The words of a text, an e-mail as one. */
const mailWords = (text: string): readonly string[] => wordsOf(text.replaceAll(/\be-mail/giu, 'email'));

/** "Labels are unique" is about a member where no path is called after labels. */
const withSingulars = (words: readonly string[], nouns: ReadonlySet<string>): readonly string[] => [
  ...words,
  ...words.map(singular).filter((word) => !nouns.has(word)),
];

/** The words of a sentence that name the members whose values it says to be unique: what stands before that, or behind it. */
const subjectsOf = (sentence: string, nouns: ReadonlySet<string>): readonly (readonly string[])[] => {
  if (deniesUnique.test(sentence)) return [];
  const before = [saysUnique, saysOnce, saysOnceIn, ofOne].flatMap((says) => {
    const at = sentence.search(says);
    if (at < 0) return [];
    const words = mailWords(sentence.slice(0, at));
    return [isWithin.test(sentence) ? [...words, ...words.map(singular)] : withSingulars(words, nouns)];
  });
  const behind = namedBehind.flatMap((form) => {
    const member = form.exec(sentence)?.groups?.['member'];
    return member === undefined || atOneTime.test(sentence) ? [] : [mailWords(member).slice(0, mostWordsBehind)];
  });
  const doubled = refusesDoubles.exec(sentence)?.groups?.['members'];
  return [...before, ...behind, ...(doubled === undefined ? [] : [withSingulars(mailWords(doubled), nouns)])];
};

/** "Duplicate serial numbers are rejected with 409": what there may not be two of, where that is a value and no request. */
const refusesDoubles =
  /^duplicate (?<members>(?!(?:requests?|calls?|keys?|entries|items|lines) (?:is|are|gets?)\b)[\w -]+?) (?:is|are|get|gives?) (?:refused|rejected|not (?:allowed|accepted)|(?:answered )?(?:with )?an? 409|409)\b(?!.*\b(?:within|in) (?:one|a|the) (?:request|body|list|batch)\b)/iu;

/** Words of a sentence about what happens at one time: "No two guests have the same room on one day". */
const atOneTime =
  /\b(?:at the same time|at (?:a|any|one) time|at once|simultaneous\w*|while|during|overlap\w*|moment|slot|period|day|week|month|year)\b/iu;

/** A name that a sentence ends with has so many words at most. */
const mostWordsBehind = 4;

/** "Labels are unique within a device" is about a member, "labels are unique" may be about resources. */
const isWithin = /\bunique (?:among|within|per|in|across|for each)\b/iu;

const sentencesWith = (text: string): readonly string[] => text.split(/[.;:\n]\s+/u);

/** What is said of a creation itself: its description. */
const ownSentences = (document: Json, { location }: Operation): readonly string[] => {
  const node = valueAt(document, nodeOf(location));
  return isObject(node) && typeof node['description'] === 'string' ? sentencesWith(node['description'].replaceAll(/\s+/gu, ' ')) : [];
};

/** What the tags of a creation and the introduction say of what it creates, by the name of that: "A club's short name is unique in its league". */
const wideSentences = (document: Json, { location, path }: Operation): readonly string[] => {
  const node = valueAt(document, nodeOf(location));
  const noun = nounWordsOf(path).at(-1);
  if (noun === undefined) return [];
  return [...saidOfTags(document, node), ...saidIn(document['info'])]
    .flatMap((text) => sentencesWith(text.replaceAll(/\s+/gu, ' ')))
    .filter((sentence) => wordsOf(sentence).map(singular).includes(noun) || isOfSection(document, node, sentence))
    .filter((sentence) => isAboutNoun(sentence, noun, nounsOf(document)));
};

/** Is a sentence about the values of a noun alone: "The name of a guest is unique within its hotel" is about guests, and not about hotels. */
const isAboutNoun = (sentence: string, noun: string, nouns: ReadonlySet<string>): boolean => {
  const among = (text: string): readonly string[] =>
    wordsOf(text)
      .map(singular)
      .filter((word) => nouns.has(word));
  const all = among(sentence);
  if (/\btwo\b/iu.test(sentence)) return (all[0] ?? noun) === noun;
  const found = [saysUnique, saysOnce, saysOnceIn, ofOne].map((says) => sentence.search(says)).filter((at) => at >= 0);
  const head = found.length === 0 ? all : among(sentence.slice(0, Math.min(...found)));
  return (head.length === 0 ? all : head).every((word) => word === noun);
};

/** A sentence of a tag that names no collection, where the tag has one creation alone: "An e-mail address belongs to one guest only". */
const isOfSection = (document: Json, node: unknown, sentence: string): boolean => {
  if (!saidOfTags(document, node).some((text) => text.replaceAll(/\s+/gu, ' ').includes(sentence))) return false;
  const tags = isObject(node) && Array.isArray(node['tags']) ? (node['tags'] as unknown[]) : [];
  const items: unknown[] = isObject(document['paths']) ? Object.values(document['paths']) : [];
  const creations = items.flatMap((item) => {
    const post = isObject(item) ? item['post'] : undefined;
    const isOfTag = isObject(post) && Array.isArray(post['tags']) && post['tags'].some((tag) => tags.includes(tag));
    return isOfTag && isObject(post['responses']) && '409' in post['responses'] && '201' in post['responses'] ? [post] : [];
  });
  return creations.length === 1 && creations[0] === node;
};

/** Words of a sentence about the value of another resource, which an answer 409 is about. */
const ofAnother = /\b(?:another|other|already|taken|in use|exists|existing|duplicate|unique|same)\b/iu;

/** Words of a sentence about a state, a time or a rule, and not about a value that may be there only once. */
const ofState =
  /\b(?:while|during|overlap\w*|time|times|date|day|period|slot|status|state|active|pending|open|closed|running|version|idempoten\w*|per|each)\b/iu;

/** Names of members that other resources have in common as a rule. */
const shared: ReadonlySet<string> = new Set([
  'description',
  'summary',
  'note',
  'notes',
  'comment',
  'text',
  'body',
  'content',
  'type',
  'kind',
  'reason',
]);

/** One of several conditions of a refusal: "when another pump is installed, or when the serial number is known already". */
const conditionTaken =
  /\b(?:if|when|where) (?:the|its|an?|that|this) (?<member>[\w-]+(?: [\w-]+){0,3}?) (?:is|are|was|has been) (?:already (?:known|taken|in use|used|registered|assigned)|(?:known|taken|used|registered|assigned) already|in use already)(?= ?(?:$|[.,;(]| or\b))/giu;

/** What conditions of a refusal name as taken; nothing that is free again at another time. */
const partsTaken = (sentence: string): readonly string[] =>
  [...sentence.matchAll(conditionTaken)].map(({ groups }) => groups?.['member'] ?? '').filter((member) => !ofState.test(member));

/** "The address is kept in lower case. No two authors have the same one: 409." The second sentence is about what the first one names. */
const withItsSubject = (sentences: readonly string[]): readonly string[] =>
  sentences.map((one, n) => (/^no two [^.;]*\bthe same one\b/iu.test(one) && n > 0 ? `${sentences[n - 1]} ${one}` : one));

/**
 * The one text of a body that a sentence of the operation's description names as taken by another resource, where it says that this is answered 409: "A URL that
 * another endpoint has is answered with 409."
 * @param address The member that "an address" means, though it is not called so.
 */
const saidTaken = (document: Json, create: Operation, texts: readonly string[], address: string | undefined): readonly string[] => {
  const node = valueAt(document, nodeOf(create.location));
  const description = isObject(node) && typeof node['description'] === 'string' ? node['description'] : '';
  const nouns = new Set(wordsOf(create.path).flatMap((word) => [word, singular(word)]));
  const named = withItsSubject(sentencesOf(description))
    .filter((sentence) => /\b409\b/u.test(sentence) && ofAnother.test(sentence))
    .flatMap((sentence) => (ofState.test(sentence) ? partsTaken(sentence) : [sentence]))
    .flatMap((sentence) => {
      const plain = sentence.replaceAll(/`[^`]*_[^`]*`/gu, ' ');
      const words = wordsOf(plain);
      return texts.filter((name) => {
        const own = wordsOf(name);
        const isOwn = !shared.has(own.at(-1) ?? '') && !nouns.has(own.join(' ')) && !['id', 'ids'].includes(own.at(-1) ?? '');
        const isNamed = words.includes(own.join('')) || words.some((_, n) => own.every((word, m) => words[n + m] === word));
        return isOwn && (isNamed || (name === address && words.includes('address')));
      });
    });
  return new Set(named).size === 1 ? named.slice(0, 1) : [];
};

/** The only member with an address of e-mail, where no other one is an address by its name. */
const addressIn = (document: Json, texts: readonly (readonly [name: string, schema: Schema])[]): string | undefined => {
  const mails = texts.filter(([, member]) => partsOf(document, member).some(({ format }) => format === 'email'));
  const isOther = texts.some(([name]) => wordsOf(name).includes('address') && !mails.some(([mail]) => mail === name));
  return mails.length === 1 && !isOther ? mails[0]?.[0] : undefined;
};

/** "One market day a date", "at most one menu per day", "only one closing for each date": one resource for each value of a day. */
const oneForEach =
  /(?:^|[.;,:(] ?|\b(?:only|at most|just|exactly|(?:never|no|not) more than|there is|there can be) )one (?<noun>\p{L}[\p{L}-]*(?: \p{L}[\p{L}-]*){0,2}?) (?:an?|per|on any|on an?|on each|on every|for each|for every|for any|for an?|each|every) (?:calendar |single |given |(?:\p{L}+ )(?=days?\b|dates?\b))?(?<each>\p{L}+)\b(?! (?:and|or|per|for|in|of|at|by|from|with|to|on)\b)/giu;

/** "Days that have a menu already are refused", "no two menus on the same day". */
const dayTaken =
  /\bno two (?<many>\p{L}[\p{L}-]*(?: \p{L}[\p{L}-]*){0,2}?) (?:(?:may |can )?(?:be|fall|lie|are|take place|have|share) )?(?:on |in |with )?(?:the|one and the) same (?<each>\p{L}+)\b/giu;

/** Words by which there may be another one at a day after all, or which say how often somebody does it. */
const notForDay = /\b(?:as a rule|usually|normally|by default|unless|except|should|if|when|while|free of charge|allowance|on average)\b/iu;

/**
 * The days of a request body of which the document says that there is one resource for each: "One market day a date" at the member, or "There is one menu per day" at the
 * creation of menus with one day. What there is one of has to be called as what is created, and nothing else may belong to the day.
 */
export const daysGivenOnce = (document: Json, create: Operation, asked: unknown): readonly string[] => {
  const days = [...new Map(alternativesOf(document, asked).flatMap((one) => [...membersOf(document, one)]))].filter(([, member]) =>
    partsOf(document, member).some(({ format }) => format === 'date'),
  );
  const noun = nounWordsOf(create.path).map(singular);
  const isSaidOf = (name: string, text: string): boolean =>
    sentencesOf(text.replaceAll(/\s+/gu, ' ')).some(
      (sentence) =>
        !notForDay.test(sentence) &&
        [oneForEach, dayTaken].some((form) =>
          [...sentence.matchAll(form)].some(({ groups }) => {
            const what = wordsOf(groups?.['noun'] ?? groups?.['many'] ?? '').map(singular);
            const each = (groups?.['each'] ?? '').toLowerCase();
            const isDay = ['day', 'date', 'value'].includes(each) || wordsOf(name).includes(each);
            return isDay && what.length > 0 && what.every((word) => noun.includes(word)) && what.at(-1) === noun.at(-1);
          }),
        ),
    );
  const own = days.filter(([name, member]) => descriptionsIn(document, member).some((text) => isSaidOf(name, text)));
  if (own.length > 0 || days.length !== 1) return own.map(([name]) => name);
  const node = valueAt(document, nodeOf(create.location));
  const said = isObject(node) && typeof node['description'] === 'string' ? node['description'] : '';
  return days.filter(([name]) => isSaidOf(name, said)).map(([name]) => name);
};

/** Is a member a text whose values are not listed, and no moment. */
const isFreeText = (document: Json, schema: Schema): boolean =>
  isType(document, schema, 'string') &&
  partsOf(document, schema).every(
    ({ enum: listed, const: only, format }) =>
      listed === undefined && only === undefined && !['date', 'date-time', 'time'].includes(String(format)),
  );

/** Words that say nothing of a member but that it is unique, and among what: "Unique", "Must be unique", "Unique in the organisation, whatever the case". */
const saysNothingElse =
  /^(?:must be |has to be |is |always )?unique(?=\s*$|[.,;:(]| (?:among|within|per|in|across|for each|regardless|whatever|ignoring|without regard)\b)/iu;

/**
 * The members that are refused as wrong, and not as a conflict, where another resource has their value: those whose own words say nothing but that they are unique, in a
 * creation that describes such a refusal and no 409. Services that check uniqueness with everything else of a body answer so.
 */
const uniqueAsValid = (document: Json, create: Operation, asked: unknown): readonly string[] =>
  create.responses.some(({ status }) => ['400', '422'].includes(status))
    ? [...new Map(alternativesOf(document, asked).flatMap((one) => [...membersOf(document, one)]))]
        .filter(
          ([name, member]) =>
            isFreeText(document, member) &&
            partsOf(document, ofItself(create, name, member)).some(
              ({ description }) => typeof description === 'string' && saysNothingElse.test(description.trim()),
            ),
        )
        .map(([name]) => name)
        .concat(daysGivenOnce(document, create, asked))
    : [];

/**
 * The whole numbers of the body of a creation that its own text says to be unique: "Table numbers are unique in the whole restaurant", so that two resources of a run have different ones.
 * @param asked The schema of the body.
 */
export const uniqueNumbers = (document: Json, create: Operation, asked: unknown): readonly string[] => {
  const nouns = nounsOf(document);
  const subjects = ownSentences(document, create).flatMap((sentence) => subjectsOf(sentence, nouns));
  const numbers = alternativesOf(document, asked).flatMap((one) =>
    [...membersOf(document, one)].filter(([, member]) => isType(document, member, 'integer')),
  );
  const isMeant = ([name, member]: (typeof numbers)[number]): boolean =>
    isDocumentedUnique(document, ofItself(create, name, member)) ||
    subjects.some((said) => wordsOf(name).every((word) => said.includes(word)));
  return [...new Set(numbers.filter((one) => !namesAnother(create, one[0]) && isMeant(one)).map(([name]) => name))];
};

/**
 * The texts of a request body whose values another resource may have taken, where the creation describes 409: those that are documented as unique, by their
 * own words or by those of the creation ("The berth number must be unique within the harbour"), else the one that the description of the operation says to be
 * taken, else the one required text that the description of 409 names so. Where it describes 400 or 422 instead, those whose own words say nothing else.
 */
export const uniqueMembers = (document: Json, create: Operation, asked: unknown): readonly string[] =>
  isObject(asked) ? knownUnique(document, create)(asked) : findUnique(document, create, asked);

/** Each body of a creation asks for them, and each answer reads the sentences of the whole introduction. */
const knownUnique = rememberedByPair((document: Json, create: Operation) =>
  rememberedByObject((asked: Json) => findUnique(document, create, asked)),
);

const findUnique = (document: Json, create: Operation, asked: unknown): readonly string[] => {
  const conflict = conflictOf(document, create);
  if (conflict === undefined) return uniqueAsValid(document, create, asked);
  const asking = alternativesOf(document, asked);
  const texts = [...new Map(asking.flatMap((one) => [...membersOf(document, one)]))].filter(([, member]) =>
    isType(document, member, 'string'),
  );
  const nouns = nounsOf(document);
  const subjects = ownSentences(document, create).flatMap((sentence) => subjectsOf(sentence, nouns));
  const isSubject = (name: string): boolean => subjects.some((said) => wordsOf(name).every((word) => said.includes(word)));
  const once = daysGivenOnce(document, create, asked);
  const own = texts
    .filter(([name, member]) => isDocumentedUnique(document, ofItself(create, name, member)) || isSubject(name) || once.includes(name))
    .map(([name]) => name);
  const unique = own.length > 0 ? own : saidWidely(document, create, texts);
  if (unique.length > 0) return unique;
  const said = saidTaken(
    document,
    create,
    texts.filter(([, member]) => isFreeText(document, member)).map(([name]) => name),
    addressIn(document, texts),
  );
  if (said.length > 0 || !isTaken.test(conflict)) return said;
  const required = new Set(
    asking.flatMap((one) => partsOf(document, one)).flatMap((part) => (Array.isArray(part['required']) ? part['required'] : [])),
  );
  const words = new Set(wordsOf(conflict));
  const named = texts.map(([name]) => name).filter((name) => required.has(name) && wordsOf(name).every((word) => words.has(word)));
  return named.length === 1 ? named : [];
};

/** The free texts of a body that the tags of its creation, or the introduction, name as unique; none that is called as what is created is. */
const saidWidely = (document: Json, create: Operation, texts: readonly (readonly [name: string, schema: Schema])[]): readonly string[] => {
  const nouns = nounsOf(document);
  const subjects = wideSentences(document, create).flatMap((sentence) => subjectsOf(sentence, nouns));
  return texts
    .filter(([name, member]) => {
      const words = wordsOf(name);
      const isOther = !shared.has(words.at(-1) ?? '') && !nouns.has(words.join(' ')) && !['id', 'ids'].includes(words.at(-1) ?? '');
      return isOther && isFreeText(document, member) && subjects.some((said) => words.every((word) => said.includes(word)));
    })
    .map(([name]) => name);
};

/** Words by which it holds as a rule, for some, on a condition, or among some alone: whether a second one is refused is open then. */
const openly =
  /\b(?:should|recommend\w*|advis\w*|ideally|usually|normally|generally|typically|preferably|expected to|not enforced|not checked|enforced (?:only )?(?:in|for|by)|production|sandbox|test mode|unless|by default|plans?|edit\w*|lock\w*|active|open|published|pending|enabled|live|unpaid|confirmed|current|currently)\b|\bfor (?:business|premium|paid|new|some|certain) \w+|\b(?:from|since|until) 20\d\d\b|\b(?:if|when|where) `|\b(?:may|might|could|can) (?:be (?:returned|refused|rejected|answered|given(?! to\b))|fail|happen|occur|return|answer)\b|\bin (?:one|a|the same) (?:second|minute|hour|day|batch|import)\b|\b(?:batch|import|file)\b/iu;

/** Does what a sentence says of unique values hold for everybody, and not as a rule, for some or among some alone. */
export const holdsForAll = (sentence: string): boolean => !openly.test(sentence);

/** The sentences that say of texts of a request body that their values are unique: of the creation, the members, the tags and the introduction. */
export const uniqueSentences = (document: Json, create: Operation, asked: unknown, names: readonly string[]): readonly string[] => {
  const ofMembers = alternativesOf(document, asked)
    .flatMap((one) => [...membersOf(document, one)])
    .filter(([name]) => names.includes(name))
    .flatMap(([, schema]) =>
      partsOf(document, schema).flatMap(({ description }) => (typeof description === 'string' ? [description] : [])),
    );
  const isAbout = (sentence: string): boolean =>
    [/\bunique\b/iu, mustBeNew, noTwo, saysOnce, saysOnceIn, ofOne, ...namedBehind].some((form) => form.test(sentence)) ||
    (/\b409\b/u.test(sentence) && ofAnother.test(sentence));
  const node = valueAt(document, nodeOf(create.location));
  const own = isObject(node) && typeof node['description'] === 'string' ? [node['description']] : [];
  const nouns = nounsOf(document);
  const isNamed = (sentence: string): boolean =>
    subjectsOf(sentence, nouns).some((said) => names.some((name) => wordsOf(name).every((word) => said.includes(word))));
  const wide = [...saidOfTags(document, node), ...saidIn(document['info'])].flatMap(sentencesOf);
  const known = wideSentences(document, create).filter(isNamed);
  return [
    ...[...own, ...ofMembers].flatMap(sentencesOf).filter(isAbout),
    ...wide.filter((sentence) => known.some((one) => sentence.replaceAll(/\s+/gu, ' ').includes(one.replace(/\.$/u, '')))),
  ];
};

/** Does a sentence say of several unique texts that each of them is so by itself: "Code and name must both be new within the club". */
export const areUniqueAlone = (document: Json, create: Operation, asked: unknown, names: readonly string[]): boolean =>
  names.length > 1 &&
  uniqueSentences(document, create, asked, names).some(
    (sentence) =>
      saysUnique.test(sentence) &&
      /\b(?:both|each|all)\b(?! (?:together|other|in one))/iu.test(sentence) &&
      names.every((name) => wordsOf(name).every((word) => wordsOf(sentence).includes(word))),
  );

/**
 * The texts of a request body that {@link uniqueMembers} finds, where a second creation with the same values is refused to everybody: none where what is said of them holds
 * as a rule, for some or among some.
 */
export const uniqueForAll = (document: Json, create: Operation, asked: unknown): readonly string[] => {
  const names = uniqueMembers(document, create, asked);
  return uniqueSentences(document, create, asked, names).every(holdsForAll) ? names : [];
};
