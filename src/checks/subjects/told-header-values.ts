import { beginsWith, endsInParameter, isSamePath, pathAbove } from '../../contract/infer/path-template.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { sentencesByPart } from '../../contract/infer/sentences.ts';
import { singular } from '../../contract/infer/singular.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';

/** A header field whose value a text tells: "Answers under `/orders` carry `Cache-Control: no-store`". */
export type ToldHeaderValue = {
  readonly name: string;
  readonly value: string;
  /** Is it told of every answer, also of errors; else of successes alone. */
  readonly onErrors: boolean;
};

/** Fields that a service sets by a policy, so that a printed value is the value and no example. */
const policies =
  /^(?:cache-control|access-control-allow-(?:origin|credentials)|x-content-type-options|x-frame-options|referrer-policy|content-security-policy|permissions-policy|x-robots-tag|content-language)$/iu;

/** `Cache-Control: no-store` as texts print it: in backquotes, without a place for something else in it. */
const printed = /`(?<name>[A-Za-z]+(?:-[A-Za-z]+)+):\s*(?<value>[^`<>{}…]+?)`/gu;

const carrying =
  /\b(?:carr(?:y|ies)|ha(?:ve|s)|comes? with|includes?|contains?|gets?|bears?|sends?|sets?|(?:is|are) (?:answered|sent|given|returned|served|marked)(?: \([^)]*\))?(?: with| as)?)\b/iu;

/** Words by which a sentence holds for some answers alone, or not always. */
const hedged =
  /\b(?:not|never|no|may|might|can|could|should|usually|normally|mostly|generally|some|most|if|when|whenever|unless|while|until|once|where|instead|or|depending|by default|production|staging|sandbox|https|cross-origin|browsers?(?= (?:request|send))|origin(?= (?:is|header)))\b/iu;

/** Words behind which a clause names what is left out of it. */
const leavingOut = /[,(]?\s*\b(?:only|except|but|save|apart from|other than|with the exception of|besides)\b/iu;

const everyAnswer = /^(?:every|each|all|any)(?: the)? (?:answers?|responses?|repl(?:y|ies))\b/iu;

/** "errors included", "also errors", "whatever its status". */
const ofErrors = /\b(?:errors?|failures?|whatever|any status)\b/iu;

const allOthers =
  /^(?:everything else|all (?:the )?(?:other|others|remaining)(?: answers| responses| reads| ones)?|every other (?:answer|response)|the (?:rest|others|other (?:answers|responses)))$/iu;

type Scope =
  | { readonly kind: 'every' }
  | { readonly kind: 'others' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'some'; readonly isIn: (operation: Operation) => boolean };

/** The operations that a text names by their paths: "`GET /shows/{showId}`", "answers of `/inquiries` and below". */
const namedByPath = (text: string): ((operation: Operation) => boolean) | undefined => {
  const found = [...text.matchAll(/`(?:(?<method>GET|POST|PUT|PATCH|DELETE) )?(?<path>\/[^`\s]*)`/gu)].map(({ groups }) => ({
    method: groups?.['method'],
    path: groups?.['path'] ?? '',
  }));
  if (found.length === 0) return undefined;
  const reachesBelow = /\b(?:under|below|beneath|within|beginning with|starting with)\b/iu.test(text);
  return (operation) =>
    found.some(
      ({ method, path }) =>
        (method === undefined || method === operation.method) &&
        (method === undefined && reachesBelow ? beginsWith(operation.path, path) : isSamePath(operation.path, path)),
    );
};

/** The reads that a subject names by the nouns of what they show: "Zones", "Single zones, vehicles and permits", "`GET` of a single recipe". */
const namedByNoun = ({ operations }: Contract, subject: string): ((operation: Operation) => boolean) | undefined => {
  const plain = subject
    .replaceAll('`', '')
    .replace(/^(?:reading|reads? of|GETs? of|answers? (?:of|to|for)|the answers? (?:of|to|for)) /iu, '');
  const isSingle = /^(?:(?:an?|the|one|each|every) )?(?:single|individual)\b|^(?:an?|one) /iu.test(plain);
  const words = plain
    .replaceAll(/\b(?:an?|the|one|each|every|all|single|individual)\b/giu, ' ')
    .split(/,| and | or /u)
    .map((one) => one.trim().toLowerCase())
    .filter((one) => one !== '');
  const reads = operations.filter(({ method, effect }) => method === 'GET' && effect === 'safe');
  const nounOf = ({ path }: Operation): string =>
    nounWordsOf(endsInParameter(path) ? pathAbove(path) : path)
      .map(singular)
      .join(' ');
  const nouns = words.map((one) =>
    one
      .split(/[\s-]+/u)
      .map(singular)
      .join(' '),
  );
  if (nouns.length === 0 || !nouns.every((noun) => reads.some((read) => nounOf(read) === noun))) return undefined;
  return (operation) => reads.includes(operation) && nouns.includes(nounOf(operation)) && (!isSingle || endsInParameter(operation.path));
};

const scopeOf = (contract: Contract, subject: string, own: Operation | undefined): Scope => {
  const plain = subject
    .replace(/^[\s,;:]*(?:\*\*[^*]+\*\*:?\s*)?(?:and )?/u, '')
    .trim()
    .replace(/,? (?:too|also|as well)$/iu, '');
  if (everyAnswer.test(plain)) {
    const rest = plain.replace(everyAnswer, '').replaceAll(/[,()]/gu, ' ').trim();
    const isPlain =
      rest === '' ||
      /^(?:(?:and )?(?:also )?(?:the |an? )?(?:errors?|failures?)(?: (?:too|included|as well))?|of (?:the|this) (?:api|service)|including (?:the )?errors?|whatever its status)$/iu.test(
        rest,
      );
    if (isPlain) return own ? { kind: 'some', isIn: (one) => one === own } : { kind: 'every' };
  }
  if (allOthers.test(plain)) return own ? { kind: 'unknown' } : { kind: 'others' };
  const byPath = namedByPath(subject);
  if (byPath) return { kind: 'some', isIn: byPath };
  if (/^(?:(?:the |its |successful |a successful )*(?:answers?|responses?)|it)$/iu.test(plain)) {
    if (own) return { kind: 'some', isIn: (one) => one === own };
    return /^(?:successful )?(?:answers|responses)$/iu.test(plain)
      ? { kind: 'some', isIn: ({ method }) => method === 'GET' }
      : { kind: 'unknown' };
  }
  const byNoun = own ? undefined : namedByNoun(contract, plain);
  return byNoun ? { kind: 'some', isIn: byNoun } : { kind: 'unknown' };
};

type Told = ToldHeaderValue & { readonly scope: Scope };

/** What stands before a colon as a reason: "Personal data: the answer carries ...". */
const reason = /^[^`]*:\s+(?=(?:every|each|all|any|the|successful|answers?|responses?)\b)/iu;

/** A text in which what stands in backquotes is no word, with each other sign in its place. */
const withoutCode = (text: string): string => text.replaceAll(/`[^`]*`/gu, (quoted) => '`'.repeat(quoted.length));

/** What a clause tells of the values of fields; a clause that leaves out what it does not name by a path tells nothing for certain. */
const toldInClause = (contract: Contract, whole: string, own: Operation | undefined): readonly Told[] => {
  const clause = whole.replace(reason, '');
  const found = [...clause.matchAll(printed)].flatMap(({ groups, index }) => {
    const [name = '', value = ''] = [groups?.['name'], groups?.['value']];
    return policies.test(name) ? [{ name, value: value.trim(), index }] : [];
  });
  const [first] = found;
  if (!first) return [];
  const before = clause.slice(0, first.index);
  const verb = carrying.exec(withoutCode(before));
  // Behind ", and" with a subject of its own the sentence goes on about something else.
  const rest = clause.slice(first.index).replace(/,\s+and\s+(?:`[A-Z]+`|the|an?|it|you|your)\s.*$/su, '');
  const out = leavingOut.exec(withoutCode(rest));
  const leftOut = out ? namedByPath(rest.slice(out.index)) : undefined;
  const plain = `${before} ${out ? rest.slice(0, out.index) : rest}`.replaceAll(/`[^`]*`/gu, ' ');
  const scope: Scope =
    !verb || hedged.test(plain) || leavingOut.test(before) || (out !== null && !leftOut)
      ? { kind: 'unknown' }
      : scopeOf(contract, before.slice(0, verb.index), own);
  const narrowed =
    leftOut && scope.kind === 'some' ? { ...scope, isIn: (one: Operation): boolean => scope.isIn(one) && !leftOut(one) } : scope;
  const sure: Scope = leftOut && scope.kind !== 'some' ? { kind: 'unknown' } : narrowed;
  const onErrors = scope.kind === 'every' && ofErrors.test(before);
  return found.map(({ name, value }) => ({ name, value, onErrors, scope: sure }));
};

/** The parts of a sentence that each say something of their own. */
const clausesIn = (sentence: string): readonly string[] =>
  sentence.replace(/[.\s]+$/u, '').split(/;\s+|,\s+(?:and )?(?=(?:everything else|all other|every other|the rest)\b)/iu);

const toldIn = (contract: Contract, texts: readonly string[], own: Operation | undefined): readonly Told[] =>
  texts
    .flatMap(sentencesByPart)
    .flat()
    .flatMap(clausesIn)
    .flatMap((clause) => toldInClause(contract, clause, own));

const known = new WeakMap<Contract, ReadonlyMap<Operation, readonly ToldHeaderValue[]>>();

/** The values of one field at an operation: its own text counts before the introduction; two values tell nothing. */
const valuesAt = (
  operation: Operation,
  ofIntroduction: readonly Told[],
  ofOwn: readonly Told[],
  name: string,
): readonly ToldHeaderValue[] => {
  const isOf = (one: Told): boolean => one.name.toLowerCase() === name;
  const own = ofOwn.filter(isOf);
  if (own.some(({ scope }) => scope.kind !== 'some' || !scope.isIn(operation))) return [];
  const introduced = ofIntroduction.filter(isOf);
  const isUnknown = introduced.some(({ scope }) => scope.kind === 'unknown');
  const special = introduced.filter(({ scope }) => scope.kind === 'some' && scope.isIn(operation));
  const general = introduced.filter(({ scope }) => scope.kind === 'every');
  const others = introduced.filter(({ scope }) => scope.kind === 'others' && operation.method === 'GET');
  const chosen = [own, special, isUnknown ? [] : general, isUnknown ? [] : others].find((some) => some.length > 0) ?? [];
  const [one] = chosen;
  return one && chosen.every(({ value }) => value === one.value) ? [{ name: one.name, value: one.value, onErrors: one.onErrors }] : [];
};

/** The values of header fields that the texts of a document tell for the answers of an operation; none where a text is not plain. */
export const toldHeaderValues = (contract: Contract, operation: Operation): readonly ToldHeaderValue[] => {
  const found = known.get(contract) ?? read(contract);
  known.set(contract, found);
  return found.get(operation) ?? [];
};

const read = (contract: Contract): ReadonlyMap<Operation, readonly ToldHeaderValue[]> => {
  const ofIntroduction = toldIn(contract, saidIn(contract.document['info']), undefined);
  return new Map(
    contract.operations.map((operation) => {
      const ofOwn = toldIn(contract, saidIn(valueAt(contract.document, nodeOf(operation.location))), operation);
      const names = new Set([...ofIntroduction, ...ofOwn].map(({ name }) => name.toLowerCase()));
      return [operation, [...names].flatMap((name) => valuesAt(operation, ofIntroduction, ofOwn, name))];
    }),
  );
};

const directivesIn = (value: string): readonly string[] =>
  value
    .toLowerCase()
    .split(',')
    .map((one) => one.replaceAll(/\s+/gu, '').replaceAll('"', ''))
    .filter((one) => one !== '');

/** Directives of Cache-Control that others contradict (RFC 9111, section 5.2.2). */
const contradicts = (told: readonly string[], sent: readonly string[]): boolean =>
  (told.includes('private') || told.includes('no-store')) && sent.includes('public');

/** Has a field, by the values of its lines, the value that the document tells: of Cache-Control all directives, and none that contradicts them. */
export const fitsToldValue = ({ name, value }: ToldHeaderValue, sent: readonly string[]): boolean => {
  if (name.toLowerCase() !== 'cache-control') return sent.some((one) => one.trim().toLowerCase() === value.toLowerCase());
  const [told, all] = [directivesIn(value), directivesIn(sent.join(','))];
  return told.every((one) => all.includes(one)) && !contradicts(told, all);
};
