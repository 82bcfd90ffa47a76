import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { isDirectlyBelowOne } from '../../contract/infer/path-template.ts';
import { isType, itemsOf, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { singular } from '../../contract/infer/singular.ts';
import { spanNames } from '../../contract/infer/span-names.ts';
import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import type { Exchange } from '../../model/exchange.ts';
import { nodeOf } from '../../model/location.ts';
import { holdsValue } from '../../model/request.ts';

type Json = Readonly<Record<string, unknown>>;

/** A list in the answer to an addition, whose entry before the new one ends with the begin of that, or on the day before. */
export type FormerEnd = {
  /** The member of the answer that lists the entries. */
  readonly list: string;
  readonly span: readonly [begin: string, end: string];
  readonly isDayBefore: boolean;
  readonly sentence: string;
};

/** Words by which that is not so of every addition, or is no rule about what the answer shows. */
const unclear =
  /\b(?:if|unless|except|may|might|can|could|should|usually|normally|often|by default|once|later|overnight|for (?:members|staff|some)|optional\w*)\b/iu;

const onDayBefore = String.raw`(?:on |by |with |at the end of )?the day before\b`;
const withIt = String.raw`(?:(?:on|at|with) (?:the |that |its |this )?(?:same |very )*(?:day|moment|instant|begin|beginning|start)\b|when (?:the new one|it|the new \w+) (?:begins|starts|takes effect|comes into force)|the (?:day|moment) (?:the new one|the new \w+|it) (?:begins|starts))`;

/** "The price that was valid until then ends on the day before the new one begins", "A new rate closes the one before it on the day before". */
const saysEnd = (nouns: string): RegExp => {
  const one = `(?:(?:${nouns})|one|entry)`;
  const former = String.raw`the (?:(?:previous|former|preceding|last|latest|current|open|running) ${one}|${one} (?:(?:that|which) (?:was|is) )?(?:open|current|valid|running|in force|in effect) (?:until then|so far|till then|before|at that time)|${one} before(?: (?:it|that|the new one))?)`;
  const when = `(?:(?<before>${onDayBefore})|${withIt})`;
  const ending = '(?:ends|is ended|is closed|closes|expires|runs out)';
  // Either order of words, with one place for when that is.
  return new RegExp(String.raw`\b(?:${former} (?:then )?${ending}|(?:ends|closes|terminates) ${former}) (?:automatically )?${when}`, 'iu');
};

const isTime = (document: Contract['document'], schema: Schema): boolean =>
  partsOf(document, schema).some(({ format }) => format === 'date' || format === 'date-time');

const isDay = (document: Contract['document'], schema: Schema | undefined): boolean =>
  partsOf(document, schema).some(({ format }) => format === 'date');

const known = new WeakMap<Operation, FormerEnd | undefined>();

const find = (contract: Contract, operation: Operation): FormerEnd | undefined => {
  const { document } = contract;
  const answer = answerSchema(operation);
  const nouns = nounWordsOf(operation.path);
  if (answer === undefined || nouns.length === 0) return undefined;
  const form = saysEnd([...new Set([nouns.at(-1) ?? '', nouns.join(' ')])].map((noun) => literalPattern(singular(noun))).join('|'));
  const found = saidIn(valueAt(document, nodeOf(operation.location)))
    .flatMap(sentencesOf)
    .flatMap((one) =>
      form.test(one) && !unclear.test(one) ? [{ sentence: one, isDayBefore: form.exec(one)?.groups?.['before'] !== undefined }] : [],
    );
  const [told, ...more] = found;
  if (!told || more.length > 0) return undefined;
  const body = bodyMembers(contract, operation).map(({ name }) => name);
  const lists = [...membersOf(document, answer)].flatMap(([list, schema]): readonly FormerEnd[] => {
    const item = isType(document, schema, 'array') ? itemsOf(document, schema) : undefined;
    const shown = item === undefined ? new Map<string, Schema>() : membersOf(document, item);
    const [span, ...others] = spanNames([...shown].flatMap(([name, one]) => (isTime(document, one) ? [name] : [])));
    const isOfDays = span?.every((name) => isDay(document, shown.get(name))) === true;
    // Where a body may say when an entry ends, the one before may have ended long ago.
    const isMeant = span && others.length === 0 && body.includes(span[0]) && !body.includes(span[1]) && (isOfDays || !told.isDayBefore);
    return isMeant ? [{ list, span, ...told }] : [];
  });
  return lists.length === 1 ? lists[0] : undefined;
};

/** What the text of an addition right below a resource says of the end of the entry before the new one, where its answer lists the entries; in a contract that is held to the standard requirements. */
export const formerEndOf = (contract: Contract, operation: Operation): FormerEnd | undefined => {
  if (contract.standard.size === 0 || operation.method !== 'POST' || !isDirectlyBelowOne(operation.path)) return undefined;
  if (!known.has(operation)) known.set(operation, find(contract, operation));
  return known.get(operation);
};

const dayMs = 86_400_000;

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : undefined);

/** Whether the entry before the new one ends as it has to; `unknown` where the answer shows too little, or that entry ended before. */
export const formerEndJudged = (
  { list, span: [begin, end], isDayBefore }: FormerEnd,
  { request }: Pick<Exchange, 'request'>,
  answer: unknown,
): 'unknown' | 'agrees' | { readonly expected: string; readonly actual: string } => {
  const sent = holdsValue(request.body) && isObject(request.body.value) ? textOf(request.body.value[begin]) : undefined;
  const held = isObject(answer) ? answer[list] : undefined;
  const entries = (Array.isArray(held) ? (held as readonly unknown[]) : []).filter((one): one is Json => isObject(one));
  const begins = entries.map((one) => Date.parse(textOf(one[begin]) ?? ''));
  if (sent === undefined || begins.some(Number.isNaN) || new Set(begins).size !== begins.length) return 'unknown';
  const from = Date.parse(sent);
  const before = entries
    .filter((_, n) => (begins[n] ?? 0) < from)
    .toSorted((a, b) => Date.parse(String(b[begin])) - Date.parse(String(a[begin])))[0];
  if (!before || !begins.includes(from)) return 'unknown';
  const right = isDayBefore ? from - dayMs : from;
  const shown = textOf(before[end]);
  const isOfDays = /^\d{4}-\d\d-\d\d$/u.test(sent);
  // What ends when another begins may show its last day, or the first one on which it is over.
  const others = isOfDays && !isDayBefore ? [right - dayMs] : [];
  if (shown !== undefined && [right, ...others].includes(Date.parse(shown))) return 'agrees';
  if (shown !== undefined && Date.parse(shown) < right) return 'unknown';
  const iso = new Date(right).toISOString();
  return { expected: isOfDays ? iso.slice(0, 10) : iso, actual: String(before[end]) };
};
