import { statementsOf } from '../sentences.ts';
import type { Operation } from '../../model.ts';
import { nodeOf } from '../../../model/location.ts';
import { isObject, valueAt } from '../../pointer.ts';
import { rightsIn } from '../roles/right.ts';
import { singular } from '../singular.ts';
import { wordsOf } from '../words.ts';
import type { DocumentView, Inference } from './convention.ts';
import { sentencesOf } from '../sentences.ts';
import { saidIn } from '../../said.ts';

/** Statuses that refuse a caller whose credential is missing or unknown (RFC 9110, sections 15.5.2 and 15.5.4). */
const aboutCredentials = [401, 403] as const;

const describes = (status: number) => (operation: Operation) => operation.responses.some((one) => one.status === String(status));

/**
 * `auth.unauthenticated`: an operation whose security requirements ask for a credential refuses whoever has none (OpenAPI 3.1, Security Requirement
 * Object). With the status that the document describes for that; where it describes none, with one of the two that HTTP has for it.
 */
export const inferAuthentication: Inference = ({ operations }) => {
  const secured = operations.filter((operation) => operation.secured && operation.takesKey);
  if (secured.length === 0) return [];
  const described = aboutCredentials.filter((status) => secured.some(describes(status)));
  const status = described.includes(401) && secured.every(describes(401)) ? [401] : [...aboutCredentials];
  return [
    {
      operation: null,
      word: ['auth', 'unauthenticated'],
      // A security requirement names no status: a server may hide with 404, redirect to a login, or answer 400. Only a success breaks it.
      value: { status: status.length === 1 ? status[0] : status, never: [] },
      why: `${secured.length} operations name a security scheme${described.length > 0 ? `, and describe ${described.join(' or ')}` : ''}.`,
      isDocumented: true,
    },
  ];
};

/** Does the document reject that callers without a credential are refused: then nothing else is taken for granted of credentials either. */
const isOpenHanded = ({ document }: DocumentView): boolean => {
  const rejected = valueAt(document, '#/x-assay/notInferred');
  return Array.isArray(rejected) && rejected.some((one) => one === 'auth' || one === 'auth.unauthenticated');
};

const asksForKey = ({ secured, takesKey }: Operation): boolean => secured && takesKey;

/**
 * `auth.foreign`: what one account created is not there for another one, or forbidden to it. Judged only where the operator gives a credential of another
 * account: to say that there is another one is to say that the two are apart.
 */
export const inferForeign: Inference = (view) => {
  const named = view.operations.filter((operation) => asksForKey(operation) && operation.path.includes('{'));
  if (named.length === 0 || isOpenHanded(view)) return [];
  return [
    {
      operation: null,
      word: ['auth', 'foreign'],
      value: { status: [403, 404, 410] },
      why: `${named.length} operations ask for a credential and name one resource in their path.`,
    },
  ];
};

/** A sentence that some credentials may read and nothing else. */
const onlyReading =
  /\bread-?only\b|\b(?:reads?|views?)`?(?: ?\([^)]*\))? only(?= *(?:[|.;]|$))|\b(?:may|can|allowed to|permitted to|able to) (?:only (?:read|view)|(?:read|view) only)\b|\b(?:may|can) (?:read|view|see)\b[^.;]*\b(?:change|write|modify|edit) nothing\b|\b(?:may|can) (?:read|view|see)\b[^.;]*\b(?:but|and) (?:not|never|nothing) (?:change|write|modify|edit|else)\b/iu;

/** "Members marked read-only are ignored" is about what a body has, and not about who may call. */
const isOfBodies = (sentence: string): boolean =>
  /\bread-?only\b/iu.test(sentence) &&
  /\b(?:members?|propert(?:y|ies)|fields?|attributes?)\b/iu.test(sentence) &&
  !/\b(?:keys?|tokens?|credentials?|roles?|access|scopes?)\b/iu.test(sentence);

/** "May only read collections, and may make exports" gives more than reading. */
const givesMore = /,? (?:and|but) (?:it |they )?(?:may|can) (?:also )?(?!not\b|never\b|only\b|read\b|view\b|see\b|list\b|search\b)\w/iu;

const saysOfCallers = (text: string): boolean =>
  statementsOf(text).some((sentence) => onlyReading.test(sentence) && !isOfBodies(sentence) && !givesMore.test(sentence));

/** The introduction of a document, and what it says of its security schemes. */
const wideTexts = (document: DocumentView['document']): readonly string[] => {
  const schemes = valueAt(document, '#/components/securitySchemes');
  return [valueAt(document, '#/info'), ...(isObject(schemes) ? Object.values(schemes) : [])].flatMap((one) =>
    isObject(one) && typeof one['description'] === 'string' ? [one['description']] : [],
  );
};

/** Does a document say in its own description, or in that of a security scheme, that some credentials may only read. */
export const saysReadOnly = (document: DocumentView['document']): boolean => wideTexts(document).some(saysOfCallers);

/** Letters by which a verb and what it leaves behind are one: `complete`, `completed`. */
const stemLetters = 5;

/** What callers that may only read may do besides: "Read-only keys may call every GET operation and the evaluation". */
const readersMay =
  /\bread[- ]?only\b[^.;]*\b(?:may|can|could|allowed to|able to)\b[^.;]*?\bGETs?\b`?[^.;,]*?(?:,|\b(?:and|or|plus|besides|as well as)\b) ?([^.;:]+)/iu;

/** Words that only say that something is called. */
const ofCalls: ReadonlySet<string> = new Set('endpoint endpoints operation operations request requests route routes calls'.split(' '));

/** Words of a sentence that goes on with another matter. */
const anotherMatter = /\b(?:is|are|gets?|will|else|others?|rest|nothing|no|not|never)\b/iu;

/** The same at what they may do: "Nothing is kept; read-only users may call it", "Also open to read-only keys". */
const readersMayThis =
  /\bread[- ]?only (?:\w+ ){1,3}(?:may|can|could|are (?:allowed|permitted) to) (?:also |too |well )?(?:call|use|do|make|send|run) (?:it|this)\b|\b(?:also|open|available|allowed|permitted|possible) (?:(?:for|to|with) )(?:an? |all |every )?read[- ]?only \w+/iu;

/** What says of such a sentence that it is not so, or not always. */
const notAlways = /\b(?:not|never|no|nor|neither|unless|except|if|when|where|while)\b/iu;

/** Does a document let callers that may only read do an operation: in its own words, or by what it is called, beside every read. */
export const letsReadersDo = (document: DocumentView['document'], { path, location, operationId }: Operation): boolean => {
  const node = valueAt(document, nodeOf(location));
  const summary = isObject(node) && typeof node['summary'] === 'string' ? node['summary'] : '';
  const clauses = saidIn(node)
    .flatMap(statementsOf)
    .flatMap((one) => one.split(';'));
  if (clauses.some((clause) => readersMayThis.test(clause) && !notAlways.test(clause))) return true;
  const called = [path.split('/').at(-1) ?? '', operationId ?? '', summary].flatMap(wordsOf);
  return wideTexts(document)
    .flatMap(sentencesOf)
    .some((sentence) => {
      const named = readersMay.exec(sentence.replaceAll(/\s+/gu, ' '))?.[1] ?? '';
      return named.split(/,|\b(?:and|or|plus|besides|as well as)\b/u).some((one) => {
        if (anotherMatter.test(one)) return false;
        // "The preview of a letter" and "the letter preview" are previews, and nothing else that is done with letters.
        const [deed = ''] = one.split(/ (?:of|for|in|on|to|with|by|from|below|under) /u);
        const words = wordsOf(deed).filter((word) => word.length >= stemLetters && !ofCalls.has(word));
        // "Estimate a flight" begins with what is done.
        const done = /^\s*(?:the|an?)\b/iu.test(deed) ? words.at(-1) : words[0];
        const stem = done?.slice(0, Math.max(stemLetters, done.length - 4));
        return stem !== undefined && called.some((word) => word.startsWith(stem));
      });
    });
};

/** What a document lets everybody do: "Everybody may pledge, comment, like and follow." */
const everybodyMay =
  /^(?:everybody|everyone|anybody|anyone|all (?:users|persons|people|members|callers|accounts)) (?:may|can) (?<deeds>[\p{L}, ]+)[.;]?$/iu;

/** Words by which it is so in some cases, or of some things. */
const ofSomeDeeds = /\b(?:not|only|own|if|when|while|unless|until|except|but|once|with|without|see|read|view|look|list|register|sign)\b/iu;

/**
 * Does a document let everybody do what an operation is called by, so that a lesser role may do it as well: "Everybody may pledge" of `POST /campaigns/{campaignId}/pledges`. What
 * is kept from keys that only read is another matter.
 */
export const letsEverybodyDo = (document: DocumentView['document'], { method, path, operationId }: Operation): boolean => {
  const last = path.split('/').findLast((one) => one !== '' && !one.startsWith('{')) ?? '';
  // Who may comment may not change the comments of others.
  if (!['POST', 'PUT', 'DELETE'].includes(method) || path.endsWith('}')) return false;
  const called = new Set([wordsOf(last).at(-1), wordsOf(operationId ?? '')[0]].map((one) => singular(one ?? '')));
  return wideTexts(document)
    .flatMap(sentencesOf)
    .some((sentence) => {
      const deeds = everybodyMay.exec(sentence.replaceAll(/\s+/gu, ' ').trim())?.groups?.['deeds'] ?? '';
      if (deeds === '' || ofSomeDeeds.test(deeds)) return false;
      return deeds.split(/,| and | or /u).some((deed) => wordsOf(deed).length === 1 && called.has(wordsOf(deed)[0] ?? ''));
    });
};

/** Does an operation describe 403 (RFC 9110, section 15.5.4). */
export const describesForbidden = describes(403);

/** A sentence that an operation is for callers with a greater role: "Only administrators may archive a course", "Requires the role `editor`". */
const forRole =
  /\bonly (?:for )?(?:an? |the )?`?(?:admins?|administrators?|owners?|managers?|editors?|staff|maintainers?|moderators?|operators?|supervisors?)\b|\brequires? (?:an? |the )?(?:role|permission)?\s*`?(?:admin|administrator|owner|manager|editor|staff|maintainer|moderator|operator|supervisor|write)\b`?|\b(?:admins?|administrators?|owners?|managers?|editors?) only\b/iu;

/**
 * Does an operation say that a role is needed for some of the values that its body may have, and so not for the others: "Only managers complete appointments" beside
 * `status: completed`. The name of the role may itself be such a value ("Managers only" beside `role: manager`), and says nothing of what is done.
 * @param values The listed values of the members of its body.
 */
export const saysRoleForPart = (document: DocumentView['document'], { location }: Operation, values: readonly string[]): boolean => {
  const node = valueAt(document, nodeOf(location));
  const text = isObject(node) && typeof node['description'] === 'string' ? node['description'] : '';
  const stems = values
    .flatMap(wordsOf)
    .flatMap((word) => (word.length < stemLetters ? [] : [word.slice(0, Math.max(stemLetters, word.length - 3))]));
  return sentencesOf(text)
    .filter((one) => forRole.test(one) || /\b403\b/u.test(one))
    .some(
      (one) =>
        // "Only owner keys may send `retired`."
        /\b(?:send|set|change|use|give)s? `[^`]+`/iu.test(one) ||
        wordsOf(one.replace(forRole, ' ')).some((word) => stems.some((stem) => word.startsWith(stem))),
    );
};

/** Does an operation say in its own words that callers need a role beyond reading. */
export const saysRole = (document: DocumentView['document'], { location }: Operation): boolean => {
  const node = valueAt(document, nodeOf(location));
  return saidIn(node).some((text) => forRole.test(text));
};

/**
 * `auth.forbidden`: a write with a credential that may only read is refused with 403, where writes describe 403 or the document says that there are such
 * credentials. Judged only where the operator gives one.
 */
export const inferForbidden: Inference = (view) => {
  const writes = view.operations.filter((operation) => asksForKey(operation) && operation.effect !== 'safe');
  const describing = writes.filter(
    (operation) =>
      describesForbidden(operation) || saysRole(view.document, operation) || (rightsIn(view.document, operation, [])?.mayNot.size ?? 0) > 0,
  );
  if (isOpenHanded(view) || writes.length === 0 || (describing.length === 0 && !saysReadOnly(view.document))) return [];
  return [
    {
      operation: null,
      word: ['auth', 'forbidden'],
      value: { status: 403 },
      why:
        describing.length > 0
          ? `${describing.length} of ${writes.length} writes that ask for a credential describe 403 or name a role.`
          : 'The document says that some credentials may only read.',
    },
  ];
};
