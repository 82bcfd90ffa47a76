import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { isNoStatement, isNotDemanded, isNotPromised, isOfOtherTime } from '../../contract/infer/not-demanded.ts';
import { sentencesByPart, sentencesOf } from '../../contract/infer/sentences.ts';
import { type Expression, numberIn, roundingsIn, valueOf, written } from '../../contract/infer/formulas/expression.ts';
import { derivationIn, derivingParts, numberMeant, plainDerivationIn } from '../../contract/infer/formulas/derivation.ts';
import { besideNothing, type Formula, formulaIn, type Scope } from '../../contract/infer/formulas/parse.ts';
import { areOfOneScale } from '../../contract/infer/formulas/scales.ts';
import type { Rounding } from '../../contract/infer/formulas/rounding.ts';
import { alternativesOf, descriptionsIn, isType, itemsOf, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { escapeToken, isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { resolvedSchema, typesOf } from '../../generators/resolved-schema.ts';
import { singular } from '../../contract/infer/singular.ts';
import { nodeOf } from '../../model/location.ts';
import { namedBy } from './named-siblings.ts';
import { shareAmong } from './told-shares.ts';
import { isNumeric } from './told-sums.ts';

type Document = Contract['document'];
type Json = Readonly<Record<string, unknown>>;

/** A number in an object of an answer that a sentence derives from other values of the same object. */
export type ToldFormula = Formula & {
  /** Where such objects are in an answer: names, and `*` for all items of a list. */
  readonly around: readonly string[];
  readonly member: string;
  readonly sentence: string;
  /** The sentence goes on with a condition, under which the number may be nothing. */
  readonly isConditional: boolean;
  /** The bounds of the number by its schema, at which a service may stop. */
  readonly bounds: { readonly least: number; readonly most: number };
  /** Which object inside holds a number that the sentence names and the object itself does not have: `served` in `byState`. */
  readonly inner: ReadonlyMap<string, string>;
};

/** A sentence that derives a number, and whether what follows it names conditions. */
type Derivation = {
  readonly member: string;
  readonly text: string;
  readonly sentence: string;
  readonly isConditional: boolean;
  /** All that the description of a member says. */
  readonly whole?: string;
  /** `member` is no name but the words before "is", and the text has these names in backticks. */
  readonly ticked?: ReadonlySet<string>;
};

const deepest = 5;

/** A list that does not hold all that there is. */
const isPartial = /\b(?:first|latest|last|newest|oldest|recent|up to|at most|top)\b/iu;

/**
 * The numbers and lists of an object.
 * @param isPage It is a page, whose list is not all that its numbers count.
 */
const scopeOf = (document: Document, schema: Schema, isPage: boolean, depth = 0): Scope => {
  const members = [...membersOf(document, schema)];
  const lists = members.flatMap(([name, one]) => {
    const isWhole =
      !isPage && depth < 1 && isType(document, one, 'array') && !descriptionsIn(document, one).some((text) => isPartial.test(text));
    const items = isWhole ? itemsOf(document, one) : undefined;
    return items === undefined ? [] : [[name, scopeOf(document, items, false, depth + 1)] as const];
  });
  const mixed = depth > 0 ? mixedIn(document, members) : undefined;
  const numbers = members.filter(([, one]) => isNumeric(document, one)).map(([name]) => name);
  return { numbers, lists: new Map(lists), ...(mixed === undefined ? {} : { mixed }) };
};

/**
 * Of entries that each name something and say one thing of it, the member that says a number of one kind of them, and that kind: of answers by question, `value` with
 * the description "A choice for `single`, a number for `scale`".
 */
const mixedIn = (document: Document, members: readonly (readonly [string, Schema])[]): Scope['mixed'] => {
  const [reference, ...references] = members.flatMap(([name]) => (namedBy(name) === '' ? [] : [name]));
  const [value, ...others] = members.filter(([name]) => name !== reference);
  if (reference === undefined || value === undefined || references.length + others.length > 0) return undefined;
  const [name, schema] = value;
  const types = new Set(alternativesOf(document, schema).flatMap((one) => typesOf(resolvedSchema(document, one as Schema))));
  if (!types.has('string') || !(types.has('integer') || types.has('number'))) return undefined;
  const clauses = descriptionsIn(document, schema).flatMap((text) => text.split(/[,;.\n]/u));
  const [clause, ...more] = clauses.filter((one) => /\b(?:numbers?|integers?)\b/iu.test(one));
  const kind = /\b(?:for|with|of) (?:an? |the )?`?(?<kind>[\w-]+)`?(?: \w+)?$/iu.exec(clause?.trim() ?? '')?.groups?.['kind'];
  return kind === undefined || more.length > 0 ? undefined : { name, of: `${wordsOf(kind).map(singular).join(' ')} ${namedBy(reference)}` };
};

/** Texts by which a mean leaves out what has no number. */
const leavesBlanksOut =
  /\b(?:left out|ignored|disregarded|excluded|skipped|(?:not|never) (?:counted|considered|included)|(?:do|does) not count|only (?:those|the ones) (?:that|which) (?:are|were|have been) answered)\b/iu;

const isOfNumbers = (expression: Expression): boolean =>
  expression.kind === 'mean of numbers' || ('left' in expression && (isOfNumbers(expression.left) || isOfNumbers(expression.right)));

const conditional =
  /\b(?:never (?:negative|below 0)|not below 0|at least 0|if|unless|without|when|while|except|until|once|only|otherwise|else|exempt|free|void|cancelled|canceled|not yet|null)\b/iu;

/** Words by which a further sentence changes what was derived: "A voucher is taken off it." */
const changing =
  /\b(?:reduc\w+|increas\w+|deduct\w*|subtract\w*|add(?:s|ed)?|minus|plus|less|discount\w*|surcharges?|fees?|vouchers?|taken off|on top|instead|capped|limited|at most|at least (?!0\b)|not more than|doubled|halved|adjust\w*|correct\w*)\b/iu;

/** Under a condition the number is nothing, and not another one. */
const isNothing = /\b(?:0|0\.00|zero|null|nothing|negative)\b/iu;

/** A clause that there may be none: "an order with nothing left to pay has no fee". */
const isNone = (one: string, member: string): boolean => {
  const noun = wordsOf(member).at(-1) ?? '';
  const none = new RegExp(
    String.raw`\b(?:no|without (?:an? |any )?)(?: ?\p{L}+)? ?${noun}\b|\b(?:costs|pays?) (?:no fee|nothing)\b|\bfree of charge\b`,
    'iu',
  );
  return noun !== '' && none.test(one) && !/\bno (?:more|less)\b|\binstead\b/iu.test(one);
};

/** Words by which a further sentence says that the number is not, or not always, what was derived: it is set by hand, kept from before, brought up to date later, or counts other things as well. */
const loosening =
  /\b(?:no longer|overrid\w*|overrul\w*|by hand|manual(?:ly)?|edited|editable|(?:may|can|could) be (?:set|changed)|keeps?|kept|frozen|fixed|snapshot|asynchronous\w*|delay\w*|eventual\w*|nightly|(?:every|each|at) (?:night|hour|day|week|midnight)|(?:once|twice) (?:an?|every|per) \p{L}+|not (?:be )?(?:check|updated|checked|validated|recomputed|recalculated|adjusted)|approximat\w*|rounding differences?|estimat\w*|legacy|imported|old orders|differs?|deviat\w*|weighted|outliers?|includ\w*|extra|counts? (?:too|as|also)|as well|convert\w*|waive\w*|raises?|held back|alone|theirs|(?:clients?|callers?) (?:computes?|sends?|sets?))\b|^for (?!each\b|every\b|all\b|example\b|instance\b)/iu;

/** Words by which some of what is counted or added up is left out, as far as a further sentence says. */
const leavingOut = /\b(?:not count(?:ed)?|excluded|left out|ignored|skipped|disregarded|dropped|hidden|beyond)\b/iu;

/** Does a further sentence loosen what was derived, or take it back. */
const isLoosenedBy = (one: string, text: string): boolean =>
  loosening.test(one) ||
  isNotPromised(one) ||
  isOfOtherTime(one) ||
  isNotDemanded(one) ||
  (/\b(?:number|count|sum|total)\b/iu.test(text) && leavingOut.test(one)) ||
  (/\b(?:mean|average)\b/iu.test(text) && /\bdropped\b/iu.test(one));

/** Does a sentence speak of a member, or of what was spoken of before. */
const isAbout = (one: string, member: string): boolean =>
  one.includes(`\`${member}\``) ||
  /\b(?:it|its|this|that|they|them|theirs|those)\b/iu.test(one) ||
  new RegExp(String.raw`\b${wordsOf(member).at(-1) ?? ''}\b`, 'iu').test(one);

/** Do further sentences change what one derives: a voucher is taken off, or under a condition it is another number. */
const isChangedBy = (member: string, others: readonly string[]): boolean =>
  others.some(
    (one) =>
      !isNone(one, member) &&
      (changing.test(one) || (conditional.test(one) && !isNothing.test(one) && (one.includes(`\`${member}\``) || /\bit\b/iu.test(one)))),
  );

/** Is a sentence about nothing but how numbers are rounded, to something else than cents. */
const isRoundingAlone = (one: string): boolean =>
  derivationIn(one) === undefined &&
  /\b(?:is|are|gets?|be) (?:always |then |each )?rounded\b/iu.test(one) &&
  !/\b(?:cents?|penn(?:y|ies)|decimals?)\b/iu.test(one);

/** The derivations among the sentences of a text; each line of it may hold one. */
const derivationsIn = (text: string): readonly Derivation[] => {
  // Another paragraph may change it too, by its name: "A coupon reduces `total`."
  const others = sentencesByPart(text)
    .flat()
    .filter((one) => derivationIn(one) === undefined && changing.test(one));
  const rounded = sentencesByPart(text).flat().filter(isRoundingAlone);
  return derivationsByPart(text).filter(({ member, ticked, sentence }) => {
    const isOfMember = (one: string): boolean => isAbout(one, member) || /\b(?:all|both|amounts?|sums?|everything)\b/iu.test(one);
    if (rounded.some((one) => !one.includes(sentence) && isOfMember(one))) return false;
    if (ticked === undefined) return !others.some((one) => one.includes(`\`${member}\``));
    const noun = new RegExp(String.raw`\b${wordsOf(member).at(-1) ?? ''}\b`, 'iu');
    return !others.some((one) => noun.test(one) && !one.includes(sentence) && !isNone(one, member));
  });
};

const ticksIn = (text: string): ReadonlySet<string> => new Set([...text.matchAll(/`([^`]+)`/gu)].map(([, name = '']) => name));

/** What a statement derives: a number by its name, or by the words for it. */
const derivationOf = (statement: string, ticked: ReadonlySet<string>): Pick<Derivation, 'member' | 'text' | 'ticked'> | undefined => {
  const named = derivationIn(statement);
  if (named) return named;
  const plain = plainDerivationIn(statement);
  return plain && { member: plain.words, text: plain.text, ticked };
};

const derivationsByPart = (text: string): readonly Derivation[] => {
  const ticked = ticksIn(text);
  return sentencesByPart(text).flatMap((sentences) =>
    sentences.flatMap((sentence, n) => {
      const [main = '', ...clauses] = sentence.split(/; /u);
      return derivingParts(main).flatMap((one): readonly Derivation[] => {
        const found = derivationOf(one, ticked);
        if (!found) return [];
        // What derives another number says nothing of this one.
        const further = sentences.slice(n + 1).filter((other) => [undefined, found.member].includes(derivationIn(other)?.member));
        if (isChangedBy(found.member, [...clauses, ...further])) return [];
        if (further.some((other) => isAbout(other, found.member) && isLoosenedBy(other, found.text))) return [];
        const others = [...clauses, ...sentences.filter((other) => other !== sentence)];
        const bare = besideNothing(found.text);
        const isConditional = bare !== undefined || others.some((other) => conditional.test(other) || isNone(other, found.member));
        return [{ ...found, text: bare ?? found.text, sentence, isConditional }];
      });
    }),
  );
};

/** The numbers of the objects inside an object, by their names, that neither it nor a second one of them has: each with the name of the object that holds it. */
const innerNumbers = (document: Document, schema: Schema): ReadonlyMap<string, string> => {
  const members = [...membersOf(document, schema)];
  const all = members.flatMap(([name, one]) =>
    isType(document, one, 'array')
      ? []
      : [...membersOf(document, one)].flatMap(([own, schemaOfOwn]) => (isNumeric(document, schemaOfOwn) ? [[own, name] as const] : [])),
  );
  return new Map(all.filter(([own]) => !members.some(([name]) => name === own) && all.filter(([other]) => other === own).length === 1));
};

/** Names a schema that several answers have: by its reference, else by itself. */
const nameOf = (schema: Schema): unknown => (isObject(schema) && typeof schema['$ref'] === 'string' ? schema['$ref'] : schema);

type Place = { readonly around: readonly string[]; readonly schema: Schema };

/** The objects that a schema describes, at any depth. */
const placesIn = (document: Document, schema: Schema, around: readonly string[] = []): readonly Place[] => {
  if (around.length > deepest) return [];
  const items = isType(document, schema, 'array') ? itemsOf(document, schema) : undefined;
  if (items !== undefined) return placesIn(document, items, [...around, '*']);
  const members = [...membersOf(document, schema)];
  return members.length === 0 ? [] : [{ around, schema }, ...members.flatMap(([name, one]) => placesIn(document, one, [...around, name]))];
};

/** A derivation with the name of its number in an object; none where the object has no such number. */
const meantIn = ({ ticked, ...derivation }: Derivation, numbers: readonly string[]): readonly Derivation[] => {
  const member = ticked === undefined ? derivation.member : numberMeant(derivation.member, numbers, ticked);
  return member !== undefined && numbers.includes(member) ? [{ ...derivation, member }] : [];
};

/** What the operations of a contract say of the objects in their answers, by the schema of these. */
const saidOfSchemas = (contract: Contract): ReadonlyMap<unknown, readonly Derivation[]> => {
  const said = new Map<unknown, readonly Derivation[]>();
  for (const operation of contract.operations) {
    const body = answerSchema(operation);
    const told = body === undefined ? [] : saidIn(valueAt(contract.document, nodeOf(operation.location))).flatMap(derivationsIn);
    if (body === undefined || told.length === 0) continue;
    for (const { schema } of placesIn(contract.document, body)) {
      const name = nameOf(schema);
      const members = membersOf(contract.document, schema);
      const numbers = [...members].filter(([, one]) => isNumeric(contract.document, one)).map(([one]) => one);
      const own = told.flatMap((one) => meantIn(one, numbers));
      if (own.length > 0) said.set(name, [...(said.get(name) ?? []), ...own]);
    }
  }
  return said;
};

/** Half a cent is rounded up in all sums of the service, by the words of its introduction. */
const roundsHalfUp = (document: Document): boolean =>
  saidIn(document['info'])
    .flatMap(sentencesOf)
    .some((one) =>
      /\brounded half up\b|\bhalf (?:a )?(?:cent|unit)\w* (?:is|are) (?:always )?rounded up\b|\brounded commercially\b|\bcommercial rounding\b/iu.test(
        one,
      ),
    );

type Known = { readonly said: ReadonlyMap<unknown, readonly Derivation[]>; readonly all: Map<string, readonly ToldFormula[]> };

const known = new WeakMap<Contract, Known>();

/** What the descriptions of the members of an object, and of the object itself, derive. */
const ownDerivations = (document: Document, schema: Schema): readonly Derivation[] => [
  ...[...membersOf(document, schema)].flatMap(([member, one]) =>
    isNumeric(document, one)
      ? descriptionsIn(document, one).flatMap((text): readonly Derivation[] => {
          const [sentence = '', ...more] = sentencesOf(text.replaceAll(/\s+/gu, ' '));
          const [main = '', ...clauses] = sentence.split(/; /u);
          const others = [...clauses, ...more];
          if (isNoStatement(sentence) || isChangedBy(member, others) || others.some((other) => isLoosenedBy(other, main))) return [];
          const bare = besideNothing(main);
          return [
            {
              member,
              text: shareAmong(document, schema, member, bare ?? main) ?? bare ?? main,
              whole: text,
              sentence,
              isConditional: bare !== undefined || others.some((other) => conditional.test(other) || isNone(other, member)),
            },
          ];
        })
      : [],
  ),
  ...partsOf(document, schema).flatMap(({ description }) => (typeof description === 'string' ? derivationsIn(description) : [])),
];

/** The numbers in the success of an operation that a sentence derives from others, in a contract that is held to the standard requirements. */
export const toldFormulas = (contract: Contract, operation: Operation): readonly ToldFormula[] => {
  const { document, standard } = contract;
  const { said, all } = known.get(contract) ?? { said: standard.size === 0 ? new Map() : saidOfSchemas(contract), all: new Map() };
  known.set(contract, { said, all });
  const body = standard.size === 0 ? undefined : answerSchema(operation);
  const isPage = contract.collections.some((one) => one.operation.key === operation.key);
  const found = all.get(operation.key) ?? (body === undefined ? [] : formulasIn(document, body, said, isPage));
  all.set(operation.key, found);
  return found;
};

/** Every number that an expression takes another one off, with that. */
const differencesIn = (expression: Expression): readonly (readonly [part: string, whole: string])[] => {
  if (!('left' in expression)) return [];
  const { kind, left, right } = expression;
  const own = kind === '-' && left.kind === 'member' && right.kind === 'member' ? [[right.name, left.name] as const] : [];
  return [...own, ...differencesIn(left), ...differencesIn(right)];
};

/** From what each number is taken off in other formulas of the same object; not where that is not clear. */
const wholesIn = (derivations: readonly Derivation[], scope: Scope): ReadonlyMap<string, string> => {
  const pairs = derivations.flatMap(({ member, text }) => {
    const formula = formulaIn(text, { ...scope, numbers: scope.numbers.filter((one) => one !== member) });
    return formula?.expressions.flatMap(differencesIn) ?? [];
  });
  const clear = pairs.filter(([part, whole]) => pairs.every(([other, from]) => other !== part || from === whole));
  return new Map(clear);
};

const boundsOf = (document: Document, schema: Schema, member: string): ToldFormula['bounds'] => {
  const own = resolvedSchema(document, membersOf(document, schema).get(member) ?? true);
  const { minimum, maximum } = isObject(own) ? own : {};
  return { least: typeof minimum === 'number' ? minimum : -Infinity, most: typeof maximum === 'number' ? maximum : Infinity };
};

const formulasIn = (document: Document, body: Schema, said: Known['said'], isPage: boolean): readonly ToldFormula[] => {
  const isHalfUp = roundsHalfUp(document);
  return placesIn(document, body).flatMap(({ around, schema }) => {
    const scope = scopeOf(document, schema, isPage && around.length === 0);
    const derivations = [...ownDerivations(document, schema), ...(said.get(nameOf(schema)) ?? [])];
    const wholes = wholesIn(derivations, scope);
    const inside = innerNumbers(document, schema);
    return derivations.flatMap(({ member, text, whole = '', sentence, isConditional }): readonly ToldFormula[] => {
      if (!scope.numbers.includes(member)) return [];
      const numbers = scope.numbers.filter((one) => one !== member);
      // Only what the object itself does not explain is looked for inside of it.
      const own = formulaIn(text, { ...scope, wholes, numbers });
      const formula = own ?? formulaIn(text, { ...scope, wholes, numbers: [...numbers, ...inside.keys()] });
      // Whether what has no number counts as nothing, or not at all, has to be said.
      if (!formula || (formula.expressions.some(isOfNumbers) && !leavesBlanksOut.test(whole))) return [];
      if (!formula.expressions.every((one) => areOfOneScale(document, schema, member, one))) return [];
      const isOpen = formula.rounding === undefined || formula.rounding.way === 'nearest';
      const rounding: Rounding | undefined = isHalfUp && isOpen ? { way: 'half up', digits: formula.rounding?.digits } : formula.rounding;
      const bounds = boundsOf(document, schema, member);
      return [{ ...formula, rounding, around, member, sentence, isConditional, bounds, inner: own ? new Map() : inside }];
    });
  });
};

/** Digits behind the point of an amount as it is shown; undefined for a number that may have any. */
const digitsOf = (shown: unknown, others: readonly unknown[]): number | undefined => {
  if (typeof shown === 'string') return shown.split('.')[1]?.length ?? 0;
  // Whole numbers beside whole numbers are counted in the smallest unit.
  return [shown, ...others].every(Number.isInteger) ? 0 : undefined;
};

/** A little for numbers that are not exact in binary notation. */
const epsilon = 1e-6;

const isRounded = (shown: number, exact: number, { way }: Rounding, unit: number): boolean => {
  const steps = exact / unit;
  const is = (wanted: number): boolean => Math.abs(shown / unit - wanted) < 0.01;
  if (way === 'up') return is(Math.ceil(steps - epsilon));
  if (way === 'down') return is(Math.floor(steps + epsilon)) || is(Math.trunc(steps + epsilon));
  const away = Math.sign(steps) * Math.floor(Math.abs(steps) + 0.5 + epsilon);
  if (way === 'half up') return is(Math.floor(steps + 0.5 + epsilon)) || is(away);
  return Math.abs(shown / unit - steps) <= 0.5 + epsilon;
};

const numbersIn = (expression: Expression, object: Json): readonly unknown[] => {
  if (expression.kind === 'member') return [object[expression.name]];
  return 'left' in expression ? [...numbersIn(expression.left, object), ...numbersIn(expression.right, object)] : [];
};

const divides = ({ kind, ...rest }: Expression): boolean =>
  kind === '/' || kind === 'mean' || kind === 'mean of numbers' || ('left' in rest && (divides(rest.left) || divides(rest.right)));

/** What a division gives seldom has an end, so that a service shows as many digits of it as it likes. */
const digitsShown = (shown: number): number => Math.min(2, String(shown).split('.')[1]?.length ?? 0);

/** What an object shows of a formula: nothing where it shows too little, that they agree, or the number that it ought to be. */
export const judgedBy = (
  formula: ToldFormula,
  shownObject: Json,
): 'unknown' | 'agrees' | { readonly value: number; readonly words: string } => {
  const { member, expressions, rounding, isConditional, bounds, inner: held } = formula;
  const ofInner = [...held].map(([name, holder]) => [name, valueAt(shownObject, `/${escapeToken(holder)}/${escapeToken(name)}`)] as const);
  const object = { ...Object.fromEntries(ofInner), ...shownObject };
  const shown = numberIn(object[member]);
  if (shown === undefined || (isConditional && shown === 0)) return 'unknown';
  let wrong: { readonly value: number; readonly words: string } | undefined;
  for (const expression of expressions) {
    const exact = valueOf(expression, object);
    if (exact === undefined || (shown === bounds.most && exact > shown) || (shown === bounds.least && exact < shown)) return 'unknown';
    const digits =
      rounding?.digits ?? digitsOf(object[member], numbersIn(expression, object)) ?? (divides(expression) ? digitsShown(shown) : undefined);
    const unit = digits === undefined ? undefined : 10 ** -digits;
    const inner = roundingsIn(expression, object);
    // Without a word about it a number may be rounded or cut.
    const slack = (unit ?? 0.01) * (1 + inner) - epsilon;
    const isRight =
      rounding !== undefined && unit !== undefined && inner === 0
        ? isRounded(shown, exact, rounding, unit)
        : Math.abs(shown - exact) < slack;
    if (isRight) return 'agrees';
    // The last reading has the widest share: percent of all that follows.
    wrong = { value: exact, words: written(expression) };
  }
  return wrong ?? 'unknown';
};
