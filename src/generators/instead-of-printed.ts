import { descriptionsIn } from '../contract/infer/schema-parts.ts';
import { sentencesOf } from '../contract/infer/sentences.ts';
import { saidIn } from '../contract/said.ts';
import { wordsOf } from '../contract/infer/words.ts';
import type { Contract, Operation } from '../contract/model.ts';
import { isObject, valueAt } from '../contract/pointer.ts';
import { nodeOf } from '../model/location.ts';
import type { BodyMember } from './body-members.ts';
import { withCheckDigit } from './check-digit.ts';
import { toldChecksum } from './checksums.ts';
import { digitsFor } from './fresh-key.ts';
import { freshNumber, freshText, lookalikeText, textBehind } from './fresh-text.ts';
import { toldHead } from './told-heads.ts';
import { mayBeSent } from './request-match.ts';

export type SchemaOf = Pick<BodyMember, 'name' | 'schema'>;

/** The letters of a name, in lower case: names are compared by them alone. */
export const lettersOf = (name: string): string => name.replaceAll(/[^A-Za-z]/g, '').toLowerCase();

/** Members that name one resource, as a rule; where a creation describes a conflict, an example of them may be taken. */
export const identifyingNames = new Set(
  'serial serialnumber serialno reference referencenumber ref isbn barcode handle nickname hostname domain imei mac macaddress vin plate licenseplate licenceplate registrationnumber assettag'.split(
    ' ',
  ),
);

/** The shape of the example is kept for these: services check it more often than documents say. */
const shaped = new Set([
  'code',
  'key',
  'sku',
  'login',
  'slug',
  'phone',
  'phonenumber',
  'telephone',
  'mobile',
  'mobilenumber',
  'msisdn',
  ...identifyingNames,
]);

const emailLike = /^[^@\s]+@[^@\s]+$/;

/**
 * Numbers with right check characters in place of a printed one whose member is called after a kind of such numbers (`iban`, `ean`, `vin`), the likeliest first: one that belongs
 * to nobody, where it looks like the printed one (an account is of the same country), and one in the shape of that. None where the printed one is no right number of the kind.
 */
const numberInstead = (name: string, example: string, fresh: string): readonly string[] => {
  const kind = toldChecksum([wordsOf(name).join(' ').toUpperCase()]);
  const plain = example.replaceAll(/[ -]/gu, '');
  if (kind === undefined || !kind.form.test(plain) || kind.corrected(plain) !== plain) return [];
  const letters = /^[A-Z]*/u.exec(plain)?.[0] ?? '';
  const nobodys = kind.corrected(kind.open(digitsFor(fresh)));
  const isLike = nobodys !== undefined && nobodys.length === example.length && nobodys.startsWith(letters);
  const alike = lookalikeText(example, fresh);
  return [...(isLike ? [nobodys] : []), ...(alike === undefined ? [] : [alike])];
};

/** Another text in place of an example that may be taken already; undefined where the schema leaves no room for one. */
export const freshInstead = (
  { document }: Pick<Contract, 'document'>,
  { name, schema }: SchemaOf,
  example: string,
  fresh: string,
): string | undefined => {
  const numbered = numberInstead(name, example, fresh).find((one) => mayBeSent(document, schema, one));
  if (numbered !== undefined) return numbered;
  const alike = shaped.has(lettersOf(name)) ? lookalikeText(example, fresh) : undefined;
  if (alike !== undefined && mayBeSent(document, schema, alike)) return alike;
  const asked = emailLike.test(example) && isObject(schema) && schema['format'] === undefined ? { ...schema, format: 'email' } : schema;
  const own = withEnding(document, asked, example, fresh) ?? freshText(document, asked, fresh);
  return own === undefined ? undefined : withCheckDigit(example, own);
};

/** Texts that are drawn before another way is taken. */
const mostDraws = 8;

/** How far another number lies from a printed one at most, where the schema has no bound: services have some that documents do not tell. */
const numbersNear = 1000;

/** Another whole number in place of a printed one that is taken already; undefined where the schema leaves no room for one. */
export const numberInsteadOf = (
  { document }: Pick<Contract, 'document'>,
  { schema }: Pick<SchemaOf, 'schema'>,
  example: number,
  fresh: string,
): number | undefined => {
  const bound = (keyword: string): number | undefined =>
    isObject(schema) && typeof schema[keyword] === 'number' ? schema[keyword] : undefined;
  const step = Math.max(1, bound('multipleOf') ?? 1);
  const least = Math.ceil((bound('minimum') ?? Math.min(1, example)) / step);
  const most = Math.floor((bound('maximum') ?? example + numbersNear) / step);
  return Array.from({ length: mostDraws }, (_, n) => step * freshNumber(`${fresh} ${n}`, least, most)).find(
    (one) => one !== example && mayBeSent(document, schema, one),
  );
};

/** Another text that begins like the example, where the document says that its beginning means something; undefined where it does not. */
export const behindHead = (
  { document }: Contract,
  operation: Operation,
  { name, schema }: SchemaOf,
  example: string,
  fresh: string,
): string | undefined => {
  const sentences = saidIn(valueAt(document, nodeOf(operation.location))).flatMap(sentencesOf);
  const noun = wordsOf(name).at(-1) ?? name;
  const isAbout = (sentence: string): boolean => new RegExp(String.raw`\b${noun}s?\b`, 'iu').test(sentence);
  // Where one sentence speaks of the member, the others go on about it: "A tax account begins with 17".
  const about = sentences.some((sentence) => isAbout(sentence)) ? sentences : [];
  const head = toldHead([...about, ...descriptionsIn(document, schema).flatMap(sentencesOf)], example);
  if (head === undefined) return undefined;
  return Array.from({ length: mostDraws }, (_, n) => textBehind(head, example, n === 0 ? fresh : `${fresh} ${n}`)).find(
    (text) => text !== example && mayBeSent(document, schema, text),
  );
};

/** The ending of the name of a file. */
const fileEnding =
  /(?<=[^./\s])\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|csv|tsv|txt|md|rtf|html?|xml|json|ya?ml|png|jpe?g|gif|webp|svg|tiff?|bmp|mp[34]|wav|mov|zip|gz|tar|7z|ics|eml|dwg|epub)$/iu;

/** Another name of a file with the ending of the example, which may have to suit its type; undefined for what is none. */
const withEnding = (document: Contract['document'], schema: unknown, example: string, fresh: string): string | undefined => {
  const [ending] = fileEnding.exec(example) ?? [];
  if (ending === undefined || !isObject(schema)) return undefined;
  const most = typeof schema['maxLength'] === 'number' ? { maxLength: schema['maxLength'] - ending.length } : {};
  const stem = freshText(document, { ...schema, ...most }, fresh);
  return stem !== undefined && mayBeSent(document, schema, `${stem}${ending}`) ? `${stem}${ending}` : undefined;
};
